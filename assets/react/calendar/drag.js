// Moving a visit by pointer, only when the calendar is editable. Reschedule in the visit's sheet
// (or Alt and an arrow key here) does the same without dragging.
import { useCallback, useEffect, useRef, useState } from "react";
import { placeUnder } from "./place.js";

const THRESHOLD = 4;
const EDGE = 8;

/** What is being dragged: { item, index, from, to } or null, and the pointer's handlers. */
export function useDrag({ editable, laid, hours, slotMinutes, sheet, onDrop }) {
  const [drag, setDrag] = useState(null);
  const held = useRef(null);
  const dropped = useRef(false);

  const stop = useCallback(() => {
    held.current = null;
    setDrag(null);
  }, []);

  const onPointerDown = (event) => {
    dropped.current = false;
    const button = event.target.closest("[data-visit]");
    if (!editable || !button || event.button !== 0 || event.pointerType === "touch") return;
    const place = placeUnder(event, sheet.current, hours);
    const item = place && laid[place.index].visits.find(({ row }) => row.id === button.dataset.visit);
    if (!item || item.row.struck) return;
    const resize = button.getBoundingClientRect().bottom - event.clientY < EDGE;
    held.current = { item, resize, grip: place.minute - item.from, x: event.clientX, y: event.clientY };
  };

  const onPointerMove = (event) => {
    const hold = held.current;
    if (!hold) return;
    const far = Math.hypot(event.clientX - hold.x, event.clientY - hold.y);
    if (!hold.moving && far < THRESHOLD) return;
    if (!hold.moving) event.currentTarget.setPointerCapture(event.pointerId);
    hold.moving = true;
    const place = placeUnder(event, sheet.current, hours);
    if (place) setDrag({ item: hold.item, ...dropPlace(hold, place, laid, hours, slotMinutes) });
  };

  const onPointerUp = () => {
    if (drag && held.current?.moving) {
      dropped.current = true;
      const { item, index, from, to } = drag;
      if (from !== item.from || to !== item.to || laid[index].columnId !== item.row.column_id) {
        onDrop(drag);
      }
    }
    stop();
  };

  useEffect(() => {
    if (!drag) return undefined;
    const onKey = (event) => event.key === "Escape" && stop();
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [drag, stop]);

  /** True once after a drop: that click was the end of a drag, not a wish to open. */
  const endedInDrop = () => dropped.current;
  return { drag, endedInDrop, handlers: { onPointerDown, onPointerMove, onPointerUp, onPointerCancel: stop } };
}

function dropPlace({ item, resize, grip }, place, laid, { first, last }, step) {
  if (resize) {
    const index = laid.findIndex(({ visits }) => visits.includes(item));
    const to = Math.max(item.from + step, Math.min(last, Math.round(place.minute / step) * step));
    return { index, from: item.from, to };
  }
  const length = item.to - item.from;
  const wanted = Math.round((place.minute - grip) / step) * step;
  const from = Math.max(first, Math.min(last - length, wanted));
  return { index: place.index, from, to: from + length };
}
