// What is said of visits and places: tooltips, and the line read out as the cursor moves.
import { clockAt, endAt } from "./dial.js";

/** "Amina Yusuf, 9:00 to 9:45, ECG + consult, in visit, Dr. Omar Hassan" */
export function visitName({ row, from, to, who }, column) {
  return [
    row.title,
    `${clockAt(column.dial, from)} to ${endAt(column.dial, from, to)}`,
    row.detail,
    row.helped,
    row.tag,
    row.struck && !row.tag ? "called off" : "",
    row.outside_hours ? "outside working hours" : "",
    row.repeats ? "one of a series" : "",
    row.together ? "one of several services" : "",
    who || column.spoken,
    who ? column.spoken : "",
  ]
    .filter(Boolean)
    .join(", ");
}

/** "Dr. Omar Hassan, 9:15, free"; says who is there, or why nobody works then. */
export function placeName(column, minute, slotMinutes) {
  const end = minute + slotMinutes;
  const there = column.visits
    .filter(({ row, from, to }) => !row.struck && from < end && to > minute)
    .map(({ row, from, to }) => `${row.title} ${clockAt(column.dial, from)} to ${endAt(column.dial, from, to)}`);
  const shade = column.shades.find(({ from, to }) => from <= minute && to > minute);
  if (there.length === 0) there.push(shade ? shade.row.label || "no such time" : "free");
  return [column.spoken, clockAt(column.dial, minute), ...there].join(", ");
}
