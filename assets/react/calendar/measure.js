// Distances and colours, in the words of the style sheet.

/** Distance from the top of the sheet, in the hour height that the style sheet sets. */
export function atMinute(minute, first) {
  return `calc(var(--cal-hour) * ${(minute - first) / 60})`;
}

export function heightOf(minutes) {
  return `calc(var(--cal-hour) * ${minutes / 60})`;
}

/** The class of tokens.css that gives an element its tint. */
export function tintClass(tint) {
  return `tint-${tint || "slate"}`;
}
