/* Watches for idleness; wrapped in clinic_app/web/session/idle.py. The server ends an idle
   session by itself: this warns beforehand, tells the server of activity that causes no event
   (reading, scrolling), and leads away when it is over. */
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { onDeed } from "./deeds.js";
import { leaveFor } from "./leave.js";

const MINUTE = 60_000;

export function IdleGuard({ idleMinutes, onStay }) {
  const times = useRef({ used: Date.now(), told: Date.now(), over: false });
  const tabs = useRef(null);
  const [left, setLeft] = useState(null); // seconds, while the warning shows

  const used = useCallback((moment) => {
    times.current.used = Math.max(times.current.used, moment);
  }, []);

  const stay = useCallback(() => {
    const moment = Date.now();
    used(moment);
    times.current.told = moment;
    tabs.current?.postMessage(moment);
    onStay?.();
  }, [onStay, used]);

  // Other tabs of this browser share the session: activity in one is activity in all.
  useEffect(() => {
    const channel = new BroadcastChannel("polyclinic-activity");
    channel.onmessage = (message) => {
      if (typeof message.data === "number") used(Math.min(message.data, Date.now()));
    };
    tabs.current = channel;
    return () => channel.close();
  }, [used]);

  useEffect(() => {
    return onDeed(() => {
      const now = Date.now();
      // A click that wakes a sleeping laptop comes too late: the session is over already.
      if (now - times.current.used < idleMinutes * MINUTE) used(now);
    });
  }, [idleMinutes, used]);

  useEffect(() => {
    function look() {
      const now = Date.now();
      const { used: last, told, over } = times.current;
      if (over) return;
      // The server hears of activity at most once a minute, and of the last of it.
      if (last > told && now - told >= MINUTE) stay();
      const ends = last + idleMinutes * MINUTE;
      if (now >= ends) {
        times.current.over = true;
        leave();
      } else {
        setLeft(now >= ends - MINUTE ? Math.ceil((ends - now) / 1000) : null);
      }
    }
    const timer = setInterval(look, 1000);
    document.addEventListener("visibilitychange", look); // a laptop that was asleep
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [idleMinutes, stay]);

  function stayHere() {
    setLeft(null);
    stay();
  }

  return left === null ? null : <Warning left={left} onStay={stayHere} />;
}

/* It comes into the body when it is due: a dialog of the page, which may be open, hides whatever
   was beside it from screen readers, and what comes later it does not. */
function Warning({ left, onStay }) {
  const dialog = useRef(null);
  const stayButton = useRef(null);

  useLayoutEffect(() => {
    const shown = dialog.current;
    shown.showModal();
    stayButton.current.focus(); // or Enter would sign out: that button stands first
    return () => shown.close(); // gives the focus back
  }, []);

  // A dialog below hears of keys before this one does, and would close too.
  useEffect(() => {
    function stayOnEscape(event) {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      onStay();
    }
    window.addEventListener("keydown", stayOnEscape, { capture: true });
    return () => window.removeEventListener("keydown", stayOnEscape, { capture: true });
  }, [onStay]);

  return createPortal(
    <dialog
      ref={dialog}
      className="idle-dialog"
      role="alertdialog"
      aria-labelledby="idle-title"
      aria-describedby="idle-text"
      onCancel={onStay}
      onPointerDown={(event) => event.stopPropagation()} // no press beside a dialog below
    >
      <div className="dialog-head">
        <h2 id="idle-title" className="dialog-title">
          Are you still there?
        </h2>
      </div>
      <div className="dialog-body">
        <p id="idle-text" className="dialog-text">
          Nothing was done here for a while. To protect your patients you will be signed out in
          less than a minute.
        </p>
        <p className="idle-seconds num" aria-hidden="true">
          {left} s
        </p>
      </div>
      <div className="dialog-foot">
        <button type="button" className="btn" onClick={leave}>
          Sign out now
        </button>
        <button ref={stayButton} type="button" className="btn btn--primary" onClick={onStay}>
          Stay signed in
        </button>
      </div>
    </dialog>,
    document.body,
  );
}

/* End the session, and go even where the server cannot be reached: it ends it by itself. */
function leave() {
  leaveFor("/sign-in?again=1", () =>
    fetch("/api/session/end", {
      method: "POST",
      credentials: "same-origin",
      headers: { "Content-Type": "application/json" },
      body: "{}",
    }),
  );
}
