// Moving and lengthening a visit by keyboard: a key picks it up, arrow keys carry it, Enter puts
// it down, Escape puts it back. Each step is said.
import { useState } from "react";
import { carried, samePlace, STEPS, whyNot } from "./fit.js";
import { clockAt, endAt } from "./dial.js";

/** { carry, onKey(event) -> whether the key was ours, pickUp(id), putBack() }. */
export function useCarry({ editable, laid, hours, slotMinutes, now, onDrop, speak }) {
  const [carry, setCarry] = useState(null);

  function pickUp(id) {
    const index = laid.findIndex(({ visits }) => visits.some(({ row }) => row.id === id));
    const item = laid[index]?.visits.find(({ row }) => row.id === id);
    if (!editable || !item?.row.movable) return false;
    setCarry({ item, home: index, index, from: item.from, to: item.to });
    speak(
      `Picked up ${item.row.title}, ${spanOf(index, item)}. Arrow keys move it, ` +
        `Shift and arrow keys lengthen ${item.row.until ? "the part of who assists" : "it"}, ` +
        "Enter drops it, Escape puts it back.",
    );
    return true;
  }

  function putBack() {
    if (!carry) return;
    setCarry(null);
    speak(`${carry.item.row.title} put back to ${placeWords({ ...carry, ...carry.item, index: carry.home })}.`);
  }

  function putDown() {
    setCarry(null);
    const unmoved = samePlace(carry, { ...carry.item, index: carry.home });
    if (unmoved) return putBack();
    speak(`${carry.item.row.title} dropped at ${placeWords(carry)}.`);
    return onDrop(carry);
  }

  function placeWords({ index, from, to }) {
    return `${laid[index]?.spoken ?? ""}, ${spanOf(index, { from, to })}`;
  }

  function spanOf(index, { from, to }) {
    const dial = laid[index]?.dial ?? {};
    return `${clockAt(dial, from)} to ${endAt(dial, from, to)}`;
  }

  function step(key, longer) {
    const next = carried(carry, key, { longer, laid, hours, step: slotMinutes });
    if (samePlace(next, carry)) return;
    setCarry(next);
    const against = whyNot(next, laid, now);
    speak(`${placeWords(next)}${against ? `. Not free: ${against}` : ""}`);
  }

  function onKey(event) {
    const id = event.target.dataset?.visit;
    if (!carry) return Boolean(id) && (event.key === " " || event.key === "m") && pickUp(id);
    if (event.key in STEPS) step(event.key, event.shiftKey);
    else if (event.key === "Enter") putDown();
    else if (event.key === "Escape" || event.key === "Tab") putBack();
    else return event.key === " "; // a second Space neither clicks nor drops
    return event.key !== "Tab";
  }

  return { carry, onKey, putBack };
}
