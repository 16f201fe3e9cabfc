// What was dropped but is not yet answered: a drop shows at once; the clinic's answer confirms it
// or puts it back.
import { useEffect, useMemo, useRef, useState } from "react";
import { minutesOf, rowAt, textAt } from "./dial.js";
import { later, minutesFrom, parseWall, visitOf } from "./time.js";

const PATIENCE = 10000; // ms after which a drop without an answer is put back

/** The visits as they stand or were just dropped, and a function that drops one. */
export function useMoves({ visits, answered, asking, say, speak }) {
  const [waiting, setWaiting] = useState([]);
  const serial = useRef(0);

  // The answer to a drop and the rows after it come together.
  const open = useMemo(() => waiting.filter((one) => one.serial > answered), [waiting, answered]);
  useEffect(() => {
    if (waiting.length === 0 || asking) return undefined;
    const timer = setTimeout(() => setWaiting([]), PATIENCE);
    return () => clearTimeout(timer);
  }, [waiting, asking]);

  const refused = waiting.findLast(
    (one) => one.serial <= answered && visits.some(({ id, version }) => id === one.id && version === one.version),
  );
  useEffect(() => {
    if (refused) speak(`${refused.title} put back.`);
  }, [refused, speak]);

  const shown = useMemo(() => {
    if (open.length === 0) return visits;
    const moved = new Map(open.map((one) => [visitOf(one.id), one]));
    return visits.map((row) => {
      const one = moved.get(visitOf(row.id));
      if (!one || row.version !== one.version) return row;
      const itself = row.id === one.id;
      if (itself && row.column_id !== one.home) return row;
      // All who take part go along in time; only the one that was dropped changes its column.
      const columnId = itself ? one.columnId : row.column_id;
      const goes = itself || !(row.part || one.alone) ? one.row : shifted(row, one.by);
      return { ...row, ...goes, column_id: columnId, waiting: true };
    });
  }, [visits, open]);

  /** Drop { item, index, from, to } on the column it is over. */
  function drop({ item: { row, ...was }, from, to }, column, view) {
    const columnId = view === "week" ? row.column_id : column.columnId;
    const start = textAt(column.dial, from);
    const minutes = to - from === was.to - was.from ? 0 : minutesOf(column.dial, from, to);
    serial.current = Math.max(serial.current + 1, Date.now());
    const there = rowAt(column.dial, from, to);
    const by = minutesFrom(parseWall(row.start).day, there.start) - parseWall(row.start).minute;
    const one = { serial: serial.current, id: row.id, title: row.title, version: row.version, home: row.column_id };
    setWaiting((old) => [...old, { ...one, columnId, row: there, alone: row.part || (row.until && minutes > 0), by }]);
    say.current.onMove?.(row.id, row.version, columnId, start, minutes, one.serial);
  }

  return { shown, drop };
}

/** Where somebody's part of a visit stands when the visit goes so many minutes further. */
function shifted(row, by) {
  return { start: later(row.start, by), end: later(row.end, by) };
}
