// Where a card may go, as far as the board knows: the server says the same, and has the last word.

/** The steps a card offers now: nobody has missed what has not begun. */
export function stepsOf(card, seconds) {
  return card.steps.filter((step) => step.state !== "no_show" || seconds >= card.starts);
}

export function fits(card, column, seconds) {
  return card.back === column || stepsOf(card, seconds).some((step) => step.state === column);
}

export function isMovable(card) {
  return card.steps.length > 0 || card.back !== "";
}
