// Who stands beside whom: visits that overlap share a column's width; what was called off gives way.

// Visits shorter than this still take the room of one readable line.
const SHORTEST = 12;
const LANE_WIDTH = 76;
export const STRIP_WIDTH = 28; // of what was called off, beside what takes place: 24 to press, and a gap

/**
 * Side by side where visits overlap: each gets its lane, how many it spans, and of how many.
 *
 * What was called off stands aside in strips (`strips`) where something takes place at its time,
 * which leaves them so many (`aside`) at the column's right edge; else it leaves one itself, in
 * which its time is pointed at and booked.
 */
export function inLanes(placed) {
  const live = clustersOf(placed.filter(({ row }) => !row.struck));
  const off = clustersOf(placed.filter(({ row }) => row.struck));
  for (const gone of off) {
    gone.beside = live.filter((cluster) => meets(cluster, gone));
    for (const cluster of gone.beside) cluster.aside = Math.max(cluster.aside, gone.lanes);
  }
  const laid = [...live.flatMap((cluster) => widened(cluster, { aside: cluster.aside }))];
  for (const gone of off) laid.push(...widened(gone, gone.beside.length ? { strips: true } : { aside: 1 }));
  const order = new Map(placed.map(({ row }, index) => [row, index]));
  return laid.sort((a, b) => order.get(a.row) - order.get(b.row));
}

/** How wide a column must be for what stands side by side in it. */
export function widthOf(visits) {
  return visits.reduce((most, item) => {
    if (item.strips) return most;
    return Math.max(most, item.lanes * LANE_WIDTH + (item.aside ?? 0) * STRIP_WIDTH);
  }, 0);
}

/** The visits by their distance from a place across the column (a share of its width). */
export function nearestFirst(visits, place) {
  const far = ({ lane, lanes, strips }) => Math.abs((strips ? 1 : lane / lanes) - place);
  return [...visits].sort((a, b) => far(a) - far(b));
}

/** What overlaps, directly or by way of others, each item in the first lane that is free. */
function clustersOf(placed) {
  const clusters = [];
  for (const item of placed) {
    const bottom = Math.max(item.to, item.from + SHORTEST);
    if (item.from >= (clusters.at(-1)?.bottom ?? -1)) {
      clusters.push({ items: [], bottom, lanes: 0, aside: 0 });
    }
    const cluster = clusters.at(-1);
    const taken = new Set(cluster.items.filter((one) => one.bottom > item.from).map(({ lane }) => lane));
    let lane = 0;
    while (taken.has(lane)) lane += 1;
    cluster.items.push({ ...item, bottom, lane });
    cluster.bottom = Math.max(cluster.bottom, bottom);
    cluster.lanes = Math.max(cluster.lanes, lane + 1);
  }
  return clusters;
}

function meets(a, b) {
  return a.items.some((one) => b.items.some((other) => overlap(one, other)));
}

function overlap(a, b) {
  return a.from < b.bottom && b.from < a.bottom;
}

/** Each visit of a cluster spreads over the lanes that are free to its right. */
function widened({ items, lanes }, how) {
  return items.map((item) => {
    const beside = items.filter((one) => one.lane > item.lane && overlap(one, item)).map(({ lane }) => lane);
    return { ...item, ...how, lanes, span: Math.min(lanes, ...beside) - item.lane };
  });
}
