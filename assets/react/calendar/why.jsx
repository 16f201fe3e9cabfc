// The small panel that says why a time is not free, beside that time.
import { useEffect } from "react";
import { clockAt, textAt } from "./dial.js";
import { atMinute } from "./measure.js";

export function Why({ asked: { index, minute, visit }, laid, count, why, first, last, speak, onClose }) {
  const at = textAt(laid.dial, minute);
  const known = why && why.column_id === laid.columnId && why.start === at && why.visit_id === visit;
  const reasons = known ? why.reasons : null;
  const title = `${laid.title}, ${clockAt(laid.dial, minute)}`;
  useEffect(() => {
    if (reasons?.length) speak(`${title}: ${reasons.join(" ")}`);
    else if (reasons && !visit) speak(`${title} is free.`);
  }, [reasons]);
  useEffect(() => {
    document.addEventListener("pointerdown", onClose);
    return () => document.removeEventListener("pointerdown", onClose);
  }, [onClose]);
  if (visit && !reasons?.length) return null; // on its way, only what is in the way is of interest
  const low = minute > (first + last) / 2;
  return (
    <div
      className="cal-why"
      data-low={low || undefined}
      data-right={index > 0 && index >= count / 2 ? true : undefined}
      style={{ gridColumn: `${index + 1} / span 1`, top: atMinute(minute, first) }}
    >
      <p className="cal-why-title">{title}</p>
      {!reasons && <p>Looking…</p>}
      {reasons && reasons.length === 0 && <p>This time is free.</p>}
      {reasons && reasons.length > 0 && (
        <ul role="list">
          {reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
