// The still parts of the sheet. They render rows; events are caught by the sheet they stand in.
import { memo, useMemo, useRef } from "react";
import { flushSync } from "react-dom";
import { nearestFirst } from "./lanes.js";
import { sameColumn } from "./layout.js";
import { clockAt, hoursOfAxis } from "./dial.js";
import { useSeen, useSteps } from "./hooks.js";
import { atMinute, heightOf, tintClass } from "./measure.js";
import { bringIntoSight } from "./place.js";
import { Visit } from "./visit.jsx";

export const Head = memo(HeadPart, (a, b) =>
  a.today === b.today && a.onOpenDay === b.onOpenDay && sameHead(a.laid, b.laid),
);

function sameHead(a, b) {
  return (
    a.key === b.key &&
    a.title === b.title &&
    a.count === b.count &&
    a.column?.subtitle === b.column?.subtitle &&
    a.column?.initials === b.column?.initials &&
    a.column?.tint === b.column?.tint
  );
}

function HeadPart({ laid, today, onOpenDay, id }) {
  const { column, count } = laid;
  const visits = `${count} ${count === 1 ? "visit" : "visits"}`;
  const words = (
    <span className="cal-head-words">
      <span className="cal-head-title">{laid.title}</span>
      <span className="cal-head-subtitle">
        {column?.subtitle && <span className="cal-head-field">{column.subtitle}</span>}
        {column?.subtitle ? ` · ${visits}` : visits}
      </span>
    </span>
  );
  if (column) {
    return (
      <div className="cal-head" id={id}>
        <span className={`avatar ${tintClass(column.tint)}`} aria-hidden="true">
          {column.initials}
        </span>
        {words}
      </div>
    );
  }
  return (
    <div className="cal-head" data-today={today || undefined} id={id}>
      <button
        type="button"
        className="cal-head-day"
        onClick={() => onOpenDay(laid.day)}
      >
        <span className="sr-only">Open </span>
        {words}
      </button>
    </div>
  );
}

/** Names of the hours; the list of visits says its own times, so this is for the eye only. */
export function Axis({ first, last, fold, now }) {
  const dial = { fold, own: true };
  return (
    <div className="cal-axis" aria-hidden="true">
      {hoursOfAxis(fold, first, last).map(({ minute, words, second }) => (
        <span
          key={minute}
          className="cal-hour"
          // The red tag takes the place of an hour that it would cover.
          data-hidden={(now !== null && Math.abs(minute - now) < 10) || undefined}
          data-second={second || undefined}
          style={{ top: atMinute(minute, first) }}
        >
          {words}
        </span>
      ))}
      {now !== null && (
        <span className="cal-now-tag" style={{ top: atMinute(now, first) }}>
          {clockAt(dial, now).split(" ")[0]}
        </span>
      )}
    </div>
  );
}

export const Column = memo(
  ColumnPart,
  (a, b) =>
    a.first === b.first &&
    a.last === b.last &&
    a.entry === b.entry &&
    a.held === b.held &&
    a.headId === b.headId &&
    sameColumn(a.laid, b.laid),
);

// A column is drawn as it first comes near: a clinic's twenty would take twice as long to open. The
// one that the focus enters is drawn as well. A week's day of twenty people is drawn in steps.
function ColumnPart({ laid, headId, first, last, entry, held }) {
  const list = useRef(null);
  const [seen, setSeen] = useSeen(list);
  const begun = seen !== null || entry !== "";
  const drawn = useSteps(begun, laid.visits.length);
  const order = useMemo(() => nearestFirst(laid.visits, seen ?? 0), [laid.visits, seen]);
  const shown = new Set(begun ? order.slice(0, drawn) : []);

  function show() {
    flushSync(() => setSeen(0));
    bringIntoSight(list.current);
    list.current.querySelector("[data-visit]").focus({ preventScroll: true });
  }

  return (
    <ul role="list" className="cal-column" data-column={laid.key} aria-labelledby={headId} ref={list}>
      {begun &&
        laid.shades.map((item) => (
          <Shade key={`shade-${item.row.id}`} item={item} dial={laid.dial} first={first} last={last} />
        ))}
      {laid.visits.map((item) => {
        const { id } = item.row;
        const now = shown.has(item) || id === entry; // an arrow key leads to one not drawn yet
        return now && <Visit key={id} {...{ item, laid, first }} entry={id === entry} held={id === held} />;
      })}
      {!begun && <Far laid={laid} onShow={show} />}
    </ul>
  );
}

/** Stands for the visits of a column out of sight, for those who read the page by ear. */
function Far({ laid: { visits, spoken }, onShow }) {
  if (visits.length === 0) return null;
  return (
    <li>
      <button type="button" className="cal-far sr-only" tabIndex={-1} onClick={onShow}>
        {`Show ${visits.length} of ${spoken}`}
      </button>
    </li>
  );
}

// A tall shade says its word again every few hours, so that one is in sight. As sticky labels, one
// for each shade, they cost more at every frame of a scroll than all visits together.
const SAID_EVERY = 180;

function repeats(minutes) {
  const again = [];
  for (let minute = SAID_EVERY; minute < minutes - 30; minute += SAID_EVERY) again.push(minute);
  return again;
}

function Shade({ item: { row, from, to }, dial, first, last }) {
  const top = Math.max(from, first);
  const bottom = Math.min(to, last);
  if (top >= bottom) return null;
  return (
    <li
      className="cal-shade"
      data-held={row.held || undefined}
      data-empty={row.empty || undefined}
      aria-hidden={row.empty && !row.label ? true : undefined}
      style={{ top: atMinute(top, first), height: heightOf(bottom - top) }}
    >
      <span className="cal-shade-label">{row.label}</span>
      {repeats(bottom - top).map((minute) => (
        <span key={minute} className="cal-shade-label" aria-hidden="true" style={{ top: heightOf(minute) }}>
          {row.label}
        </span>
      ))}
      <span className="sr-only">{` ${clockAt(dial, from)} to ${clockAt(dial, to)}`}</span>
    </li>
  );
}
