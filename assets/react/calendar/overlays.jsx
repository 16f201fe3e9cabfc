// What lies over the columns: the slot cursor, the slot under the mouse, a dragged visit, now.
import { clockAt, endAt } from "./dial.js";
import { atMinute, heightOf, tintClass } from "./measure.js";

/** The one tab stop of the empty times: arrow keys move it, Enter books where it stands. */
export function Cursor({ slot, dial, first, step, hint }) {
  return (
    <div
      role="application"
      aria-label="Times of the day"
      className="cal-cursor-place"
      style={{ ...cell(slot.index), top: atMinute(slot.minute, first), height: heightOf(step) }}
    >
      <button
        type="button"
        className="cal-cursor"
        aria-label="Book a visit: arrow keys choose the time, Enter books"
        aria-describedby={hint}
        // Drawn by the style sheet: the name stays the same while the line below speaks the place.
        data-time={clockAt(dial, slot.minute)}
      />
    </div>
  );
}

export function Hover({ slot, dial, first, step }) {
  const style = { ...cell(slot.index), top: atMinute(slot.minute, first), height: heightOf(step) };
  return (
    <div className="cal-hover" aria-hidden="true" style={style}>
      {clockAt(dial, slot.minute)}
    </div>
  );
}

/** The visit on its way; `against` says what stands against the place it is over. */
export function Dragged({ drag: { item, index, from, to }, dial, against, first }) {
  const style = { ...cell(index), top: atMinute(from, first), height: heightOf(to - from) };
  return (
    <div
      className={`cal-dragged ${tintClass(item.row.tint)}`}
      data-refused={against ? true : undefined}
      aria-hidden="true"
      style={style}
    >
      <span className="cal-visit-title">{item.row.title}</span>
      <span className="cal-visit-detail">{`${clockAt(dial, from)}–${endAt(dial, from, to)}`}</span>
      {against && <span className="cal-against">{against}</span>}
    </div>
  );
}

export function NowLine({ at, view, minute, first }) {
  const columns = view === "week" ? cell(at) : { gridColumn: "1 / -1" };
  return <div className="cal-now" aria-hidden="true" style={{ ...columns, top: atMinute(minute, first) }} />;
}

function cell(index) {
  return { gridColumn: `${index + 1} / span 1` };
}
