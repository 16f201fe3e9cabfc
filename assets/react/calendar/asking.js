// Asking why a time is not free: by key, by menu, by resting over a grey time, or by carrying a
// visit to it.
import { useCallback, useEffect, useState } from "react";
import { textAt } from "./dial.js";
import { samePlace } from "./fit.js";

const REST = 1100; // ms over a grey time, after which it says why

/**
 * { asked: { index, minute, visit } or null, ask(slot), forget() }; hover: the slot under the
 * mouse; held: { item, index, from } of a visit on its way, of which then it is asked.
 */
export function useAsking({ laid, view, date, columns, hover, held, say }) {
  const [asked, setAsked] = useState(null);
  const forget = useCallback(() => setAsked(null), []);

  function ask(slot, { rested, visit = "" } = {}) {
    const target = slot && laid[slot.index];
    if (!target || view === "week" || !say.current.onAskWhy) return;
    setAsked({ index: slot.index, minute: slot.minute, rested, visit });
    say.current.onAskWhy(target.columnId, textAt(target.dial, slot.minute), visit);
  }

  useEffect(forget, [forget, date, view, columns]);

  const grey = hover && laid[hover.index]?.shades.some((one) => one.from <= hover.minute && one.to > hover.minute);
  useEffect(() => {
    if (!grey) return undefined;
    const timer = setTimeout(() => ask(hover, { rested: true }), REST);
    return () => clearTimeout(timer);
  }, [grey, hover?.index, hover?.minute]);

  // A visit on its way is asked about wherever it rests.
  const moved = held && !samePlace(held, { ...held.item, index: held.home });
  const carried = moved ? held.item.row.id : "";
  useEffect(() => {
    if (!carried) return undefined;
    const timer = setTimeout(() => ask({ index: held.index, minute: held.from }, { visit: carried }), REST);
    return () => {
      clearTimeout(timer);
      forget();
    };
  }, [carried, held?.index, held?.from]);

  // What was asked by resting goes as the mouse goes on.
  useEffect(() => setAsked((old) => (old?.rested && !sameSlot(old, hover) ? null : old)), [hover]);

  return { asked, ask, forget };
}

export function sameSlot(a, b) {
  return a === b || Boolean(a && b && a.index === b.index && a.minute === b.minute);
}
