/* The queue board: columns of cards that move by drag, click or key.
   Wrapped in clinic_app/web/react/queue_board.py; the look is in assets/queue.css. */
import { useEffect, useId, useRef, useState } from "react";
import ArrowRight from "lucide-react/dist/esm/icons/arrow-right.mjs";
import DoorOpen from "lucide-react/dist/esm/icons/door-open.mjs";
import Undo2 from "lucide-react/dist/esm/icons/undo-2.mjs";
import { useCarry } from "./queue/carry.js";
import { useDrag } from "./queue/drag.js";
import { fits, isMovable, stepsOf } from "./queue/fit.js";

const TICK = 5_000; // ms; minutes are shown

/* Seconds since 1970 by the server's clock: the browser's may be wrong by hours. */
function useServerSeconds(now) {
  const ahead = useRef(0);
  const [seconds, setSeconds] = useState(now);
  useEffect(() => {
    ahead.current = now - Date.now() / 1000;
    setSeconds(now);
    const timer = setInterval(() => setSeconds(Date.now() / 1000 + ahead.current), TICK);
    return () => clearInterval(timer);
  }, [now]);
  return seconds;
}

function minutesSince(since, seconds) {
  return Math.max(0, Math.floor((seconds - since) / 60));
}

/* From an hour and a half on, hours are read more easily. */
function lasting(minutes) {
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function Wait({ card, minutes, longWait, tooLong }) {
  if (card.elsewhere) return <span className="tag tint-blue">{card.elsewhere}</span>;
  if (card.column === "checked_in") {
    const tone = minutes >= tooLong ? "red" : minutes >= longWait ? "amber" : "green";
    return <span className={`queue-wait tag tint-${tone} num`}>{lasting(minutes)}</span>;
  }
  if (card.column === "in_visit") return <span className="queue-wait num">{lasting(minutes)}</span>;
  if (card.column === "booked" && minutes >= 5) {
    return <span className="queue-wait tag tint-amber num">late {lasting(minutes)}</span>;
  }
  return null;
}

function Deeds({ card, seconds, titles, onStep }) {
  const steps = stepsOf(card, seconds);
  if (!steps.length && !card.back) return null;
  const back = `Back to “${titles[card.back]}”`;
  return (
    <div className="queue-deeds">
      {card.back && (
        <button
          type="button"
          className="btn btn--small btn--ghost queue-back"
          title={back}
          onClick={() => onStep(card.id, card.back)}
        >
          <Undo2 className="icon" size={14} aria-hidden="true" />
          <span className="sr-only">{back} {card.name}</span>
        </button>
      )}
      {steps.map((step) => (
        <button
          key={step.state}
          type="button"
          className={`btn btn--small ${step.main ? "btn--secondary" : "btn--ghost"}`}
          onClick={() => onStep(card.id, step.state)}
        >
          {step.words}
          <span className="sr-only"> {card.name}</span>
        </button>
      ))}
    </div>
  );
}

function Card({ card, seconds, held, hint, ...props }) {
  const minutes = minutesSince(card.since, seconds);
  const movable = props.editable && isMovable(card) ? card.id : undefined;
  return (
    <li
      className={`queue-card tint-${card.tint}${held?.card.id === card.id ? " is-held" : ""}`}
      data-movable={movable}
    >
      <div className="queue-card-head">
        {card.ticket && <span className="queue-ticket num">{card.ticket}</span>}
        <button
          type="button"
          className="queue-name"
          data-card={card.id}
          data-carried={movable}
          aria-describedby={movable && hint}
          onClick={() => props.onOpen(card.id)}
        >
          {card.name}
        </button>
        <span className="queue-time num">{card.time}</span>
      </div>
      <p className="queue-line">{card.service} · {card.practitioner}</p>
      {card.goes_to && (
        <p className="queue-next">
          <ArrowRight className="icon" size={13} aria-hidden="true" />
          <span><span className="sr-only">Goes on to </span>{card.goes_to}</span>
        </p>
      )}
      <div className="queue-marks">
        <Wait card={card} minutes={minutes} longWait={props.longWait} tooLong={props.tooLong} />
        {card.room && (
          <span className="queue-room">
            <DoorOpen className="icon" size={13} aria-hidden="true" /> {card.room}
          </span>
        )}
        {card.assists && <span className="tag tint-slate">assisting</span>}
        {card.first && <span className="tag tint-blue">first visit</span>}
        {card.misses && (
          <span className="tag tint-red" title={card.misses}>
            often misses<span className="sr-only">: {card.misses}</span>
          </span>
        )}
        {props.editable && (
          <Deeds card={card} seconds={seconds} titles={props.titles} onStep={props.onStep} />
        )}
      </div>
    </li>
  );
}

/* How a column, or its tab, takes the card that is carried. */
function lookOf(id, held, seconds) {
  if (!held || held.card.column === id) return "";
  return `${fits(held.card, id, seconds) ? "is-open" : "is-shut"}${held.over === id ? " is-over" : ""}`;
}

function Column({ column, cards, shown, held, ...props }) {
  return (
    <section
      className={`queue-column ${shown ? "is-shown" : ""} ${lookOf(column.id, held, props.seconds)}`}
      data-queue-column={column.id}
      aria-labelledby={`queue-${column.id}`}
    >
      <h2 className="queue-heading" id={`queue-${column.id}`}>
        {column.title} <span className="count">{cards.length}</span>
      </h2>
      {cards.length ? (
        <ul className="queue-cards" role="list">
          {cards.map((card) => (
            <Card key={card.id} card={card} held={held} {...props} />
          ))}
        </ul>
      ) : (
        <p className="queue-nobody">Nobody</p>
      )}
    </section>
  );
}

function Tabs({ columns, counts, shown, held, seconds, onShow }) {
  return (
    <div className="queue-tabs" role="group" aria-label="Part of the queue">
      {columns.map((column) => (
        <button
          key={column.id}
          type="button"
          className={`queue-tab ${lookOf(column.id, held, seconds)}`}
          data-queue-column={column.id}
          aria-pressed={shown === column.id}
          onClick={() => onShow(column.id)}
        >
          {column.title} <span className="count">{counts[column.id]}</span>
        </button>
      ))}
    </div>
  );
}

/* Keeps the focus with a card that moved to another column, where it is drawn anew. A dialog
   that asked for a room closes a moment later, and only then lets the focus go. */
function useFollowing(board, cards) {
  const left = useRef(null); // the card as it was when its button was pressed
  useEffect(() => {
    const card = cards.find((one) => one.id === left.current?.id);
    if (!card || card.column === left.current.column) return undefined;
    let timer;
    function look(triesLeft) {
      if (document.activeElement === document.body) {
        board.current?.querySelector(`[data-card="${card.id}"]`)?.focus();
        left.current = null;
      } else if (triesLeft > 0) timer = setTimeout(look, 100, triesLeft - 1);
      else left.current = null; // the person has gone on elsewhere
    }
    look(10);
    return () => clearTimeout(timer);
  }, [board, cards]);
  return (id) => {
    left.current = cards.find((one) => one.id === id);
  };
}

export function QueueBoard({ columns, cards, now, onStep, ...props }) {
  const seconds = useServerSeconds(now);
  const [chosen, setShown] = useState("");
  const [spoken, speak] = useState("");
  const board = useRef(null);
  const hint = useId();
  const follow = useFollowing(board, cards);
  const find = (id) => cards.find((card) => card.id === id);
  const onDrop = (card, to) => step(card.id, to);
  const drag = useDrag({ find, board, onDrop });
  const carry = useCarry({ columns, find, seconds, onDrop, speak });
  const held = drag.held ?? carry.held;
  const of = Object.fromEntries(columns.map((column) => [column.id, []]));
  for (const card of cards) of[card.column]?.push(card);
  const counts = Object.fromEntries(columns.map((column) => [column.id, of[column.id].length]));
  const titles = Object.fromEntries(columns.map((column) => [column.id, column.title]));

  // On a phone: who waits, or where nobody does, who comes.
  const shown = chosen || (counts.checked_in ? "checked_in" : "booked");

  function step(id, state) {
    follow(id);
    onStep(id, state);
  }

  function onKeyDown(event) {
    if (!carry.onKey(event)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  // The click that ends a drag opens nothing; Firefox clicks when the Space of a pick-up is let go.
  function onClickCapture(event) {
    if (drag.endedInDrop()) event.stopPropagation();
  }

  return (
    <div
      className="queue-board"
      ref={board}
      data-carrying={drag.held ? true : undefined}
      onKeyDown={onKeyDown}
      onKeyUp={(event) => carry.held && event.key === " " && event.preventDefault()}
      onBlur={carry.putBack}
      onClickCapture={onClickCapture}
      {...drag.handlers}
    >
      <Tabs {...{ columns, counts, shown, held, seconds }} onShow={setShown} />
      <div className="queue-columns">
        {columns.map((column) => (
          <Column
            key={column.id}
            column={column}
            cards={of[column.id]}
            shown={shown === column.id}
            {...{ seconds, held, hint, titles }}
            onStep={step}
            {...props}
          />
        ))}
      </div>
      {drag.held && (
        <p className="queue-ghost" ref={drag.ghost} aria-hidden="true">
          {drag.held.card.ticket} {drag.held.card.name}
        </p>
      )}
      <p className="sr-only" id={hint}>Space picks the card up, arrow keys carry it.</p>
      <p className="sr-only" role="status">{spoken}</p>
    </div>
  );
}
