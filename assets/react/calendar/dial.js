// A day's clock on the sheet. The sheet counts minutes from midnight; on a day on which an hour
// comes twice it is longer, and the second pass stands below the first. In a week the other days
// have nothing there. An hour that does not exist stays in its place, hatched.
import { clock, parseWall, toWall } from "./time.js";

const DAY = 1440;

/** The double hour of the days shown: { day, at, size }, `at` being where its second pass begins. */
export function foldOf(changes, days) {
  const found = changes.find(({ day, by }) => by < 0 && days.includes(day));
  return found ? { day: found.day, at: found.at, size: -found.by } : null;
}

/** A column's dial: its day, the sheet's fold, whether that is its own, and a skipped hour. */
export function dialOf(day, changes, fold) {
  const skips = changes.find((one) => one.day === day && one.by > 0);
  return {
    day,
    fold,
    own: fold?.day === day,
    gap: skips ? { from: skips.at, to: skips.at + skips.by } : null,
    length: DAY + (fold?.size ?? 0),
  };
}

/** Where a wall minute of the day stands on the sheet; `end` for the end of a span. */
export function placeOf({ fold, own }, minute, { again = false, end = false } = {}) {
  if (!fold) return minute;
  const { at, size } = fold;
  const second = own && again && minute >= at - size && minute < at;
  const after = end && !own ? minute > at : minute >= at;
  return second || after ? minute + size : minute;
}

/** What hangs on the wall at a minute of the sheet: { minute, pass }, pass first, second or "". */
export function wallOf({ fold, own }, minute) {
  if (!fold || minute < fold.at - fold.size) return { minute, pass: "" };
  const { at, size } = fold;
  if (minute < at) return { minute, pass: own ? "first" : "" };
  if (minute >= at + size) return { minute: minute - size, pass: "" };
  return own ? { minute: minute - size, pass: "second" } : { minute: at, pass: "" };
}

/** Where the slots of a day begin on its sheet: each `step` of the wall's day, in both passes. */
export function slotsOf(dial, step) {
  const slots = [];
  for (let minute = 0; minute < DAY; minute += step) {
    const again = placeOf(dial, minute, { again: true });
    slots.push(placeOf(dial, minute));
    if (again !== slots.at(-1)) slots.push(again);
  }
  return slots.sort((a, b) => a - b);
}

/** The slot that a minute of the sheet is in. */
export function slotAt(dial, minute, step) {
  return slotsOf(dial, step).findLast((slot) => slot <= minute) ?? 0;
}

/** The first slot after a minute, or the end of the day. */
export function slotAfter(dial, minute, step) {
  return slotsOf(dial, step).find((slot) => slot > minute) ?? dial.length;
}

/** The slot that begins nearest to a minute; the end of the day is one as well. */
export function slotNear(dial, minute, step) {
  const [before, after] = [slotAt(dial, minute, step), slotAfter(dial, minute, step)];
  return minute - before < after - minute ? before : after;
}

/** One slot down or up: from 9:07, down is 9:15. */
export function slotStep(dial, minute, down, step) {
  return down ? slotAfter(dial, minute, step) : slotAt(dial, minute - 1, step);
}

/** "9:15"; of an hour that comes twice "1:30 (second)". */
export function clockAt(dial, minute) {
  const { minute: wall, pass } = wallOf(dial, minute);
  return clock(wall) + (pass ? ` (${pass})` : "");
}

/** The end of a span that began at `from`, without saying the same pass again. */
export function endAt(dial, from, to) {
  const { minute, pass } = wallOf(dial, to);
  return clock(minute) + (pass && pass !== wallOf(dial, from).pass ? ` (${pass})` : "");
}

/** How long a span of the sheet truly is: what stands empty is no time. */
export function minutesOf(dial, from, to) {
  const over = (one) => Math.max(0, Math.min(to, one.to) - Math.max(from, one.from));
  return voidsOf(dial).reduce((left, one) => left - over(one), to - from);
}

/** "2026-11-20T09:15", with /first or /second where it comes twice: what is sent. */
export function textAt(dial, minute) {
  const { minute: wall, pass } = wallOf(dial, minute);
  return toWall(dial.day, wall) + (pass ? `/${pass}` : "");
}

/** What a visit dropped from `from` to `to` is told as, until the clinic answers. */
export function rowAt(dial, from, to) {
  const { minute, pass } = wallOf(dial, from);
  return {
    start: toWall(dial.day, minute),
    end: toWall(dial.day, wallOf(dial, to).minute),
    again: pass === "second",
    lasts: dial.own ? to - from : 0,
  };
}

/** What stands empty on the sheet of that day, as shades. */
export function voidsOf({ day, fold, own, gap }) {
  const voids = [];
  if (fold && !own) voids.push({ row: { id: `void-${day}`, label: "", empty: true }, from: fold.at, to: fold.at + fold.size });
  if (gap) voids.push({ row: { id: `gap-${day}`, label: "Does not exist: the clocks go forward", empty: true }, ...gap });
  return voids;
}

/** The hours of the axis: { minute, words, pass }, and where a second pass begins. */
export function hoursOfAxis(fold, first, last) {
  const dial = { fold, own: true };
  const places = fold ? [fold.at] : [];
  for (let hour = 0; hour <= DAY; hour += 60) {
    const minute = placeOf(dial, hour);
    if (!places.includes(minute)) places.push(minute);
  }
  return places
    .filter((minute) => minute > first && minute < last)
    .sort((a, b) => a - b)
    .map((minute) => ({ minute, words: clock(wallOf(dial, minute).minute), second: wallOf(dial, minute).pass === "second" }));
}

/** The clinic's now, `passed` minutes after it was told: { day, minute } on that day's own sheet. */
export function nowAfter(told, passed, changes) {
  const [wall, pass] = told.split("/");
  const { day, minute } = parseWall(wall);
  const change = changes.find((one) => one.day === day);
  const dial = dialOf(day, changes, foldOf(changes, [day]));
  let at = placeOf(dial, minute, { again: pass === "second" }) + passed;
  if (change?.by > 0 && minute < change.at && at >= change.at) at += change.by;
  return { day, minute: at, length: dial.length };
}
