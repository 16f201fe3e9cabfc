// Where a visit may go and what is known to stand against it: pure, for drags by pointer and key.
import { clockAt, endAt, placeOf, slotStep } from "./dial.js";
import { minutesFrom, visitOf } from "./time.js";

const PART_STEP = 5; // minutes

export function samePlace(a, b) {
  return a === b || Boolean(a && b && a.index === b.index && a.from === b.from && a.to === b.to);
}

/** Whether a visit of one column may be put into another (a device's visits stay with it). */
export function mayGo(laid, home, index) {
  return home === index || Boolean(laid[index]) && laid[index].column?.takes !== false;
}

/** By how much the lower edge goes: the part of who assists may be short. */
export function edgeStep(row, step) {
  return row.until ? PART_STEP : step;
}

/** When the whole visit would be over of which somebody assists in a part. */
function endOfVisit({ item, from }, dial) {
  return placeOf(dial, minutesFrom(dial.day, item.row.until), { end: true }) + from - item.from;
}

/** What this screen knows to stand against a place, in a word or two; "" for nothing known. */
export function whyNot(place, laid, now) {
  const { item: { row }, index, from, to } = place;
  const column = laid[index];
  if (column.day < now.day || (column.day === now.day && from < now.minute)) return "That time has passed";
  const ends = row.until ? endOfVisit(place, column.dial) : to;
  if (to > ends) return `The visit ends at ${clockAt(column.dial, ends)}`;
  const met = column.visits.find(
    (other) =>
      visitOf(other.row.id) !== visitOf(row.id) &&
      !other.row.struck &&
      (column.column || other.row.column_id === row.column_id) &&
      other.from < to &&
      other.to > from,
  );
  if (met) return `Taken ${clockAt(column.dial, met.from)}–${endAt(column.dial, met.from, met.to)}`;
  // A visit may last over what does not exist; it cannot begin there.
  const over = (shade) => shade.from < (shade.row.empty ? from + 1 : to) && shade.to > from;
  return column.shades.find(over)?.row.label ?? "";
}

export const STEPS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

/** The place after an arrow key, kept on the sheet; with `longer`, only its end moves. */
export function carried(place, key, { longer, laid, hours: { first, last }, step }) {
  const [across, down] = STEPS[key] ?? [0, 0];
  const stepped = (minute) => {
    if (!down || place.item.row.part) return minute + down * step; // a part goes by steps, as its visit does
    return slotStep(laid[place.index].dial, minute, down > 0, step);
  };
  if (longer) {
    const by = edgeStep(place.item.row, step);
    const to = down ? slotStep(laid[place.index].dial, place.to, down > 0, by) : place.to;
    return { ...place, to: Math.max(place.from + by, Math.min(last, to)) };
  }
  const length = place.to - place.from;
  const from = Math.max(first, Math.min(last - length, stepped(place.from)));
  let index = place.index + across;
  while (laid[index] && !mayGo(laid, place.home, index)) index += across;
  return { ...place, index: laid[index] ? index : place.index, from, to: from + length };
}
