"""One figure each: its name, the number, and the floor measured in the same run."""

from dataclasses import dataclass
from statistics import median, quantiles


@dataclass(frozen=True)
class Figure:
    """A measured thing. `target` is what it should keep to, None where nothing was set."""

    name: str
    value: float
    unit: str
    target: float | None = None
    detail: str = ""
    at_least: bool = False  # the target is a rate to reach, not a time to stay under

    @property
    def meets(self) -> bool | None:
        """Whether the target is met, None where there is none."""
        if self.target is None:
            return None
        return self.value >= self.target if self.at_least else self.value <= self.target


def times(samples: list[float]) -> tuple[float, float]:
    """Return p50 and p95 in milliseconds."""
    return median(samples), quantiles(samples, n=20)[18]


def ratio(name: str, samples: list[float], floor: float, target: float | None) -> Figure:
    """Return how many times the floor's p50 something's p50 is."""
    middle, late = times(samples)
    detail = f"p50 {middle:.2f} ms, p95 {late:.2f} ms, floor p50 {floor:.2f} ms"
    return Figure(name, middle / floor, "x floor", target, detail)


def table(figures: list[Figure]) -> str:
    """Return the figures as an aligned table."""
    lines = [f"{'figure':<52} {'number':>12}  {'target':>8}  how measured"]
    for figure in figures:
        number = f"{figure.value:.1f} {figure.unit}"
        target = (
            "" if figure.target is None else f"{'≥' if figure.at_least else '≤'} {figure.target:g}"
        )
        mark = {True: "✓", False: "✗", None: " "}[figure.meets]
        lines.append(f"{figure.name:<52} {number:>12}  {target:>8} {mark} {figure.detail}")
    return "\n".join(lines)
