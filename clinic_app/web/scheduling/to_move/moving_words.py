"""Visits to move: what a row offers, and what would become or became of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from clinic_app.kit.ids import AppointmentId, PractitionerId, parse_id
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.to_move.find_others import NOBODY
from clinic_app.scheduling.to_move.move_all_to_others import Missing, Moved
from clinic_app.scheduling.to_move.move_choices import MoveChoice
from clinic_app.scheduling.wall_words import exact_clock, short_day
from clinic_app.web.scheduling.to_move.hit_rows import HitLine


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


def missing_of(line: HitLine, *, by: str = "") -> Missing:
    return Missing(
        parse_id(AppointmentId, line.visit_id),
        parse_id(PractitionerId, line.practitioner_id),
        parse_id(PractitionerId, by) if by else None,
    )


def choice_line(choice: MoveChoice, zone_name: str, *, same_time: bool) -> ChoiceLine:
    wall = to_wall(choice.start, zone_name)
    when = (
        "Same time"
        if same_time
        else f"{short_day(wall.date())}, {exact_clock(choice.start, zone_name)}"
    )
    at, who = int(choice.start.timestamp()), choice.practitioner
    goes = f"Now with {who}." if same_time else f"Moved to {when}, with {who}."
    return ChoiceLine(
        id=f"{choice.practitioner_id}/{at}",
        label=f"{who} assists instead" if choice.assists else f"{when} · {who}",
        done=f"{who} assists now." if choice.assists else f"{goes} Please tell the patient.",
        practitioner_id=str(choice.practitioner_id),
        at=at,
        assists=choice.assists,
    )


def plan_line(line: HitLine, choice: MoveChoice | None) -> ResultLine:
    if choice is None:
        return ResultLine(line.id, line.when, line.patient, NOBODY, done=False)
    who = choice.practitioner
    said = f"{who} assists" if line.assists else f"To {who}"
    by = str(choice.practitioner_id)
    return ResultLine(line.id, line.when, line.patient, said, done=True, by=by)


def plan_words(can: int, asked: int, listed: int) -> str:
    """Return what will happen to all of them, in a sentence or two."""
    goes = "1 visit goes" if can == 1 else f"{can} visits go"
    words = f"{goes} to somebody else at the same time."
    if can < asked:
        words += f" {asked - can} will stay on this page."
    if asked < listed:
        words += f" These are the first {asked} of {listed}."
    return words


def result_line(moved: Moved, line: HitLine) -> ResultLine:
    now_so = f"{moved.to} assists now" if line.assists else f"Now with {moved.to}"
    said = now_so if moved.to else moved.why_not
    version = moved.before.version if moved.before else 0
    return ResultLine(line.id, line.when, line.patient, said, bool(moved.to), version=version)


def still_so(results: Iterable[ResultLine], listed: Iterable[HitLine]) -> list[ResultLine]:
    """Return the results without the visits that stand again as they did since."""
    versions = {line.id: line.version for line in listed}
    return [one for one in results if not one.done or versions.get(one.id, 0) <= one.version]
