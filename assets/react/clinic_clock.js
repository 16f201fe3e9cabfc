// The clinic's clock, by what the server told of it: the browser only counts the seconds since. Its
// own clock may be wrong, and its own zone data older than the clinic's laws.
import { clock } from "./calendar/time.js";

/** What hangs on the wall so many seconds after it was told: "9:03". */
export function wallAfter({ now, ahead, changes, then }, passed) {
  const instant = now + passed;
  return clock(Math.floor((instant + (changes && instant >= changes ? then : ahead)) / 60));
}

/** How many seconds go by until the wall shows another minute. */
export function untilNext({ now }, passed) {
  return 60 - ((now + passed) % 60);
}
