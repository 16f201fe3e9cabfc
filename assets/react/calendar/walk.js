// Where the arrow keys lead: pure steps among visits and slots.
import { slotAfter, slotAt, slotStep } from "./dial.js";
import { firstOpen } from "./layout.js";

/** The visit reached from `id` by `key`, or undefined at the edge. */
export function walkVisits(laid, id, key) {
  const at = laid.findIndex(({ visits }) => visits.some(({ row }) => row.id === id));
  if (at < 0) return undefined;
  const visits = laid[at].visits;
  const place = visits.findIndex(({ row }) => row.id === id);
  if (key === "ArrowDown") return visits[place + 1]?.row.id;
  if (key === "ArrowUp") return visits[place - 1]?.row.id;
  if (key === "Home") return visits[0].row.id;
  if (key === "End") return visits.at(-1).row.id;
  return nearestBeside(laid, at, visits[place].from, key === "ArrowRight" ? 1 : -1);
}

function nearestBeside(laid, at, minute, step) {
  for (let index = at + step; laid[index]; index += step) {
    const nearest = nearestVisit(laid[index].visits, minute);
    if (nearest) return nearest.row.id;
  }
  return undefined;
}

export function nearestVisit(visits, minute) {
  const far = (item) => Math.abs(item.from - minute);
  return visits.reduce((best, item) => (!best || far(item) < far(best) ? item : best), undefined);
}

/** The slot reached from `{ index, minute }` by `key`, kept inside the sheet. */
export function walkSlots({ index, minute }, key, { laid, first, last, step }) {
  const { dial } = laid[index];
  const kept = (slot) => Math.max(first, Math.min(slotAt(dial, last - 1, step), slot));
  if (key === "ArrowDown") return { index, minute: kept(slotStep(dial, minute, true, step)) };
  if (key === "ArrowUp") return { index, minute: kept(slotStep(dial, minute, false, step)) };
  if (key === "ArrowRight") return { index: Math.min(laid.length - 1, index + 1), minute };
  if (key === "ArrowLeft") return { index: Math.max(0, index - 1), minute };
  return { index, minute: kept(key === "Home" ? first : last) };
}

/** Where Tab enters the visits: the first one not over yet, else the first of all. */
export function entryVisit(laid, today, minute) {
  const all = laid.flatMap(({ day, visits }) => visits.map((item) => ({ day, item })));
  const ahead = all.find(({ day, item }) => day === today && item.to > minute);
  return (ahead ?? all[0])?.item.row.id;
}

/** Where the slot cursor stands: kept inside the sheet, at first at now or the first open hour. */
export function keptSlot(cursor, laid, { first, last }, { todayAt, nowShown, slotMinutes: step }) {
  if (laid.length === 0) return null;
  const index = Math.min(cursor?.index ?? Math.max(0, todayAt), laid.length - 1);
  const { dial } = laid[index];
  const start = nowShown === null ? firstOpen(laid, { first, last }) : slotAfter(dial, nowShown - 1, step);
  const minute = slotAt(dial, Math.min(cursor?.minute ?? start, last - 1), step);
  return { index, minute: Math.max(first, minute) };
}
