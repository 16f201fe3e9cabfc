// What must survive a change sent by the server: handlers, the scroll position, the focus.
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { firstOpen } from "./layout.js";
import { focusVisit } from "./place.js";
import { nearestVisit } from "./walk.js";

/** The newest props, for handlers that must not change with every state the server sends. */
export function useLatest(value) {
  const latest = useRef(value);
  useLayoutEffect(() => {
    latest.current = value;
  });
  return latest;
}

/** Scrolls once to now, or to the first working hour, and never again against the user. */
export function useFirstSight(scroller, { laid, hours, nowShown, ready }) {
  const done = useRef("");
  const shaded = laid.some(({ shades }) => shades.length > 0);
  useLayoutEffect(() => {
    const box = scroller.current;
    const stage = !ready || laid.length === 0 ? "" : nowShown !== null || shaded ? "final" : "early";
    if (!box || !stage || done.current === "final" || done.current === stage) return undefined;
    const target = nowShown === null ? firstOpen(laid, hours) - 30 : nowShown - 70;
    box.scrollTop = ((target - hours.first) / 60) * hourHeight(box);
    done.current = stage;
    const settle = () => {
      done.current = "final";
    };
    box.addEventListener("wheel", settle, { passive: true, once: true });
    box.addEventListener("pointerdown", settle, { once: true });
    box.addEventListener("keydown", settle, { once: true });
    return undefined;
  }, [scroller, laid, hours, nowShown, ready, shaded]);
}

/** When an early visit adds an hour on top, what the user looks at stays where it is. */
export function useSteadyScroll(scroller, first) {
  const before = useRef(first);
  useLayoutEffect(() => {
    const box = scroller.current;
    if (box) box.scrollTop += ((before.current - first) / 60) * hourHeight(box);
    before.current = first;
  }, [scroller, first]);
}

function hourHeight(box) {
  return parseFloat(getComputedStyle(box).getPropertyValue("--cal-hour")) || 104;
}

const AHEAD = 400; // px beyond what is in sight

/** What share of a column's width was left of the middle of the sight as it first came near (null
 * until then), and a function that says so. */
export function useSeen(column) {
  const [seen, setSeen] = useState(null);
  useLayoutEffect(() => {
    if (seen !== null) return undefined;
    const root = column.current.closest(".cal-scroller");
    const sight = root.getBoundingClientRect();
    const see = ({ left, width }) => setSeen(((sight.left + sight.right) / 2 - left) / width);
    const here = column.current.getBoundingClientRect();
    if (here.left < sight.right + AHEAD && here.right > sight.left - AHEAD) see(here);
    const look = (found) => found.some((one) => one.isIntersecting) && see(found.at(-1).boundingClientRect);
    const watch = new IntersectionObserver(look, { root, rootMargin: `0px ${AHEAD}px` });
    watch.observe(column.current);
    return () => watch.disconnect();
  }, [column, seen]);
  return [seen, setSeen];
}

const AT_ONCE = 24; // visits of a column: all of a week's day would halt a scroll

/** How many of a column's visits are drawn: some at once, then as many with each frame. */
export function useSteps(begun, all) {
  const [drawn, setDrawn] = useState(AT_ONCE);
  const more = begun && drawn < all;
  useEffect(() => {
    if (!more) return undefined;
    const frame = requestAnimationFrame(() => setDrawn(drawn + AT_ONCE));
    return () => cancelAnimationFrame(frame);
  }, [more, drawn]);
  return drawn;
}

/** When the focused visit moves to another column or goes, focus stays in the calendar.
 * A dialog that asks about a drop only borrows it. */
export function useKeptFocus(scroller, laid, asking) {
  const focused = useRef("");
  const borrowed = useRef(false);
  useLayoutEffect(() => {
    if (asking) borrowed.current = true;
  }, [asking]);
  useEffect(() => {
    const box = scroller.current;
    // A visit that React takes away loses focus as well, a moment before it is gone. Only one
    // that is still there afterwards was left by the user.
    const leave = ({ target }) => {
      setTimeout(() => {
        const left = target.isConnected && document.activeElement !== target;
        const mine = focused.current === target.dataset.visit;
        if (left && mine && !borrowed.current) focused.current = "";
      });
    };
    box.addEventListener("focusout", leave);
    return () => box.removeEventListener("focusout", leave);
  }, [scroller]);
  useEffect(() => {
    if (asking || !borrowed.current) return undefined;
    const timer = setInterval(() => {
      if (document.querySelector('[role="dialog"]')) return; // still on its way out
      clearInterval(timer);
      borrowed.current = false;
      if (document.activeElement === document.body) focusVisit(scroller.current, focused.current);
    }, 50);
    return () => clearInterval(timer);
  }, [scroller, asking]);
  const places = useRef([]);
  useLayoutEffect(() => {
    const lost = focused.current && document.activeElement === document.body;
    if (lost && !focusVisit(scroller.current, focused.current)) {
      const at = places.current.find(({ id }) => id === focused.current);
      const near = at && laid[at.index] && nearestVisit(laid[at.index].visits, at.from);
      if (!near || !focusVisit(scroller.current, near.row.id)) {
        scroller.current.querySelector(".cal-cursor")?.focus({ preventScroll: true });
      }
    }
    places.current = laid.flatMap(({ visits }, index) =>
      visits.map(({ row, from }) => ({ id: row.id, index, from })),
    );
  }, [scroller, laid]);
  return focused;
}
