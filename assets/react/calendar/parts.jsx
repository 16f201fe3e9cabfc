// The still parts of the sheet. They render rows; events are caught by the sheet they stand in.
import { memo } from "react";
import { sameColumn } from "./layout.js";
import { clockAt, endAt, hoursOfAxis } from "./dial.js";
import { visitName } from "./words.js";

/** Distance from the top of the sheet, in the hour height that the style sheet sets. */
export function atMinute(minute, first) {
  return `calc(var(--cal-hour) * ${(minute - first) / 60})`;
}

export function heightOf(minutes) {
  return `calc(var(--cal-hour) * ${minutes / 60})`;
}

/** The class of tokens.css that gives an element its tint. */
export function tintClass(tint) {
  return `tint-${tint || "slate"}`;
}

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
        {column?.subtitle ? `${column.subtitle} · ${visits}` : visits}
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

function ColumnPart({ laid, headId, first, last, entry, held }) {
  return (
    <ul role="list" className="cal-column" data-column={laid.key} aria-labelledby={headId}>
      {laid.shades.map((item) => (
        <Shade key={`shade-${item.row.id}`} item={item} dial={laid.dial} first={first} last={last} />
      ))}
      {laid.visits.map((item) => (
        <Visit
          key={item.row.id}
          item={item}
          laid={laid}
          first={first}
          entry={entry === item.row.id}
          held={held === item.row.id}
        />
      ))}
    </ul>
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

function Visit({ item, laid, first, entry, held }) {
  const { row, from, to, lane, lanes, span, who } = item;
  const tip = visitName(item, laid);
  return (
    <li
      className="cal-place"
      data-beside={lanes > 1 || undefined}
      style={{
        top: atMinute(from, first),
        height: heightOf(to - from),
        left: `${(lane / lanes) * 100}%`,
        width: `${(span / lanes) * 100}%`,
      }}
    >
      <button
        type="button"
        className={`cal-visit ${tintClass(row.tint)}`}
        data-visit={row.id}
        data-faded={row.faded || row.struck || undefined}
        data-struck={row.struck || undefined}
        data-outside={row.outside_hours || undefined}
        data-movable={row.movable || undefined}
        data-waiting={row.waiting || undefined}
        data-held={held || undefined}
        data-size={sizeOf(to - from)}
        tabIndex={entry ? 0 : -1}
      >
        <span className="cal-visit-title" title={tip}>
          {row.title}
          <Said>, </Said>
        </span>
        <span className="cal-visit-detail" title={tip}>
          {row.outside_hours && <MoonMark />}
          {row.repeats && <RepeatMark />}
          {row.together && <LinkMark />}
          <span className="cal-times">
            {clockAt(laid.dial, from)}
            <Shown>–</Shown>
            <Said> to </Said>
            {endAt(laid.dial, from, to)}
          </span>
          {row.detail && <Shown> · </Shown>}
          <Said>, </Said>
          {row.detail}
          {row.detail && <Said>, </Said>}
        </span>
        {row.tag && (
          <span className={`tag cal-tag ${tintClass(row.tag_tone)}`}>
            {row.tag}
            <Said>, </Said>
          </span>
        )}
        <span className="sr-only">
          {row.struck && !row.tag && "called off, "}
          {row.outside_hours && "outside working hours, "}
          {row.repeats && "one of a series, "}
          {row.together && "one of several services, "}
          {who && `${who}, `}
          {laid.spoken}
        </span>
      </button>
    </li>
  );
}

/** How much fits: one line, two, or more. */
function sizeOf(minutes) {
  if (minutes < 23) return "line";
  return minutes < 40 ? "block" : "tall";
}

// The name of a visit is its own text, so that what is seen and what is heard cannot part:
// `Said` adds the words that the eye does not need, `Shown` the signs that the ear does not.
function Said({ children }) {
  return <span className="cal-said">{children}</span>;
}

function Shown({ children }) {
  return <span aria-hidden="true">{children}</span>;
}

/** Booked at a time outside working hours. */
function MoonMark() {
  return (
    <svg className="cal-moon" viewBox="0 0 24 24" aria-hidden="true">
      <path d="M20.99 12.49A9 9 0 1 1 11.51 3.01a7 7 0 0 0 9.48 9.48Z" />
    </svg>
  );
}

/** One of a series. */
function RepeatMark() {
  return (
    <svg className="cal-repeat" viewBox="0 0 24 24" aria-hidden="true">
      <path d="m17 2 4 4-4 4M3 11v-1a4 4 0 0 1 4-4h14M7 22l-4-4 4-4M21 13v1a4 4 0 0 1-4 4H3" />
    </svg>
  );
}

/** One of several services of one coming. */
function LinkMark() {
  return (
    <svg className="cal-repeat" viewBox="0 0 24 24" aria-hidden="true">
      <path d="M9 17H7A5 5 0 0 1 7 7h2M15 7h2a5 5 0 0 1 0 10h-2M8 12h8" />
    </svg>
  );
}
