// Moving and lengthening a visit by pointer, where the calendar is editable. `carry.js` does the
// same by keyboard. Touch scrolls; there, "Move" in the visit's sheet does it.
import { useCallback, useEffect, useRef, useState } from "react";
import { mayGo, samePlace } from "./fit.js";
import { placeUnder } from "./place.js";

const THRESHOLD = 4;
const EDGE = 8; // px from the lower end of a visit: there one lengthens
const BORDER = 44; // px from the border of what is in sight: there it scrolls along
const PACE = 14; // px a frame

/** What is being dragged: { item, index, from, to } or null, and the pointer's handlers. */
export function useDrag({ editable, laid, hours, slotMinutes, sheet, scroller, onDrop }) {
  const [drag, setDrag] = useState(null);
  const held = useRef(null);
  const dropped = useRef(false);
  const view = useRef({});
  view.current = { laid, hours, slotMinutes };

  const stop = useCallback(() => {
    cancelAnimationFrame(held.current?.frame);
    held.current = null;
    setDrag(null);
  }, []);

  const follow = useCallback(() => {
    const hold = held.current;
    const place = hold?.moving && placeUnder(hold.at, sheet.current, view.current.hours);
    if (!place) return;
    const next = { item: hold.item, home: hold.home, ...dropPlace(hold, place, view.current) };
    hold.drag = next;
    setDrag((old) => (samePlace(old, next) ? old : next));
  }, [sheet]);

  // Near the border of what is in sight, the sheet comes along, also while the pointer rests.
  const scrollAlong = useCallback(() => {
    const hold = held.current;
    if (!hold?.moving) return;
    const box = scroller.current.getBoundingClientRect();
    const x = pull(hold.at.clientX, box.left + 52, box.right);
    const y = pull(hold.at.clientY, box.top + 48, box.bottom);
    if (x || y) {
      scroller.current.scrollBy(x * PACE, y * PACE);
      follow();
    }
    hold.frame = requestAnimationFrame(scrollAlong);
  }, [scroller, follow]);

  const onPointerDown = (event) => {
    dropped.current = false;
    const button = event.target.closest("[data-visit]");
    if (!editable || !button || event.button !== 0 || event.pointerType === "touch") return;
    const place = placeUnder(event, sheet.current, hours);
    const item = place && laid[place.index].visits.find(({ row }) => row.id === button.dataset.visit);
    if (!item?.row.movable) return;
    const resize = button.getBoundingClientRect().bottom - event.clientY < EDGE;
    const at = { clientX: event.clientX, clientY: event.clientY };
    held.current = { item, home: place.index, resize, grip: place.minute - item.from, from: at, at };
  };

  const onPointerMove = (event) => {
    const hold = held.current;
    if (!hold) return;
    hold.at = { clientX: event.clientX, clientY: event.clientY };
    if (!hold.moving) {
      if (Math.hypot(hold.at.clientX - hold.from.clientX, hold.at.clientY - hold.from.clientY) < THRESHOLD) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      hold.moving = true;
      hold.frame = requestAnimationFrame(scrollAlong);
    }
    follow();
  };

  const onPointerUp = () => {
    if (!held.current) return; // put back by Escape; its click is to do nothing either
    const { moving, drag: last } = held.current;
    dropped.current = Boolean(moving);
    stop();
    if (moving && last && !samePlace(last, { ...last, ...last.item, index: last.home })) onDrop(last);
  };

  useEffect(() => {
    if (!drag) return undefined;
    const onKey = (event) => {
      if (event.key !== "Escape") return;
      dropped.current = true;
      stop();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [drag, stop]);

  /** True after a drop: that click was the end of a drag, not a wish to open. */
  const endedInDrop = () => dropped.current;
  return { drag, endedInDrop, handlers: { onPointerDown, onPointerMove, onPointerUp, onPointerCancel: stop } };
}

function pull(at, near, far) {
  if (at < near + BORDER) return -1;
  return at > far - BORDER ? 1 : 0;
}

function dropPlace({ item, home, resize, grip }, place, { laid, hours: { first, last }, slotMinutes: step }) {
  if (resize) {
    const to = Math.max(item.from + step, Math.min(last, Math.round(place.minute / step) * step));
    return { index: home, from: item.from, to };
  }
  const length = item.to - item.from;
  const wanted = Math.round((place.minute - grip) / step) * step;
  const from = Math.max(first, Math.min(last - length, wanted));
  const index = mayGo(laid, home, place.index) ? place.index : home;
  return { index, from, to: from + length };
}
