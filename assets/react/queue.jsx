/* The queue board: columns of cards that move by drag, click or key.
   Wrapped in clinic_app/web/react/queue_board.py; the look is in assets/queue.css. */
import { useEffect, useRef, useState } from "react";
import DoorOpen from "lucide-react/dist/esm/icons/door-open.mjs";

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

function Wait({ card, minutes, longWait, tooLong }) {
  if (card.column === "checked_in") {
    const tone = minutes >= tooLong ? "red" : minutes >= longWait ? "amber" : "green";
    return <span className={`queue-wait tag tint-${tone} num`}>{minutes} min</span>;
  }
  if (card.column === "in_visit") return <span className="queue-wait num">{minutes} min</span>;
  if (card.column === "booked" && minutes >= 5) {
    return <span className="queue-wait tag tint-amber num">late {minutes} min</span>;
  }
  return null;
}

function Deeds({ card, late, onStep }) {
  // Nobody has missed what has not begun; the server says the same.
  const steps = card.steps.filter((step) => step.state !== "no_show" || late);
  if (!steps.length) return null;
  return (
    <div className="queue-deeds">
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

function Card({ card, seconds, drag, ...props }) {
  const minutes = minutesSince(card.since, seconds);
  const movable = props.editable && card.steps.length > 0;
  return (
    <li
      className={`queue-card tint-${card.tint}${drag.held?.id === card.id ? " is-held" : ""}`}
      draggable={movable}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = "move";
        event.dataTransfer.setData("text/plain", "");
        drag.hold(card);
      }}
      onDragEnd={() => drag.hold(null)}
    >
      <div className="queue-card-head">
        {card.ticket && <span className="queue-ticket num">{card.ticket}</span>}
        <button
          type="button"
          className="queue-name"
          data-card={card.id}
          onClick={() => props.onOpen(card.id)}
        >
          {card.name}
        </button>
        <span className="queue-time num">{card.time}</span>
      </div>
      <p className="queue-line">{card.service} · {card.practitioner}</p>
      <div className="queue-marks">
        <Wait card={card} minutes={minutes} longWait={props.longWait} tooLong={props.tooLong} />
        {card.room && (
          <span className="queue-room">
            <DoorOpen className="icon" size={13} aria-hidden="true" /> {card.room}
          </span>
        )}
        {card.first && <span className="tag tint-blue">first visit</span>}
        {card.misses && (
          <span className="tag tint-red" title={card.misses}>
            often misses<span className="sr-only">: {card.misses}</span>
          </span>
        )}
        {props.editable && <Deeds card={card} late={seconds >= card.starts} onStep={props.onStep} />}
      </div>
    </li>
  );
}

function Column({ column, cards, shown, drag, onStep, ...props }) {
  const [over, setOver] = useState(false);
  const held = drag.held;
  const away = held && held.column !== column.id;
  const fits = away && held.steps.some((step) => step.state === column.id);
  const look = [
    "queue-column",
    shown ? "is-shown" : "",
    away ? (fits ? "is-open" : "is-shut") : "",
    over && away ? "is-over" : "",
  ];
  return (
    <section
      className={look.filter(Boolean).join(" ")}
      aria-labelledby={`queue-${column.id}`}
      onDragOver={(event) => {
        if (!away) return;
        event.preventDefault(); // what does not fit is dropped as well, and refused in words
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setOver(false);
      }}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        if (away) onStep(held.id, column.id);
        drag.hold(null);
      }}
    >
      <h2 className="queue-heading" id={`queue-${column.id}`}>
        {column.title} <span className="count">{cards.length}</span>
      </h2>
      {cards.length ? (
        <ul className="queue-cards" role="list">
          {cards.map((card) => (
            <Card key={card.id} card={card} drag={drag} onStep={onStep} {...props} />
          ))}
        </ul>
      ) : (
        <p className="queue-nobody">Nobody</p>
      )}
    </section>
  );
}

function Tabs({ columns, counts, shown, onShow }) {
  return (
    <div className="queue-tabs" role="group" aria-label="Part of the queue">
      {columns.map((column) => (
        <button
          key={column.id}
          type="button"
          className="queue-tab"
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
  const [held, hold] = useState(null);
  const board = useRef(null);
  const follow = useFollowing(board, cards);
  const of = Object.fromEntries(columns.map((column) => [column.id, []]));
  for (const card of cards) of[card.column]?.push(card);
  const counts = Object.fromEntries(columns.map((column) => [column.id, of[column.id].length]));

  // On a phone: who waits, or where nobody does, who comes.
  const shown = chosen || (counts.checked_in ? "checked_in" : "booked");

  function step(id, state) {
    follow(id);
    onStep(id, state);
  }

  return (
    <div className="queue-board" ref={board}>
      <Tabs columns={columns} counts={counts} shown={shown} onShow={setShown} />
      <div className="queue-columns">
        {columns.map((column) => (
          <Column
            key={column.id}
            column={column}
            cards={of[column.id]}
            shown={shown === column.id}
            seconds={seconds}
            drag={{ held, hold }}
            onStep={step}
            {...props}
          />
        ))}
      </div>
    </div>
  );
}
