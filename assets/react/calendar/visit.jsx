// A visit in its column: a button whose text is its whole name.
import { memo } from "react";
import { clockAt, endAt } from "./dial.js";
import { STRIP_WIDTH } from "./lanes.js";
import { atMinute, heightOf, tintClass } from "./measure.js";
import { visitName } from "./words.js";

export const Visit = memo(VisitPart);

function VisitPart({ item, laid, first, entry, held }) {
  const { row, from, to, lanes, who } = item;
  const tip = visitName(item, laid);
  return (
    <li
      className="cal-place"
      data-beside={lanes > 1 || item.aside > 0 || undefined}
      data-strip={item.strips}
      style={{ top: atMinute(from, first), height: heightOf(to - from), ...acrossOf(item) }}
    >
      <button
        type="button"
        className={`cal-visit ${tintClass(row.tint)}`}
        data-visit={row.id}
        data-faded={row.faded || row.struck || undefined}
        data-struck={row.struck || undefined}
        data-outside={row.outside_hours || undefined}
        data-movable={row.movable || undefined}
        data-assists={row.until ? true : undefined}
        data-waiting={row.waiting || undefined}
        data-held={held || undefined}
        data-size={sizeOf(to - from)}
        tabIndex={entry ? 0 : -1}
      >
        <span className="cal-visit-title" title={tip}>
          {row.marked && <Mark of="flag" />}
          {row.title}
          <Said>, </Said>
        </span>
        <span className="cal-visit-detail" title={tip}>
          {row.outside_hours && <Mark of="moon" />}
          {row.repeats && <Mark of="repeat" />}
          {row.together && <Mark of="link" />}
          {row.until && <Mark of="assist" />}
          <span className="cal-times">
            {clockAt(laid.dial, from)}
            <span className="cal-ends">
              <Shown>–</Shown>
              <Said> to </Said>
              {endAt(laid.dial, from, to)}
            </span>
          </span>
          {row.detail && <Shown> · </Shown>}
          <Said>, </Said>
          {row.detail}
          {row.detail && <Said>, </Said>}
          {row.helped && <Shown> · </Shown>}
          {row.helped}
          {row.helped && <Said>, </Said>}
        </span>
        {row.tag && (
          <span className={`tag cal-tag ${tintClass(row.tag_tone)}`}>
            {row.tag}
            <Said>, </Said>
          </span>
        )}
        <span className="cal-said">
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

/** Where it stands across its column: the strips at the right edge, the rest beside them. */
function acrossOf({ lane, lanes, span, aside, strips }) {
  if (strips) {
    return { "--strip-right": `${lane * STRIP_WIDTH}px`, "--strip-width": `${STRIP_WIDTH}px` };
  }
  const whole = `(100% - ${aside * STRIP_WIDTH}px)`;
  return { left: `calc(${whole} * ${lane / lanes})`, width: `calc(${whole} * ${span / lanes})` };
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

const MARKS = {
  moon: "M20.99 12.49A9 9 0 1 1 11.51 3.01a7 7 0 0 0 9.48 9.48Z", // outside working hours
  flag: "M4 22V4s1-1 4-1 5 2 8 2 4-1 4-1v11s-1 1-4 1-5-2-8-2-4 1-4 1", // against a rule on purpose: by the name, which the smallest visit has
  repeat: "m17 2 4 4-4 4M3 11v-1a4 4 0 0 1 4-4h14M7 22l-4-4 4-4M21 13v1a4 4 0 0 1-4 4H3", // one of a series
  link: "M9 17H7A5 5 0 0 1 7 7h2M15 7h2a5 5 0 0 1 0 10h-2M8 12h8", // one of several services
  assist: "M16 21v-2a4 4 0 0 0-4-4H6a4 4 0 0 0-4 4v2M9 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8M19 8v6M22 11h-6", // of who assists
};

function Mark({ of }) {
  return (
    <svg className={`cal-mark is-${of}`} viewBox="0 0 24 24" aria-hidden="true">
      <path d={MARKS[of]} />
    </svg>
  );
}
