// Which column and minute a pointer is over, read from the drawn sheet.

/** { index, minute } under the pointer; the minute is exact, not yet a slot. */
export function placeUnder(event, sheet, { first, last }) {
  const columns = [...sheet.querySelectorAll("[data-column]")];
  const index = columns.findIndex((column) => {
    const { left, right } = column.getBoundingClientRect();
    return event.clientX >= left && event.clientX < right;
  });
  if (index < 0) return null;
  const { top, height } = columns[index].getBoundingClientRect();
  const share = (event.clientY - top) / height;
  if (share < 0 || share >= 1) return null;
  return { index, minute: first + share * (last - first) };
}

/** Brings an element into sight, clear of the sticky heads (the scroller's scroll-padding). */
export function bringIntoSight(element) {
  element?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

export function focusVisit(scroller, id) {
  const element = scroller?.querySelector(`[data-visit="${CSS.escape(id)}"]`);
  element?.focus({ preventScroll: true });
  bringIntoSight(element);
  return Boolean(element);
}
