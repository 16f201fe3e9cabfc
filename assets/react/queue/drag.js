// Carrying a card to another column by mouse, pen or finger; `carry.js` does the same by keyboard.
import { useRef, useState } from "react";
import { useGesture } from "../gesture.js";

const BORDER = 40; // px from the border of a row that scrolls
const PACE = 12; // px a frame

/** { held: { card, over } or null, ghost, handlers, endedInDrop() }; ghost is the ref of what follows. */
export function useDrag({ find, board, onDrop }) {
  const [held, setHeld] = useState(null);
  const ghost = useRef(null);

  function take(event) {
    const item = event.target.closest("[data-movable]");
    return item && !event.target.closest(".queue-deeds") ? find(item.dataset.movable) : null;
  }

  function follow(hold) {
    const { what: card, x, y } = hold;
    const over = columnAt(hold);
    scrollAlong(elementAt(hold)?.closest(".queue-tabs, .queue-columns"), x);
    if (ghost.current) ghost.current.style.transform = `translate(${x + 12}px, ${y + 8}px)`;
    setHeld((old) => (old?.over === over && old.card === card ? old : { card, over }));
  }

  function drop(hold) {
    const over = columnAt(hold);
    if (over && over !== hold.what.column) onDrop(hold.what, over);
  }

  const end = () => setHeld(null);
  return { held, ghost, ...useGesture({ box: board, take, follow, drop, end }) };
}

function elementAt({ x, y }) {
  return document.elementFromPoint(x, y);
}

function columnAt(place) {
  return elementAt(place)?.closest("[data-queue-column]")?.dataset.queueColumn ?? "";
}

/** Near the border of the tabs or columns, they come along. */
function scrollAlong(row, x) {
  if (!row) return;
  const { left, right } = row.getBoundingClientRect();
  if (x < left + BORDER) row.scrollLeft -= PACE;
  else if (x > right - BORDER) row.scrollLeft += PACE;
}
