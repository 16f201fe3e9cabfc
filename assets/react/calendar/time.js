// Wall times of the clinic: naive ISO strings in, days ("2026-11-20") and minutes of the day out.
// Nothing here asks the browser for its time zone; Date is only used in UTC, for counting days.

/** "2026-11-20T09:15" -> { day: "2026-11-20", minute: 555 } */
export function parseWall(text) {
  const [day, time = "00:00"] = String(text).split(/[T ]/);
  const [hours, minutes] = time.split(":");
  return { day, minute: Number(hours) * 60 + Number(minutes) };
}

/** The minutes from the midnight that begins `day` to `text`; negative for an earlier day. */
export function minutesFrom(day, text) {
  const wall = parseWall(text);
  return wall.minute + daysBetween(day, wall.day) * 1440;
}

/** ("2026-11-20", 555) -> "2026-11-20T09:15"; minutes past midnight roll into the next day. */
export function toWall(day, minute) {
  const days = Math.floor(minute / 1440);
  const rest = minute - days * 1440;
  return `${addDays(day, days)}T${two(Math.floor(rest / 60))}:${two(rest % 60)}`;
}

/** ("2026-11-20T09:15", 30) -> "2026-11-20T09:45" */
export function later(text, minutes) {
  const { day, minute } = parseWall(text);
  return toWall(day, minute + minutes);
}

/** 555 -> "9:15" */
export function clock(minute) {
  const rest = ((minute % 1440) + 1440) % 1440;
  return `${Math.floor(rest / 60)}:${two(rest % 60)}`;
}

export function addDays(day, count) {
  if (!count) return day;
  return new Date(stamp(day) + count * 86400000).toISOString().slice(0, 10);
}

export function daysBetween(from, to) {
  return from === to ? 0 : Math.round((stamp(to) - stamp(from)) / 86400000);
}

/** The seven days of the week `day` is in; `firstDay` 0 is Sunday, 1 is Monday. */
export function weekOf(day, firstDay) {
  const back = (new Date(stamp(day)).getUTCDay() - firstDay + 7) % 7;
  return [0, 1, 2, 3, 4, 5, 6].map((step) => addDays(day, step - back));
}

export function dayName(day, locale, options) {
  return new Intl.DateTimeFormat(locale, { timeZone: "UTC", ...options }).format(stamp(day));
}

/** A visit with several devices is drawn in each one's column: its id stands before the @. */
export function visitOf(id) {
  return id.split("@")[0];
}

function stamp(day) {
  const [year, month, date] = day.split("-").map(Number);
  return Date.UTC(year, month - 1, date);
}

function two(number) {
  return String(number).padStart(2, "0");
}
