// Carrying a card by keyboard: Space picks it up, arrow keys choose a column, Enter drops it
// there, Escape puts it back. Each step is said.
import { useState } from "react";
import { fits } from "./fit.js";

const STEPS = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };

/** { held: { card, over } or null, onKey(event) -> whether the key was ours, putBack() }. */
export function useCarry({ columns, find, seconds, onDrop, speak }) {
  const [held, setHeld] = useState(null);

  function pickUp(id) {
    const card = id && find(id);
    if (!card) return false;
    setHeld({ card, over: card.column });
    speak(
      `Picked up ${card.name}, ${titleOf(card.column)}. Arrow keys choose where to, Enter drops, ` +
        "Escape puts back.",
    );
    return true;
  }

  function putBack() {
    if (!held) return;
    setHeld(null);
    speak(`${held.card.name} put back to ${titleOf(held.card.column)}.`);
  }

  function putDown() {
    const { card, over } = held;
    if (over === card.column) return putBack();
    setHeld(null);
    speak(`${card.name} dropped on ${titleOf(over)}.`);
    return onDrop(card, over);
  }

  function step(by) {
    const at = columns.findIndex(({ id }) => id === held.over) + by;
    const column = columns[Math.max(0, Math.min(columns.length - 1, at))];
    if (column.id === held.over) return;
    setHeld({ ...held, over: column.id });
    const shut = column.id !== held.card.column && !fits(held.card, column.id, seconds);
    speak(`${column.title}${shut ? ", cannot go there" : ""}`);
  }

  function titleOf(id) {
    return columns.find((column) => column.id === id)?.title ?? "";
  }

  function onKey(event) {
    const { key } = event;
    if (!held) return (key === " " || key === "m") && pickUp(event.target.dataset?.carried);
    if (key in STEPS) step(STEPS[key]);
    else if (key === "Enter") putDown();
    else if (key === "Escape" || key === "Tab") putBack();
    else return key === " "; // a second Space neither clicks nor drops
    return key !== "Tab";
  }

  return { held, onKey, putBack };
}
