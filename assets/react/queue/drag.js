// Carrying a card to another column by mouse, pen or finger. A finger rests on the card first,
// so that it can still scroll. `carry.js` does the same by keyboard.
import { useCallback, useEffect, useRef, useState } from "react";

const THRESHOLD = 5; // px a mouse goes before it is a drag
const REST = 300; // ms a finger rests
const SLIP = 10; // px it may slip meanwhile
const BORDER = 40; // px from the border of a row that scrolls
const PACE = 12; // px a frame

/** { held: { card, over } or null, ghost, handlers, endedInDrop() }; ghost is the ref of what follows. */
export function useDrag({ find, board, onDrop }) {
  const [held, setHeld] = useState(null);
  const hold = useRef(null);
  const ghost = useRef(null);
  const dropped = useRef(false);

  const stop = useCallback(() => {
    clearTimeout(hold.current?.timer);
    cancelAnimationFrame(hold.current?.frame);
    hold.current = null;
    setHeld(null);
  }, []);

  const follow = useCallback(() => {
    const now = hold.current;
    if (!now?.moving) return;
    const over = columnAt(now);
    scrollAlong(elementAt(now)?.closest(".queue-tabs, .queue-columns"), now.x);
    if (ghost.current) ghost.current.style.transform = `translate(${now.x + 12}px, ${now.y + 8}px)`;
    setHeld((old) => (old?.over === over && old.card === now.card ? old : { card: now.card, over }));
    now.frame = requestAnimationFrame(follow);
  }, []);

  const lift = useCallback(() => {
    const now = hold.current;
    if (!now || now.moving) return;
    now.moving = true;
    board.current.setPointerCapture(now.pointerId);
    setHeld({ card: now.card, over: now.card.column });
    now.frame = requestAnimationFrame(follow);
  }, [board, follow]);

  const onPointerDown = (event) => {
    dropped.current = false;
    const item = event.target.closest("[data-movable]");
    if (!item || event.button !== 0 || event.target.closest(".queue-deeds")) return;
    const { clientX: x, clientY: y, pointerId } = event;
    hold.current = { card: find(item.dataset.movable), x, y, from: { x, y }, pointerId };
    if (event.pointerType === "touch") hold.current.timer = setTimeout(lift, REST);
  };

  const onPointerMove = (event) => {
    const now = hold.current;
    if (!now) return;
    Object.assign(now, { x: event.clientX, y: event.clientY });
    if (now.moving) return;
    const far = Math.hypot(now.x - now.from.x, now.y - now.from.y);
    if (now.timer && far > SLIP) stop();
    else if (!now.timer && far > THRESHOLD) lift();
  };

  const onPointerUp = () => {
    const now = hold.current;
    if (!now) return;
    stop();
    if (!now.moving) return;
    dropped.current = true; // until its click has come, which is to do nothing
    setTimeout(() => (dropped.current = false));
    const over = columnAt(now);
    if (over && over !== now.card.column) onDrop(now.card, over);
  };

  // A page that begins to scroll would take the finger away.
  useEffect(() => {
    const box = board.current;
    const still = (event) => hold.current?.moving && event.cancelable && event.preventDefault();
    const escape = (event) => {
      if (event.key !== "Escape" || !hold.current?.moving) return;
      dropped.current = true;
      stop();
    };
    box.addEventListener("touchmove", still, { passive: false });
    document.addEventListener("keydown", escape);
    return () => {
      box.removeEventListener("touchmove", still);
      document.removeEventListener("keydown", escape);
    };
  }, [board, stop]);

  const onContextMenu = (event) => hold.current?.timer && event.preventDefault();
  const endedInDrop = () => dropped.current;
  const handlers = { onPointerDown, onPointerMove, onPointerUp, onPointerCancel: stop, onContextMenu };
  return { held, ghost, endedInDrop, handlers };
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
