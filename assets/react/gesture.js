// Taking something up by mouse, pen or finger, and carrying it until it is let go. A finger rests
// first, so that it can still scroll. Of the calendar's visits and the queue board's cards.
import { useCallback, useEffect, useRef } from "react";

const THRESHOLD = 5; // px a mouse goes before it is a drag
const REST = 300; // ms a finger rests
const LONG = 500; // ms it rests on what is not taken up: Safari sends no contextmenu for it
const SLIP = 10; // px it may slip meanwhile

/**
 * box: ref of the element with the handlers. take(event) -> what is taken up, or null;
 * follow(hold) at each frame of its way, drop(hold) where it is let go, end() after either or none.
 * rest(hold), if given, where a finger or pen rests long on what is not taken up; `what` is null.
 * A hold is { what, x, y, from: { x, y } }. endedInDrop(): whether a click is the end of either.
 */
export function useGesture({ box, take, follow, drop, end, rest }) {
  const held = useRef(null);
  const dropped = useRef(false);
  const calls = useRef({});
  calls.current = { follow, drop, end, rest };

  const stop = useCallback(() => {
    clearTimeout(held.current?.timer);
    cancelAnimationFrame(held.current?.frame);
    held.current = null;
    calls.current.end();
  }, []);

  const go = useCallback(() => {
    const hold = held.current;
    if (!hold?.moving) return;
    calls.current.follow(hold);
    hold.frame = requestAnimationFrame(go);
  }, []);

  const lift = useCallback(() => {
    const hold = held.current;
    if (!hold || hold.moving) return;
    hold.moving = true;
    box.current.setPointerCapture(hold.pointerId);
    go();
  }, [box, go]);

  const press = useCallback(() => {
    dropped.current = true;
    calls.current.rest(held.current);
  }, []);

  const onPointerDown = (event) => {
    dropped.current = false;
    if (held.current) stop(); // a second finger: it wants to zoom
    if (!event.isPrimary || event.button !== 0) return;
    const { clientX: x, clientY: y, pointerId, pointerType } = event;
    const what = take(event);
    const presses = !what && rest && pointerType !== "mouse";
    if (!what && !presses) return;
    held.current = { what, x, y, from: { x, y }, pointerId };
    if (presses) held.current.timer = setTimeout(press, LONG);
    else if (pointerType === "touch") held.current.timer = setTimeout(lift, REST);
  };

  const onPointerMove = ({ clientX: x, clientY: y }) => {
    const hold = held.current;
    if (!hold) return;
    Object.assign(hold, { x, y });
    if (hold.moving) return;
    const far = Math.hypot(x - hold.from.x, y - hold.from.y);
    if (hold.timer && far > SLIP) stop();
    else if (!hold.timer && far > THRESHOLD) lift();
  };

  const onPointerUp = ({ clientX: x, clientY: y }) => {
    const hold = held.current;
    if (hold?.moving) {
      Object.assign(hold, { x, y });
      dropped.current = true;
      calls.current.follow(hold);
      calls.current.drop(hold);
    }
    if (hold) stop();
    setTimeout(() => (dropped.current = false)); // its click comes before that, and does nothing
  };

  const onPointerCancel = () => {
    dropped.current = false; // the page scrolls: no click will come
    stop();
  };

  useEffect(() => {
    const element = box.current;
    // A page that begins to scroll would take the finger away.
    const still = (event) => held.current?.moving && event.cancelable && event.preventDefault();
    // A finger's click comes late; it is the end of a way or of a long rest, and opens nothing.
    const silent = (event) => dropped.current && event.cancelable && event.preventDefault();
    const escape = (event) => {
      if (event.key !== "Escape" || !held.current?.moving) return;
      dropped.current = true;
      stop();
    };
    element.addEventListener("touchmove", still, { passive: false });
    element.addEventListener("touchend", silent, { passive: false });
    document.addEventListener("keydown", escape);
    return () => {
      element.removeEventListener("touchmove", still);
      element.removeEventListener("touchend", silent);
      document.removeEventListener("keydown", escape);
    };
  }, [box, stop]);

  // A finger that rests asks for a menu as well.
  const onContextMenu = (event) => held.current?.timer && event.preventDefault();
  const endedInDrop = () => dropped.current;
  const handlers = { onPointerDown, onPointerMove, onPointerUp, onPointerCancel, onContextMenu };
  return { endedInDrop, handlers };
}
