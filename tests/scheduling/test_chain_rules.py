"""Several services one after the other, on made-up days without a database."""

from dataclasses import replace
from itertools import pairwise
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from clinic_app.kit.ids import PractitionerId
from clinic_app.scheduling.assistants.duty_rules import Duty
from clinic_app.scheduling.assistants.team_rules import forbidden_to_helpers, has_team, with_team
from clinic_app.scheduling.coming.chain_rules import Link, chain_at
from clinic_app.scheduling.free_times.slot_facts import Resource, SlotFacts
from clinic_app.scheduling.free_times.slot_people import Team, Worker
from clinic_app.scheduling.free_times.slot_rules import Need, Span, covers, overlapping
from clinic_app.scheduling.limit_rules import Limits

DAY = ((0, 300),)
spans = st.lists(
    st.tuples(st.integers(0, 280), st.integers(1, 40)).map(lambda s: (s[0], s[0] + s[1])),
    max_size=3,
).map(tuple)
needs = st.builds(Need, st.integers(5, 30), st.integers(0, 8), st.integers(0, 8))


def person(number: int, busy: tuple[Span, ...] = ()) -> Worker:
    return Worker(PractitionerId(UUID(int=number)), f"P{number}", DAY, (), busy)


def room(busy: tuple[Span, ...] = ()) -> Resource:
    return Resource(UUID(int=99), "Room", busy)


def service(need: Need, *people: Worker, rooms: tuple[Resource, ...] = (room(),)) -> SlotFacts:
    return SlotFacts(
        *("Check", False, need, True, 15, True, people, rooms, ()),
        limits=Limits(0, 366, None, 1, 0),
        bookable=(0, 1000),
    )


people = st.lists(spans, min_size=1, max_size=3).map(
    lambda many: tuple(person(n, busy) for n, busy in enumerate(many))
)
services = st.lists(st.tuples(needs, people).map(lambda one: service(one[0], *one[1])), max_size=3)


@given(services.filter(bool), st.integers(0, 250))
def test_what_a_chain_takes_is_free_and_never_taken_twice(
    chain: list[SlotFacts], start: int
) -> None:
    links = chain_at(chain, start)
    taken: dict[UUID, list[Span]] = {}
    for link in links:
        around = link.facts.need.around(link.start)
        assert covers(link.worker.work, link.facts.need.visit(link.start))
        for one in (link.worker, link.room):
            assert one is not None
            assert not overlapping((*one.busy, *taken.get(one.id, ())), around)
            taken.setdefault(one.id, []).append(around)
    assert all(one.end <= two.start for one, two in pairwise(links))


def starts_of(links: tuple[Link, ...]) -> list[int]:
    return [link.start for link in links]


def test_it_follows_at_once_or_after_the_buffers() -> None:
    need, rooms = Need(30, 5, 10), (room(), replace(room(), id=UUID(int=98)))
    one, two = (service(need, person(n), rooms=rooms) for n in (1, 2))
    assert starts_of(chain_at([one, two], 0)) == [0, 30]
    assert starts_of(chain_at([one, one], 0)) == [0, 45]  # the same practitioner
    alone = [replace(each, rooms=rooms[:1]) for each in (one, two)]
    assert starts_of(chain_at(alone, 0)) == [0, 45]  # the only room
    busy = service(need, person(2, ((30, 90),)), rooms=rooms)
    assert starts_of(chain_at([one, busy], 0)) == [0]  # it cannot follow


def test_services_count_among_the_visits_of_those_who_give_and_assist_before() -> None:
    need, rooms = Need(30, 0, 10), (room(), replace(room(), id=UUID(int=98)))
    lin, nina, omar = (replace(person(n), cap=1) for n in (1, 2, 3))
    one = replace(service(need, lin, rooms=rooms), service_id=UUID(int=7))
    either = service(need, lin, nina, rooms=rooms)
    assert [link.worker.id for link in chain_at([one, either], 0)] == [lin.id, nina.id]
    assert starts_of(chain_at([one, one], 0)) == [0]
    twice = replace(lin, cap=3, visits=(((0, 86400), 1),))  # one of that day is booked already
    assert starts_of(chain_at([replace(one, workers=(twice,))] * 3, 0)) == [0, 40]
    few = replace(one, workers=(replace(lin, cap=None),), limits=Limits(0, 366, 1, 1, 0))
    assert starts_of(chain_at([few, few], 0)) == [0]
    assists = Team((replace(nina, cap=None),), duties=(Duty(),))
    helped = replace(one, workers=(replace(omar, cap=None),), team=assists)
    hers = service(need, replace(nina, cap=None), rooms=rooms)
    assert starts_of(chain_at([helped, hers], 0)) == [0, 40]  # after the buffers, as her own
    assert starts_of(
        chain_at([replace(helped, team=replace(assists, helpers=(nina,)))] * 2, 0)
    ) == [0]


@given(
    st.lists(spans, min_size=1, max_size=4),
    st.integers(0, 2),
    st.lists(st.frozensets(st.integers(0, 3), max_size=2), max_size=3),
    needs,
)
def test_starts_with_a_team_are_those_at_which_it_is_there(
    busy: list[tuple[Span, ...]], named: int, asked: list[frozenset[int]], need: Need
) -> None:
    helpers = tuple(person(n, each) for n, each in enumerate(busy))
    duties = (Duty(may=frozenset(PractitionerId(UUID(int=n)) for n in may)) for may in asked)
    must = dict.fromkeys(one.id for one in helpers[:named])
    team, giver = Team(helpers, wanted=tuple(duties)).of(must, moved=False), helpers[-1].id
    found = with_team(team, forbidden_to_helpers(team, need), giver, [*range(0, 290, 7)])
    there = [at for at in range(0, 290, 7) if has_team(team, need, giver, at)]
    assert found == there
