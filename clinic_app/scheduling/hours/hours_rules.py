"""Which spans of a day a practitioner works. Pure: weeks of wall times in, instants out.

A practitioner has one week per `valid_from`; the latest not after a day rules that day.
Hours are wall times: "from 09:00" means 09:00 on the clinic's wall, summer and winter.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from clinic_app.kit.zones import first_instant
from clinic_app.scheduling.rows import WeekSpan

WORK = "work"
BREAK = "break"

# A span cannot end at 24:00, which Python's `time` does not have: its last minute stands for it.
END_OF_DAY = time(23, 59)

Week = tuple[WeekSpan, ...]


def weeks_of(valid_froms: Iterable[date], spans: Iterable[WeekSpan]) -> dict[date, Week]:
    """Sort one practitioner's spans into weeks, also those weeks that have no hours at all."""
    weeks: dict[date, list[WeekSpan]] = {valid_from: [] for valid_from in valid_froms}
    for span in spans:
        weeks.setdefault(span.valid_from, []).append(span)
    return {
        valid_from: tuple(sorted(week, key=lambda span: (span.weekday, span.starts)))
        for valid_from, week in weeks.items()
    }


def week_of(weeks: Mapping[date, Week], day: date) -> Week:
    """Return the week that rules a day: empty before the first one begins."""
    begun = [valid_from for valid_from in weeks if valid_from <= day]
    return weeks[max(begun)] if begun else ()


def working_spans(
    week: Sequence[WeekSpan], day: date, zone_name: str
) -> list[tuple[datetime, datetime]]:
    """Return when a day is worked, less breaks, as UTC instants: sorted, apart, half-open.

    week: the one that rules the day (see `week_of`). A bound that the clocks skip moves to
    the moment they have gone forward; one that comes twice means its first pass.
    """
    of_day = [span for span in week if span.weekday == day.weekday()]
    work = [walls_of(span, day) for span in of_day if span.kind == WORK]
    breaks = [walls_of(span, day) for span in of_day if span.kind == BREAK]
    walls = less(joined(work), joined(breaks))
    spans = [
        (first_instant(start, zone_name), first_instant(end, zone_name)) for start, end in walls
    ]
    # A break in the hour that the clocks skip leaves two spans that touch: they are one.
    return joined((start, end) for start, end in spans if start < end)


def newly_worked(
    before: Mapping[date, Week], after: Mapping[date, Week], day: date, zone_name: str
) -> list[tuple[datetime, datetime]]:
    """Return what is worked on a day by the weeks after a change and was not before it."""
    was, is_now = (working_spans(week_of(weeks, day), day, zone_name) for weeks in (before, after))
    return less(is_now, was)


def walls_of(span: WeekSpan, day: date) -> tuple[datetime, datetime]:
    """Return a span on a day as naive wall times; one that ends with the day, at midnight."""
    ends_with_day = span.ends >= END_OF_DAY
    last_day = day + timedelta(days=1) if ends_with_day else day
    return (
        datetime.combine(day, span.starts),
        datetime.combine(last_day, time() if ends_with_day else span.ends),
    )


def joined(spans: Iterable[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """Return the same time as sorted spans that neither overlap nor touch."""
    result: list[tuple[datetime, datetime]] = []
    for start, end in sorted(spans):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], end))
        else:
            result.append((start, end))
    return result


def less(
    spans: Sequence[tuple[datetime, datetime]], taken: Iterable[tuple[datetime, datetime]]
) -> list[tuple[datetime, datetime]]:
    """Return what is left of sorted, separate spans once others are taken out of them."""
    left = list(spans)
    for begins, ends in taken:
        left = [
            piece
            for start, end in left
            for piece in ((start, min(end, begins)), (max(start, ends), end))
            if piece[0] < piece[1]
        ]
    return left
