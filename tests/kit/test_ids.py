"""Ids rise, and nobody guesses the next."""

from itertools import pairwise

from clinic_app.kit.ids import new_uuid


def test_an_id_made_later_sorts_later() -> None:
    made = [new_uuid() for _ in range(2_000)]
    assert all(one < other for one, other in pairwise(made))
    assert {(one.version, one.variant) for one in made} == {(7, made[0].variant)}
    assert len({one.int & (1 << 62) - 1 for one in made}) == len(made)
