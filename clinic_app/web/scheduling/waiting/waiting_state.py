"""The waiting list's page: who waits, who was offered what, and the deeds on both."""

from collections.abc import AsyncGenerator
from typing import Any, NamedTuple

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission
from clinic_app.database.transaction import look, perform
from clinic_app.kit.errors import NotFound
from clinic_app.kit.ids import OfferId, WaitingId, parse_id
from clinic_app.live.topics import Topic
from clinic_app.scheduling.waiting.accept_offer import accept_offer
from clinic_app.scheduling.waiting.decline_offer import decline_offer
from clinic_app.scheduling.waiting.get_waiting_rules import get_waiting_rules
from clinic_app.scheduling.waiting.list_offers import list_offers
from clinic_app.scheduling.waiting.list_waiting import WaitingSort, count_waiting, list_waiting
from clinic_app.scheduling.waiting.remove_waiting import remove_waiting
from clinic_app.scheduling.waiting.save_waiting_rules import save_waiting_rules
from clinic_app.scheduling.waiting.waiting_rows import OfferRow, WaitingRow
from clinic_app.scheduling.waiting.withdraw_offer import withdraw_offer
from clinic_app.web.scheduling.set_up.forms import minutes
from clinic_app.web.session.door import door, live_door, open_door
from clinic_app.web.session.messenger import Answer, say
from clinic_app.web.session.pushes import pushes
from clinic_app.web.ui.pagination import PAGE_SIZE

WRITE = Permission.APPOINTMENT_WRITE


class Asked(NamedTuple):
    """Which rows are asked for."""

    search: str
    sort: str
    descending: bool
    page: int  # from 1


class WaitingState(rx.State):
    """The page /waiting-list."""

    rows: rx.Field[list[WaitingRow]] = rx.field(default_factory=list[WaitingRow])
    offers: rx.Field[list[OfferRow]] = rx.field(default_factory=list[OfferRow])
    search: rx.Field[str] = rx.field("")
    sort: rx.Field[str] = rx.field(WaitingSort.ORDER.value)
    descending: rx.Field[bool] = rx.field(False)
    page: rx.Field[int] = rx.field(1)
    total: rx.Field[int] = rx.field(0)
    loading: rx.Field[bool] = rx.field(True)
    answer_minutes: rx.Field[str] = rx.field("")
    by_itself: rx.Field[bool] = rx.field(True)
    rules_opened: rx.Field[bool] = rx.field(False)
    errors: rx.Field[dict[str, str]] = rx.field(default_factory=dict[str, str])

    @rx.event
    @door(WRITE)
    async def open(self, actor: Actor) -> Answer:
        """Load the list and keep it true."""
        self.rules_opened = False
        await self._load(actor)
        return WaitingState.watch

    @rx.event(background=True)
    @live_door(WRITE)
    async def watch(self) -> AsyncGenerator[Answer, None]:
        """Load again when the list, an offer, a patient or a service changes."""
        topics = (Topic.WAITING, Topic.PATIENTS, Topic.SCHEDULE)
        async for actor in pushes(self, WRITE, *topics):
            asked = self._asked()
            rows, total = await _rows(actor, asked)
            offers = await look(actor, list_offers)
            async with self:
                self.offers = list(offers)
                if self._asked() == asked:  # else the person has asked for something else
                    self.rows, self.total = rows, total
            yield

    @rx.event(supersedes=True)
    @door(WRITE)
    async def search_for(self, actor: Actor, typed: str) -> Answer:
        """Search while typing; a newer search ends an older one that still runs."""
        self.search, self.page = typed[:200], 1
        await self._load_rows(actor)

    @rx.event
    @door(WRITE)
    async def sort_by(self, actor: Actor, column: str) -> Answer:
        """Sort by a column; once more turns it round, and a third time has the order of offers."""
        if column not in {sort.value for sort in WaitingSort}:
            raise NotFound("That column")
        if column == self.sort and self.descending:
            self.sort, self.descending = WaitingSort.ORDER.value, False
        else:
            self.sort, self.descending = column, column == self.sort
        self.page = 1
        await self._load_rows(actor)

    @rx.event
    @door(WRITE)
    async def go_to(self, actor: Actor, page: int) -> Answer:
        """Turn to a page, from 1."""
        self.page = max(1, min(page, 1 + self.total // PAGE_SIZE))
        await self._load_rows(actor)

    @rx.event
    @door(WRITE)
    async def remove(self, actor: Actor, waiting_id: str) -> Answer:
        """Take somebody off the list."""
        chosen = parse_id(WaitingId, waiting_id, what="This entry")
        await perform(actor, remove_waiting, waiting_id=chosen)
        await self._load(actor)
        return say("Taken off the waiting list.")

    @rx.event
    @door(WRITE)
    async def withdraw(self, actor: Actor, offer_id: str, to_next: bool) -> Answer:
        """Take an offer back; its time goes on to the next in order, or is free."""
        await perform(actor, withdraw_offer, offer_id=_offer(offer_id), to_next=to_next)
        await self._load(actor)
        said = "It is offered to the next whom it suits." if to_next else "The time is free again."
        return say(f"Withdrawn. {said}")

    @rx.event
    @door(WRITE)
    async def said_yes(self, actor: Actor, offer_id: str) -> Answer:
        """Book for somebody who said yes on the phone."""
        await perform(actor, accept_offer, offer_id=_offer(offer_id))
        await self._load(actor)
        return say("Booked. They wait no more.")

    @rx.event
    @door(WRITE)
    async def said_no(self, actor: Actor, offer_id: str) -> Answer:
        """Let the time go for somebody who said no on the phone."""
        await perform(actor, decline_offer, offer_id=_offer(offer_id))
        await self._load(actor)
        return say("Declined. They stay on the list.")

    @rx.event
    @door(Permission.SCHEDULE_WRITE)
    async def edit_rules(self, actor: Actor) -> Answer:
        """Ask how freed times shall be offered."""
        await self._load(actor)
        self.errors, self.rules_opened = {}, True

    @rx.event
    @open_door
    async def show_rules(self, opened: bool) -> Answer:
        """Close the dialog (it says so itself)."""
        self.rules_opened = opened and self.rules_opened

    @rx.event
    @door(Permission.SCHEDULE_WRITE)
    async def save_rules(self, actor: Actor, form: dict[str, Any]) -> Answer:
        """Keep how freed times are offered."""
        self.errors = {}
        await perform(
            actor,
            save_waiting_rules,
            answer_minutes=minutes(form, "answer_minutes"),
            by_itself=bool(form.get("by_itself")),
        )
        self.rules_opened = False
        await self._load(actor)
        return say("Saved.")

    async def _load(self, actor: Actor) -> None:
        await self._load_rows(actor)
        self.offers = list(await look(actor, list_offers))
        rules = await look(actor, get_waiting_rules)
        self.answer_minutes, self.by_itself = str(rules.answer_minutes), rules.by_itself
        self.loading = False

    async def _load_rows(self, actor: Actor) -> None:
        self.rows, self.total = await _rows(actor, self._asked())

    def _asked(self) -> Asked:
        return Asked(self.search, self.sort, self.descending, self.page)


async def _rows(actor: Actor, asked: Asked) -> tuple[list[WaitingRow], int]:
    total = await look(actor, count_waiting, search=asked.search)
    rows = await look(
        actor,
        list_waiting,
        search=asked.search,
        sort=WaitingSort(asked.sort),
        descending=asked.descending,
        first=(asked.page - 1) * PAGE_SIZE,
        most=PAGE_SIZE,
    )
    return list(rows), total


def _offer(text: str) -> OfferId:
    return parse_id(OfferId, text, what="This offer")
