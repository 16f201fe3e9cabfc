// What stands where: pure functions from the server's rows to columns, lanes and hours.
import { dialOf, foldOf, placeOf, slotAfter, slotAt, voidsOf } from "./dial.js";
import { inLanes, widthOf } from "./lanes.js";
import { addDays, dayName, minutesFrom, parseWall, weekOf } from "./time.js";

const COLUMN_WIDTH = 160;

/** The columns of the view, each with its own visits (in lanes) and shades. */
export function layOut({ view, date, columns, visits, shades, changes = [], firstDay, locale }) {
  if (!date) return [];
  return view === "week"
    ? layOutWeek({ date, columns, visits, shades, changes, firstDay, locale })
    : layOutDay({ date, columns, visits, shades, changes });
}

function layOutDay({ date, columns, visits, shades, changes }) {
  const dial = dialOf(date, changes, foldOf(changes, [date]));
  const visitsOf = groupBy(visits, (visit) => visit.column_id);
  const shadesOf = groupBy(shades, (shade) => shade.column_id);
  return columns.map((column) =>
    finish({
      key: column.id,
      columnId: column.id,
      day: date,
      dial,
      column,
      title: column.title,
      spoken: column.title,
      visits: within(dial, visitsOf.get(column.id) ?? []),
      shades: [...within(dial, shadesOf.get(column.id) ?? []), ...voidsOf(dial)],
    }),
  );
}

function layOutWeek({ date, columns, visits, shades, changes, firstDay, locale }) {
  const days = weekOf(date, firstDay);
  const fold = foldOf(changes, days);
  const dials = new Map(days.map((day) => [day, dialOf(day, changes, fold)]));
  const names = new Map(columns.map((column) => [column.id, column.title]));
  const shadesOf = groupBy(shades, (shade) => shade.column_id);
  const shown = visits.filter((visit) => names.has(visit.column_id));
  return days.map((day) =>
    finish({
      key: day,
      // A gap in the week belongs to a practitioner only when a single one is shown.
      columnId: columns.length === 1 ? columns[0].id : "",
      day,
      dial: dials.get(day),
      column: null,
      title: dayName(day, locale, { weekday: "short", day: "numeric" }),
      spoken: dayName(day, locale, { weekday: "long", day: "numeric", month: "long" }),
      visits: within(dials.get(day), shown, names),
      shades: [
        ...sharedShades(columns.map(({ id }) => within(dials.get(day), shadesOf.get(id) ?? []))),
        ...voidsOf(dials.get(day)),
      ],
    }),
  );
}

function finish(part) {
  const visits = inLanes(part.visits);
  return {
    ...part,
    visits,
    count: visits.reduce((sum, { row }) => sum + (row.struck ? 0 : (row.many ?? 1)), 0),
    width: Math.max(COLUMN_WIDTH, widthOf(visits)),
  };
}

/** The rows that touch the dial's day, with their minutes of its sheet, earliest first. */
function within(dial, rows, names) {
  const placed = [];
  for (const row of rows) {
    const begins = placeOf(dial, minutesFrom(dial.day, row.start), { again: row.again });
    const ends = row.lasts && !dial.gap ? begins + row.lasts : placeOf(dial, minutesFrom(dial.day, row.end), { end: true });
    const from = Math.max(0, begins);
    const to = Math.min(dial.length, ends);
    if (from < to) placed.push({ row, from, to, who: names?.get(row.column_id) ?? "" });
  }
  return placed.sort((a, b) => a.from - b.from || b.to - a.to || struckLast(a, b));
}

function struckLast(a, b) {
  return Number(a.row.struck ?? 0) - Number(b.row.struck ?? 0);
}

/** Only what is shaded for everybody is shaded for the week's day. */
export function sharedShades(groups) {
  if (groups.length === 0 || groups.some((group) => group.length === 0)) return [];
  if (groups.length === 1) return groups[0];
  const edges = [...new Set(groups.flat().flatMap(({ from, to }) => [from, to]))];
  edges.sort((a, b) => a - b);
  const shared = [];
  for (let index = 0; index + 1 < edges.length; index += 1) {
    const [from, to] = [edges[index], edges[index + 1]];
    const over = groups.map((group) => group.find((one) => one.from <= from && one.to >= to));
    if (over.some((one) => !one)) continue;
    const labels = new Set(over.map(({ row }) => row.label));
    const label = labels.size === 1 ? over[0].row.label : "Not working";
    const last = shared.at(-1);
    if (last && last.to === from && last.row.label === label) last.to = to;
    else shared.push({ row: { id: `shared-${from}`, label }, from, to });
  }
  return shared;
}

/** The hours to draw: the clinic's day, stretched so that no visit is hidden. */
export function hoursOf(laid, dayStart, dayEnd) {
  let first = placeOf(laid[0]?.dial ?? {}, dayStart * 60);
  let last = placeOf(laid[0]?.dial ?? {}, dayEnd * 60);
  for (const { dial, visits } of laid) {
    for (const { from, to } of visits) {
      if (from < first) first = slotAt(dial, from, 60);
      if (to > last) last = slotAfter(dial, to - 1, 60);
    }
  }
  return { first, last };
}

/** The first minute at which anybody works; the first hour drawn when nothing is shaded. */
export function firstOpen(laid, { first, last }) {
  let best = last;
  for (const { shades } of laid) {
    let minute = first;
    for (const { from, to } of shades) {
      if (from <= minute && to > minute) minute = to;
    }
    best = Math.min(best, minute);
  }
  return best < last ? best : first;
}

/** Whether two laid-out columns would draw the same, so that React may keep the old one. */
export function sameColumn(a, b) {
  return (
    a === b ||
    (a.key === b.key &&
      a.columnId === b.columnId &&
      a.day === b.day &&
      a.dial.fold?.at === b.dial.fold?.at &&
      a.spoken === b.spoken &&
      samePlaced(a.visits, b.visits) &&
      samePlaced(a.shades, b.shades))
  );
}

function samePlaced(a, b) {
  return a.length === b.length && a.every((item, index) => sameItem(item, b[index]));
}

function sameItem(a, b) {
  return (
    a.from === b.from &&
    a.to === b.to &&
    a.lane === b.lane &&
    a.lanes === b.lanes &&
    a.span === b.span &&
    a.aside === b.aside &&
    a.strips === b.strips &&
    a.who === b.who &&
    sameRow(a.row, b.row)
  );
}

function sameRow(a, b) {
  return a === b || (a.waiting === b.waiting && Object.keys(b).every((key) => a[key] === b[key]));
}

export function groupBy(rows, keyOf) {
  const groups = new Map();
  for (const row of rows) {
    const key = keyOf(row);
    if (groups.has(key)) groups.get(key).push(row);
    else groups.set(key, [row]);
  }
  return groups;
}

/** The day shown after a step back or forth. */
export function stepDate(view, date, step) {
  return addDays(date, view === "week" ? step * 7 : step);
}

export function dayOf(wall) {
  return wall ? parseWall(wall).day : "";
}
