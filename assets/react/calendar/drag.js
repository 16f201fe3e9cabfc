// Moving and lengthening a visit by mouse, pen or finger, where the calendar is editable.
// `carry.js` does the same by keyboard.
import { useState } from "react";
import { useGesture } from "../gesture.js";
import { slotNear } from "./dial.js";
import { edgeStep, mayGo, samePlace } from "./fit.js";
import { placeUnder } from "./place.js";

const EDGE = 8; // px from the lower end of a visit: there one lengthens
const FINGER = 20; // px for a finger, yet not more than the third of a visit
const BORDER = 44; // px from the border of what is in sight: there it scrolls along
const PACE = 14; // px a frame

/**
 * What is being dragged: { item, home, index, from, to } or null, and the pointer's handlers.
 * onRest({ clientX, clientY }): a finger rests where there is nothing to drag.
 */
export function useDrag({ editable, laid, hours, slotMinutes, sheet, scroller, onDrop, onRest }) {
  const [drag, setDrag] = useState(null);

  function take(event) {
    const button = event.target.closest("[data-visit]");
    const place = editable && button && placeUnder(event, sheet.current, hours);
    const item = place && laid[place.index].visits.find(({ row }) => row.id === button.dataset.visit);
    if (!item || !item.row.movable) return null;
    const { bottom, height } = button.getBoundingClientRect();
    const edge = event.pointerType === "touch" ? Math.min(FINGER, height / 3) : EDGE;
    return { item, home: place.index, resize: bottom - event.clientY < edge, grip: place.minute - item.from };
  }

  function follow(hold) {
    scrollAlong(scroller.current, hold);
    const place = placeUnder({ clientX: hold.x, clientY: hold.y }, sheet.current, hours);
    if (!place) return;
    const { item, home } = hold.what;
    const next = { item, home, ...dropPlace(hold.what, place, { laid, hours, slotMinutes }) };
    hold.place = next;
    setDrag((old) => (samePlace(old, next) ? old : next));
  }

  function drop({ place }) {
    if (place && !samePlace(place, { ...place.item, index: place.home })) onDrop(place);
  }

  const end = () => setDrag(null);
  const rest = onRest && (({ x, y }) => onRest({ clientX: x, clientY: y }));
  return { drag, ...useGesture({ box: sheet, take, follow, drop, end, rest }) };
}

/** Near the border of what is in sight, the sheet comes along, also while the pointer rests. */
function scrollAlong(scroller, { x, y }) {
  const box = scroller.getBoundingClientRect();
  const across = pull(x, box.left + 52, box.right);
  const down = pull(y, box.top + 48, box.bottom);
  if (across || down) scroller.scrollBy(across * PACE, down * PACE);
}

function pull(at, near, far) {
  if (at < near + BORDER) return -1;
  return at > far - BORDER ? 1 : 0;
}

function dropPlace({ item, home, resize, grip }, place, { laid, hours: { first, last }, slotMinutes: step }) {
  if (resize) {
    const by = edgeStep(item.row, step);
    const to = Math.min(last, slotNear(laid[home].dial, place.minute, by));
    return { index: home, from: item.from, to: Math.max(item.from + by, to) };
  }
  const index = mayGo(laid, home, place.index) ? place.index : home;
  const length = item.to - item.from;
  const wanted = item.row.part
    ? item.from + Math.round((place.minute - grip - item.from) / step) * step // by steps: the visit may begin on a line
    : slotNear(laid[index].dial, place.minute - grip, step);
  const from = Math.max(first, Math.min(last - length, wanted));
  return { index, from, to: from + length };
}
