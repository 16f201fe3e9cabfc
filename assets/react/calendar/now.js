// The clinic's now: told once by the server, then carried on by the browser's own ticking.
import { useEffect, useState } from "react";
import { addDays, parseWall } from "./time.js";

// When each `now` was first heard. Kept outside the component, so that a calendar that is taken
// down and put up again (another page and back) does not restart from an old wall time.
const heard = { wall: "", at: 0 };

function hear(wall) {
  if (heard.wall !== wall) Object.assign(heard, { wall, at: Date.now() });
  return heard.at;
}

function reckon(wall) {
  if (!wall) return { day: "", minute: 0 };
  const seconds = Number(wall.split(":")[2]) || 0;
  const told = parseWall(wall);
  const passed = Math.floor(((Date.now() - hear(wall)) / 1000 + seconds) / 60);
  const minute = told.minute + passed;
  const days = Math.floor(minute / 1440);
  return { day: addDays(told.day, days), minute: minute - days * 1440 };
}

/** { day, minute } of the clinic, renewed as each minute begins and when the page is seen again. */
export function useClinicNow(wall) {
  const [now, setNow] = useState(() => reckon(wall));
  // A new word from the server counts in this very render, not one paint later.
  const [known, setKnown] = useState(wall);
  if (known !== wall) {
    setKnown(wall);
    setNow(reckon(wall));
  }
  useEffect(() => {
    let timer;
    const renew = () => {
      clearTimeout(timer);
      const next = reckon(wall);
      setNow((old) => (old.day === next.day && old.minute === next.minute ? old : next));
      const seconds = Number(wall?.split(":")[2]) || 0;
      const gone = (Date.now() - heard.at + seconds * 1000) % 60000;
      timer = setTimeout(renew, 60000 - gone + 20);
    };
    renew();
    document.addEventListener("visibilitychange", renew);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", renew);
    };
  }, [wall]);
  return now;
}
