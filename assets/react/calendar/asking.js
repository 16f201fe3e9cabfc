// Asking why a time is not free: by key, by menu, or by resting over a grey time.
import { useCallback, useEffect, useState } from "react";
import { textAt } from "./dial.js";

const REST = 1100; // ms over a grey time, after which it says why

/** { asked: { index, minute } or null, ask(slot), forget() }; hover: the slot under the mouse. */
export function useAsking({ laid, view, date, columns, hover, say }) {
  const [asked, setAsked] = useState(null);
  const forget = useCallback(() => setAsked(null), []);

  function ask(slot, rested) {
    const target = slot && laid[slot.index];
    if (!target || view === "week" || !say.current.onAskWhy) return;
    setAsked({ index: slot.index, minute: slot.minute, rested });
    say.current.onAskWhy(target.columnId, textAt(target.dial, slot.minute));
  }

  useEffect(forget, [forget, date, view, columns]);

  const grey = hover && laid[hover.index]?.shades.some((one) => one.from <= hover.minute && one.to > hover.minute);
  useEffect(() => {
    if (!grey) return undefined;
    const timer = setTimeout(() => ask(hover, true), REST);
    return () => clearTimeout(timer);
  }, [grey, hover?.index, hover?.minute]);

  // What was asked by resting goes as the mouse goes on.
  useEffect(() => setAsked((old) => (old?.rested && !sameSlot(old, hover) ? null : old)), [hover]);

  return { asked, ask, forget };
}

export function sameSlot(a, b) {
  return a === b || Boolean(a && b && a.index === b.index && a.minute === b.minute);
}
