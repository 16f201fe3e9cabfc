/* "New York · 9:41"; wrapped in clinic_app/web/react/clinic_time.py. */
import { useEffect, useState } from "react";
import { untilNext, wallAfter } from "./clinic_clock.js";

// When the server last told the time. Outside the component, so that one that is put up again on
// another page does not begin from an old time.
const heard = { now: 0, at: 0 };

function passedSince({ now }) {
  if (heard.now !== now) Object.assign(heard, { now, at: Date.now() });
  return (Date.now() - heard.at) / 1000;
}

/* Drawn after mount: a page is built before anybody has asked for it. */
export function ClinicTime({ told }) {
  const [time, setTime] = useState("");
  const { city, now, ahead, changes, then } = told;

  useEffect(() => {
    if (!now) return undefined;
    const clock = { now, ahead, changes, then };
    let timer;
    function tick() {
      clearTimeout(timer);
      const passed = passedSince(clock);
      setTime(wallAfter(clock, passed));
      timer = setTimeout(tick, untilNext(clock, passed) * 1000 + 20);
    }
    tick();
    document.addEventListener("visibilitychange", tick); // a laptop that was asleep
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", tick);
    };
  }, [now, ahead, changes, then]);

  return <>{city}{time && ` · ${time}`}</>;
}
