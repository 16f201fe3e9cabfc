// The day or week on paper: what the columns hold, as lists, while the browser prints the page.
import { useEffect, useState } from "react";
import { flushSync } from "react-dom";
import { clockAt, endAt } from "./dial.js";

export function Paper({ laid }) {
  const [printing, setPrinting] = useState(false);

  useEffect(() => {
    const begin = () => flushSync(() => setPrinting(true)); // it prints what stands there at once
    const end = () => setPrinting(false);
    window.addEventListener("beforeprint", begin);
    window.addEventListener("afterprint", end);
    return () => {
      window.removeEventListener("beforeprint", begin);
      window.removeEventListener("afterprint", end);
    };
  }, []);

  if (!printing) return null;
  const lists = laid.filter(({ count }) => count > 0);
  return (
    <div className="cal-paper">
      {lists.map((column) => (
        <List key={column.key} column={column} />
      ))}
      {lists.length === 0 && <p>No visits.</p>}
    </div>
  );
}

function List({ column }) {
  return (
    <section className="print-list">
      <h2 className="print-name">{column.spoken}</h2>
      <table className="print-table">
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">Patient</th>
            <th scope="col">Visit</th>
          </tr>
        </thead>
        <tbody>
          {column.visits
            .filter(({ row }) => !row.struck)
            .map(({ row, from, to, who }) => (
              <tr key={row.id}>
                <td className="num">{`${clockAt(column.dial, from)}–${endAt(column.dial, from, to)}`}</td>
                <td>{row.title}</td>
                <td>{[row.detail, who, row.tag].filter(Boolean).join(" · ")}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </section>
  );
}
