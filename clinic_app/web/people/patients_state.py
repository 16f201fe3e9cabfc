"""The list of patients: searched, filtered, sorted and paged by the server, and live."""

from collections.abc import AsyncGenerator

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, allows
from clinic_app.database.transaction import look
from clinic_app.kit.errors import NotFound
from clinic_app.kit.ids import PatientId, parse_id
from clinic_app.live.topics import Topic
from clinic_app.people.doubts.list_doubts import DoubtRow
from clinic_app.people.patients.list_patients import PatientFilter, PatientSort, list_patients
from clinic_app.people.patients.patient_rows import PatientPage
from clinic_app.people.patients.patient_rules import SEXES
from clinic_app.scheduling.visit.nearest_visits import nearest_visits
from clinic_app.web.people.doubt_state import load_doubts
from clinic_app.web.people.patient_line import PatientLine, patient_line
from clinic_app.web.people.register_state import RegisterState
from clinic_app.web.session.door import door, live_door
from clinic_app.web.session.messenger import Answer
from clinic_app.web.session.pushes import pushes

# What each filter may be set to; anything else a browser sends is simply not there.
_FILTERS = {
    "sex": {"", *SEXES},
    "has_phone": {"", "yes", "no"},
    "registered": {"", "month"},
}


_DOUBTS = 3  # at a time, above the list


class PatientsState(rx.State):
    """One page of the list, and what it was asked for."""

    loaded: rx.Field[bool] = rx.field(False)
    rows: rx.Field[list[PatientLine]] = rx.field(default_factory=list[PatientLine])
    page: rx.Field[int] = rx.field(1)
    total: rx.Field[int] = rx.field(0)
    more_than_total: rx.Field[bool] = rx.field(False)
    narrowed: rx.Field[bool] = rx.field(False)
    search: rx.Field[str] = rx.field("")
    sort: rx.Field[str] = rx.field(PatientSort.NAME.value)
    descending: rx.Field[bool] = rx.field(False)
    sex: rx.Field[str] = rx.field("")
    has_phone: rx.Field[str] = rx.field("")
    registered: rx.Field[str] = rx.field("")
    doubts: rx.Field[list[DoubtRow]] = rx.field(default_factory=list[DoubtRow])

    @rx.event
    @door(Permission.PATIENT_READ)
    async def open(self, actor: Actor) -> Answer:
        """Load the list as it was left, and keep it true; ?register=1 begins a registration."""
        await self._load(actor)
        self.doubts = (await load_doubts(actor))[:_DOUBTS]
        asked = self.router.url.query_parameters.get("register") == "1"
        if asked and allows(actor.role, Permission.PATIENT_WRITE):
            return [PatientsState.watch, RegisterState.begin("")]
        return [RegisterState.show_form(False), PatientsState.watch]

    @rx.event(background=True)
    @live_door(Permission.PATIENT_READ)
    async def watch(self) -> AsyncGenerator[Answer, None]:
        """Load again whenever a patient or a visit changes."""
        topics = (Topic.PATIENTS, Topic.CALENDAR)
        async for actor in pushes(self, Permission.PATIENT_READ, *topics):
            asked = self._asked()
            answer, lines = await self._ask(actor)
            doubts = (await load_doubts(actor))[:_DOUBTS]
            async with self:
                self.doubts = doubts
                if self._asked() == asked:  # else the person has asked for something else
                    self._show(answer, lines)
            yield

    @rx.event(supersedes=True)
    @door(Permission.PATIENT_READ)
    async def search_for(self, actor: Actor, typed: str) -> Answer:
        """Search while typing; a newer search ends an older one that still runs."""
        self.search, self.page = typed[:200], 1
        await self._load(actor)

    @rx.event
    @door(Permission.PATIENT_READ)
    async def filter_by(self, actor: Actor, name: str, value: str) -> Answer:
        """Let only some patients through."""
        if value not in _FILTERS.get(name, set[str]()):
            raise NotFound("That filter")
        setattr(self, name, value)
        self.page = 1
        await self._load(actor)

    @rx.event
    @door(Permission.PATIENT_READ)
    async def sort_by(self, actor: Actor, column: str) -> Answer:
        """Sort by a column; once more turns it round."""
        if column not in {sort.value for sort in PatientSort}:
            raise NotFound("That column")
        self.descending = not self.descending if column == self.sort else False
        self.sort, self.page = column, 1
        await self._load(actor)

    @rx.event
    @door(Permission.PATIENT_READ)
    async def go_to(self, actor: Actor, page: int) -> Answer:
        """Turn to a page, from 1."""
        self.page = page
        await self._load(actor)

    @rx.event
    @door(Permission.PATIENT_READ)
    async def show_all(self, actor: Actor) -> Answer:
        """Forget the search and the filters."""
        self.search = self.sex = self.has_phone = self.registered = ""
        self.page = 1
        await self._load(actor)

    async def _load(self, actor: Actor) -> None:
        self._show(*await self._ask(actor))

    def _asked(self) -> tuple[PatientFilter, str, bool, int]:
        wanted = PatientFilter(self.search, self.sex, self.has_phone, self.registered)
        return wanted, self.sort, self.descending, self.page

    async def _ask(self, actor: Actor) -> tuple[PatientPage, list[PatientLine]]:
        wanted, sort, descending, page = self._asked()
        answer = await look(
            actor,
            list_patients,
            wanted=wanted,
            sort=PatientSort(sort),
            descending=descending,
            page=page,
        )
        ids = [parse_id(PatientId, row.id) for row in answer.rows]
        visits = await look(actor, nearest_visits, patients=ids) if ids else {}
        lines = [
            patient_line(row, *visits.get(patient_id, ("", "")))
            for row, patient_id in zip(answer.rows, ids, strict=True)
        ]
        return answer, lines

    def _show(self, answer: PatientPage, lines: list[PatientLine]) -> None:
        self.rows, self.page = lines, answer.page
        self.total, self.more_than_total = answer.total, answer.more_than_total
        self.narrowed = bool(self.search.strip() or self.sex or self.has_phone or self.registered)
        self.loaded = True
