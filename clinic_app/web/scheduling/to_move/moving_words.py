"""Visits to move: what a row offers, and what would become or became of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from clinic_app.kit.ids import AppointmentId, PractitionerId, parse_id
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.to_move.find_others import NOBODY, NOBODY_TODAY
from clinic_app.scheduling.to_move.move_all_to_others import Missing, Moved
from clinic_app.scheduling.to_move.move_choices import MoveChoice, MoveChoices
from clinic_app.scheduling.wall_words import exact_clock, short_day
from clinic_app.web.scheduling.to_move.hit_rows import HitLine, many_words


@dataclass(frozen=True, slots=True)
class ChoiceLine:
    """A way out: somebody else at the same time, or another time."""

    id: str
    label: str  # “Same time · Dr. Omar Hassan”
    done: str  # what is said of it afterwards
    practitioner_id: str
    at: int  # seconds since 1970, so that an hour that comes twice is one of the two
    assists: bool

    def meant(self) -> MoveChoice:
        """Return it as the verbs take it."""
        who = parse_id(PractitionerId, self.practitioner_id)
        return MoveChoice(who, "", datetime.fromtimestamp(self.at, UTC), self.assists)


@dataclass(frozen=True, slots=True)
class ResultLine:
    """What would become, or became, of a visit that is to be moved with all the others."""

    id: str
    when: str
    patient: str
    said: str
    done: bool
    by: str = ""  # who would take it
    version: int = 0  # of the visit that was moved, by that
    comes: int = 0  # how many come to a session; 0 for a visit
    later: bool = False  # at another time of the day


def missing_of(line: HitLine, *, by: str = "") -> Missing:
    return Missing(
        parse_id(AppointmentId, line.visit_id),
        parse_id(PractitionerId, line.practitioner_id),
        parse_id(PractitionerId, by) if by else None,
    )


def choice_line(choice: MoveChoice, line: HitLine, zone_name: str) -> ChoiceLine:
    when = _when(choice, zone_name) if choice.later else "Same time"
    at, who = int(choice.start.timestamp()), choice.practitioner
    goes = f"Moved to {when}, with {who}." if choice.later else f"Now with {who}."
    whom = f"the {line.comes} patients" if line.comes > 1 else "the patient"
    return ChoiceLine(
        id=f"{choice.practitioner_id}/{at}",
        label=f"{who} assists instead" if choice.assists else f"{when} · {who}",
        done=f"{who} assists now." if choice.assists else f"{goes} Please tell {whom}.",
        practitioner_id=str(choice.practitioner_id),
        at=at,
        assists=choice.assists,
    )


def _when(choice: MoveChoice, zone_name: str) -> str:
    day = to_wall(choice.start, zone_name).date()
    return f"{short_day(day)}, {exact_clock(choice.start, zone_name)}"


def choices_hint(found: MoveChoices, line: HitLine) -> str:
    """Return what the choices for a visit are, or that there are none."""
    if line.assists and not found.nearest:
        return "In their place:" if found.others else "Nobody else could assist then."
    if not (found.others or found.nearest):
        nothing = "Nothing is free within a month. Please look in the calendar."
        return NOBODY_TODAY if found.is_here else nothing
    other_times = "the soonest today" if found.is_here else "the nearest other times"
    if not found.others:
        return f"{NOBODY} {other_times[0].upper()}{other_times[1:]}:"
    same = "In their place" if line.assists else "At the same time with somebody else"
    return f"{same}, or {other_times}:" if found.nearest else f"{same}:"


def _whom(choice: MoveChoice, zone_name: str) -> str:
    who = choice.practitioner
    return f"{who}, {_when(choice, zone_name)}" if choice.later else who


def plan_line(line: HitLine, found: MoveChoice | str, zone_name: str) -> ResultLine:
    """Return who would take a visit and when, or why nobody does."""
    if isinstance(found, str):
        return ResultLine(line.id, line.when, line.patient, found, done=False, comes=line.comes)
    who = found.practitioner
    said = f"{who} assists" if found.assists else f"To {_whom(found, zone_name)}"
    return ResultLine(
        *(line.id, line.when, line.patient, said),
        done=True,
        by=str(found.practitioner_id),
        comes=line.comes,
        later=found.later,
    )


def plan_words(planned: Sequence[ResultLine], listed: int) -> str:
    """Return what will happen to all of them, in a sentence or two."""
    go, stay = ([one for one in planned if one.done == done] for done in (True, False))
    at_once = [one for one in go if not one.later]
    later = [one for one in go if one.later]
    words: list[str] = []
    if at_once:
        words.append(f"{_goes(at_once)} to somebody else at the same time.")
    if later:
        words.append(
            f"{_goes(later)} to the soonest time of somebody else, since the patient is here."
        )
    if stay:
        words.append(f"{many_words(one.comes for one in stay)} will stay on this page.")
    if len(planned) < listed:
        words.append(f"These are the first {len(planned)} of {listed}.")
    return " ".join(words)


def _goes(lines: Sequence[ResultLine]) -> str:
    return f"{many_words(one.comes for one in lines)} {'goes' if len(lines) == 1 else 'go'}"


def result_line(moved: Moved, line: HitLine, zone_name: str) -> ResultLine:
    """Return what became of a visit."""
    choice, said = moved.choice, moved.why_not
    if choice:
        with_whom = f"Now with {_whom(choice, zone_name)}"
        said = f"{moved.to} assists now" if choice.assists else with_whom
    version = line.version + 1
    return ResultLine(
        *(line.id, line.when, line.patient, said), bool(choice), version=version, comes=line.comes
    )


def done_words(results: Sequence[ResultLine]) -> str:
    """Return how many were moved, and what is left to do."""
    moved, left = (
        many_words(one.comes for one in results if one.done == done) for done in (True, False)
    )
    if all(one.done for one in results):
        return f"{moved} moved. Please tell the patients."
    return f"{moved} moved, {left} still to be moved."


def still_so(results: Iterable[ResultLine], listed: Iterable[HitLine]) -> list[ResultLine]:
    """Return the results without the visits that stand again as they did since."""
    versions = {line.id: line.version for line in listed}
    return [one for one in results if not one.done or versions.get(one.id, 0) <= one.version]
