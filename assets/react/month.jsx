// A month as a grid of days; rows are described in clinic_app/web/react/month.py. One day is the
// tab stop; arrow keys go to the others, Page up and down to other months, Enter opens the day.
import { useEffect, useRef, useState } from "react";
import { addDays } from "./calendar/time.js";

const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
const NAMES = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/* "12 visits"; a phone has room for the number alone. */
function Count({ words }) {
  if (!words) return <span className="sr-only">no visits</span>;
  const [number, what] = words.split(" ");
  return (
    <span className="month-count">
      {number}
      <span className="month-what">{` ${what}`}</span>
    </span>
  );
}

export function CalendarMonth({ days = [], day = "", label = "Month", onOpenDay, onStep }) {
  const grid = useRef(null);
  const [at, setAt] = useState("");
  const walked = useRef(false);
  const stop = days.find(({ date }) => date === at) ? at : day;

  useEffect(() => {
    if (walked.current) grid.current?.querySelector(`[data-day="${stop}"]`)?.focus();
    walked.current = false;
  }, [stop, days]);

  function onKeyDown(event) {
    if (event.key === "PageUp" || event.key === "PageDown") {
      event.preventDefault();
      walked.current = true;
      onStep?.(event.key === "PageUp" ? -1 : 1);
      return;
    }
    const next = STEPS[event.key] && addDays(stop, STEPS[event.key]);
    if (!next) return;
    event.preventDefault();
    if (!days.some(({ date }) => date === next)) return;
    walked.current = true;
    setAt(next);
  }

  return (
    <section className="month" aria-label={label}>
      <div className="month-names" aria-hidden="true">
        {NAMES.map((name) => (
          <span key={name}>{name.slice(0, 3)}</span>
        ))}
      </div>
      <ol role="list" className="month-days" ref={grid} onKeyDown={onKeyDown}>
        {days.map((one) => (
          <li key={one.date} className="month-cell" data-outside={one.outside || undefined}>
            <button
              type="button"
              className="month-day"
              data-day={one.date}
              aria-current={one.today ? "date" : undefined}
              tabIndex={one.date === stop ? 0 : -1}
              onFocus={() => setAt(one.date)}
              onClick={() => onOpenDay?.(one.date)}
            >
              <span className="month-head">
                <span className="month-number" aria-hidden="true">{one.number}</span>
                <span className="sr-only">{`${one.name}, `}</span>
                <Count words={one.count} />
              </span>
              {one.first.map((visit) => (
                <span key={visit.id} className={`month-visit tint-${visit.tint}`}>
                  <span className="sr-only">, </span>
                  <span className="month-time">{visit.time}</span>{" "}
                  {visit.assists && <span className="month-time">assists </span>}
                  {visit.title}
                </span>
              ))}
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}
