// The clinic's now: told once by the server, then carried on by the browser's own ticking.
import { useEffect, useState } from "react";
import { nowAfter } from "./dial.js";
import { addDays } from "./time.js";

// When each `now` was first heard. Kept outside the component, so that a calendar that is taken
// down and put up again (another page and back) does not restart from an old wall time.
const heard = { wall: "", at: 0 };

function hear(wall) {
  if (heard.wall !== wall) Object.assign(heard, { wall, at: Date.now() });
  return heard.at;
}

function secondsOf(wall) {
  return parseInt(wall?.split(":")[2], 10) || 0;
}

function reckon(wall, changes) {
  if (!wall) return { day: "", minute: 0 };
  const passed = Math.floor(((Date.now() - hear(wall)) / 1000 + secondsOf(wall)) / 60);
  const { day, minute, length } = nowAfter(wall, passed, changes);
  if (minute < length) return { day, minute };
  const days = Math.floor((minute - length) / 1440);
  return { day: addDays(day, days + 1), minute: minute - length - days * 1440 };
}

/** { day, minute } of the clinic, the minute as that day's sheet counts, renewed as each minute begins and when the page is seen again. */
export function useClinicNow(wall, changes) {
  const [now, setNow] = useState(() => reckon(wall, changes));
  // A new word from the server counts in this very render, not one paint later.
  const [known, setKnown] = useState(wall);
  if (known !== wall) {
    setKnown(wall);
    setNow(reckon(wall, changes));
  }
  useEffect(() => {
    let timer;
    const renew = () => {
      clearTimeout(timer);
      const next = reckon(wall, changes);
      setNow((old) => (old.day === next.day && old.minute === next.minute ? old : next));
      const gone = (Date.now() - heard.at + secondsOf(wall) * 1000) % 60000;
      timer = setTimeout(renew, 60000 - gone + 20);
    };
    renew();
    document.addEventListener("visibilitychange", renew);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", renew);
    };
  }, [wall, changes]);
  return now;
}
