// The clinic's day (a column for each practitioner, room or device) and week (one for each day).
// Props and rows are described in clinic_app/web/react/calendar.py.
import { useCallback, useId, useLayoutEffect, useMemo, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { sameSlot, useAsking } from "./calendar/asking.js";
import { useCarry } from "./calendar/carry.js";
import { useDrag } from "./calendar/drag.js";
import { placeOf, slotAt, textAt } from "./calendar/dial.js";
import { whyNot } from "./calendar/fit.js";
import { useFirstSight, useKeptFocus, useLatest, useSteadyScroll } from "./calendar/hooks.js";
import { hoursOf, layOut, stepDate } from "./calendar/layout.js";
import { CalendarKeys } from "./calendar/help.jsx";
import { useMoves } from "./calendar/moves.js";
import { useClinicNow } from "./calendar/now.js";
import { Cursor, Dragged, Hover, NowLine } from "./calendar/overlays.jsx";
import { heightOf } from "./calendar/measure.js";
import { Paper } from "./calendar/paper.jsx";
import { Axis, Column, Head } from "./calendar/parts.jsx";
import { bringIntoSight, focusVisit, placeUnder } from "./calendar/place.js";
import { visitOf } from "./calendar/time.js";
import { entryVisit, keptSlot, walkSlots, walkVisits } from "./calendar/walk.js";
import { Why } from "./calendar/why.jsx";
import { placeName } from "./calendar/words.js";

const STEPS = ["ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight", "Home", "End"];
const NOTHING = [];

export function Calendar(props) {
  const {
    view = "day",
    date = "",
    columns = NOTHING,
    visits: rows = NOTHING,
    shades = NOTHING,
    changes = NOTHING,
    now: wall = "",
    dayStart = 7,
    dayEnd = 20,
    slotMinutes = 15,
    firstDay = 1,
    locale = "en-GB",
    editable = false,
    answered = 0,
    asking = false,
    why,
    bookable = true,
    label = "Calendar",
  } = props;
  const scroller = useRef(null);
  const sheet = useRef(null);
  const ids = useId();
  const say = useLatest(props);
  const told = useClinicNow(wall, changes);
  const [spoken, setSpoken] = useState("");
  const { shown: visits, drop } = useMoves({ visits: rows, answered, asking, say, speak: setSpoken });
  const laid = useMemo(
    () => layOut({ view, date, columns, visits, shades, changes, firstDay, locale }),
    [view, date, columns, visits, shades, changes, firstDay, locale],
  );
  const now = onSheet(told, laid);
  const { first, last } = hoursOf(laid, dayStart, dayEnd);
  const hours = useMemo(() => ({ first, last }), [first, last]);
  const todayAt = laid.findIndex(({ day }) => day === now.day);
  const nowShown = todayAt >= 0 && now.minute >= first && now.minute < last ? now.minute : null;
  const [active, setActive] = useState("");
  const [cursor, setCursor] = useState(null);
  const [hover, setHover] = useState(null);

  const known = laid.some(({ visits: own }) => own.some(({ row }) => row.id === active));
  const entry = known ? active : entryVisit(laid, now.day, now.minute);
  const slot = keptSlot(cursor, laid, hours, { todayAt, nowShown, slotMinutes });

  useFirstSight(scroller, { laid, hours, nowShown, ready: Boolean(date) });
  useSteadyScroll(scroller, first);
  const focused = useKeptFocus(scroller, laid, asking);
  const onDrop = (place) => drop(place, laid[place.index], view);
  const { drag, endedInDrop, handlers } = useDrag({
    ...{ editable, laid, hours, slotMinutes, sheet, scroller, onDrop },
    onRest: view === "week" ? null : (event) => ask(slotUnder(event)),
  });
  const { carry, onKey, putBack } = useCarry({
    ...{ editable, laid, hours, slotMinutes, now, onDrop, speak: setSpoken },
  });
  const held = drag ?? carry;
  const { asked, ask, forget } = useAsking({ laid, view, date, columns, hover, held, say });
  const against = held && laid[held.index] ? whyNot(held, laid, now) : "";

  const openDay = useCallback((day) => say.current.onChangeDate?.(day), [say]);

  function pick({ index, minute }) {
    const target = laid[index];
    if (target && bookable) say.current.onPickGap?.(target.columnId, textAt(target.dial, minute));
  }

  function onClick(event) {
    if (endedInDrop() || event.target.closest(".cal-far")) return;
    const button = event.target.closest("[data-visit]");
    if (button) {
      say.current.onOpenVisit?.(visitOf(button.dataset.visit));
      return;
    }
    if (event.target.closest(".cal-cursor")) {
      pick(slot);
      return;
    }
    const place = slotUnder(event);
    if (place) pick(place);
  }

  function slotUnder(event) {
    const place = placeUnder(event, sheet.current, hours);
    return place && { index: place.index, minute: slotAt(laid[place.index].dial, place.minute, slotMinutes) };
  }

  function onPointerMove(event) {
    handlers.onPointerMove(event);
    const idle = !bookable || event.pointerType !== "mouse" || event.buttons || event.target.closest("button");
    const next = idle ? null : slotUnder(event);
    setHover((old) => (sameSlot(old, next) ? old : next));
  }

  function onKeyDown(event) {
    if (event.ctrlKey || event.metaKey) {
      if (event.key === "z" && !event.shiftKey && editable) say.current.onUndo?.();
      return;
    }
    if (onKey(event)) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    if (event.key === "t" && !event.altKey && !laid.some(({ day }) => day === now.day)) {
      openDay(now.day);
      return;
    }
    if (event.key === "w" && !event.altKey) {
      const index = laid.findIndex((one) => one.visits.some(({ row }) => row.id === event.target.dataset.visit));
      ask(index < 0 ? slot : { index, minute: laid[index].visits.find(({ row }) => row.id === event.target.dataset.visit).from });
      return;
    }
    if (event.key === "Escape" && asked) {
      forget();
      return;
    }
    if (event.key === "PageUp" || event.key === "PageDown") {
      event.preventDefault();
      openDay(stepDate(view, date, event.key === "PageUp" ? -1 : 1));
    } else if (STEPS.includes(event.key)) {
      const id = event.target.dataset.visit;
      if (!id && !event.target.classList.contains("cal-cursor")) return;
      event.preventDefault();
      if (!id) walkCursor(event.key);
      else walkFrom(id, event.key);
    }
  }

  function walkFrom(id, key) {
    const next = walkVisits(laid, id, key);
    if (!next) return;
    flushSync(() => setActive(next)); // a column out of sight is drawn for it
    focusVisit(scroller.current, next);
  }

  function walkCursor(key) {
    const reach = { laid, first, last, step: slotMinutes };
    const next = walkSlots(slot, key, reach);
    setCursor(next);
    setSpoken(placeName(laid[next.index], next.minute, slotMinutes));
  }

  function onContextMenu(event) {
    handlers.onContextMenu(event);
    if (event.isDefaultPrevented()) return;
    const place = slotUnder(event);
    if (!place || view === "week") return;
    event.preventDefault();
    ask(place);
  }

  // Firefox clicks a button when the Space that picked its visit up is let go.
  function onKeyUp(event) {
    if (event.key === " " && carry) event.preventDefault();
  }

  function onFocus(event) {
    const id = event.target.dataset.visit;
    if (id) setActive(id);
    focused.current = id ?? "";
    if (event.target.classList.contains("cal-cursor")) {
      setCursor(slot);
      setSpoken(placeName(laid[slot.index], slot.minute, slotMinutes));
    }
  }

  useLayoutEffect(() => {
    bringIntoSight(sheet.current.querySelector(carry ? ".cal-dragged" : "[data-visit]:focus"));
  }, [carry]);

  // A cursor that was moved by a key is brought into sight after it stands in its new place.
  useLayoutEffect(() => {
    const button = scroller.current?.querySelector(".cal-cursor");
    if (button && button === document.activeElement) bringIntoSight(button);
  }, [slot?.index, slot?.minute]);

  const width = laid.reduce((sum, column) => sum + column.width, 0);
  const template = laid.map((column) => `minmax(${column.width}px, 1fr)`).join(" ");
  return (
    <section className="cal" aria-label={label} aria-busy={date ? undefined : true}>
      <div className="cal-scroller" ref={scroller}>
        <div className="cal-whole" style={{ minWidth: `calc(var(--cal-axis) + ${width}px)` }}>
          <div className="cal-heads">
            <div className="cal-corner" />
            <div className="cal-row" style={{ gridTemplateColumns: template }}>
              {laid.map((column, index) => (
                <Head
                  key={column.key}
                  id={`${ids}head-${index}`}
                  laid={column}
                  today={view === "week" && index === todayAt}
                  onOpenDay={openDay}
                />
              ))}
            </div>
          </div>
          <div className="cal-body" style={{ height: heightOf(last - first) }}>
            <Axis first={first} last={last} fold={laid[0]?.dial.fold} now={nowShown} />
            <div
              className="cal-row cal-sheet"
              data-editable={editable || undefined}
              data-carrying={drag ? true : undefined}
              ref={sheet}
              style={{ gridTemplateColumns: template }}
              onClick={onClick}
              onKeyDown={onKeyDown}
              onKeyUp={onKeyUp}
              onFocus={onFocus}
              onBlur={putBack}
              {...handlers}
              onContextMenu={onContextMenu}
              onPointerMove={onPointerMove}
              onPointerLeave={() => setHover(null)}
            >
              {slot && bookable && <Cursor slot={slot} dial={laid[slot.index].dial} first={first} step={slotMinutes} hint={`${ids}spoken`} />}
              {laid.map((column, index) => (
                <Column
                  key={`${column.day} ${column.key}`}
                  laid={column}
                  headId={`${ids}head-${index}`}
                  first={first}
                  last={last}
                  entry={column.visits.some(({ row }) => row.id === entry) ? entry : ""}
                  held={held && index === held.home ? held.item.row.id : ""}
                />
              ))}
              {hover && laid[hover.index] && <Hover slot={hover} dial={laid[hover.index].dial} first={first} step={slotMinutes} />}
              {held && laid[held.index] && <Dragged drag={held} dial={laid[held.index].dial} against={against} first={first} />}
              {asked && laid[asked.index] && (
                <Why
                  {...{ asked, why, first, last }}
                  laid={laid[asked.index]}
                  count={laid.length}
                  speak={setSpoken}
                  onClose={forget}
                />
              )}
              {nowShown !== null && <NowLine at={todayAt} view={view} minute={nowShown} first={first} />}
            </div>
          </div>
        </div>
      </div>
      <div className="sr-only" role="status" id={`${ids}spoken`}>
        {spoken}
      </div>
      <CalendarKeys editable={editable} bookable={bookable} />
      <Paper laid={laid} />
    </section>
  );
}

/* Now, as the minutes of this sheet: in a week with a double hour, another day's is longer. */
function onSheet(now, laid) {
  const dial = laid.find(({ day }) => day === now.day)?.dial;
  return dial && !dial.own ? { ...now, minute: placeOf(dial, now.minute) } : now;
}
