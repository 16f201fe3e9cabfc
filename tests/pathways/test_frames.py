"""The public page of one clinic may stand in that clinic's own frames, and nothing else may."""

import pytest

from clinic_app.api.frame_ancestors import NOBODY, frame_ancestors
from clinic_app.database.transaction import perform
from clinic_app.kit.errors import Invalid
from clinic_app.scheduling.outside.public_rows import PublicSettings
from clinic_app.scheduling.outside.public_rules import check_origins
from clinic_app.scheduling.outside.save_public_booking import save_public_booking
from tests.cast import Clinic

SITE = "https://www.clinic.example"


async def test_only_the_named_sites_of_an_open_clinic(clinic: Clinic, other_clinic: Clinic) -> None:
    async def save(*, is_open: bool) -> None:
        wanted = PublicSettings(is_open=is_open, origins=(SITE, "http://localhost:8080"))
        await perform(clinic.owner, save_public_booking, settings=wanted, services={})

    await save(is_open=False)
    assert await frame_ancestors(f"/book/{clinic.slug}") == NOBODY
    await save(is_open=True)
    assert await frame_ancestors(f"/book/{clinic.slug}") == f"{SITE} http://localhost:8080"
    elsewhere = ("/", "/book", f"/book/{clinic.slug}/x", f"/x/book/{clinic.slug}", "/book/nobody")
    for path in (*elsewhere, f"/book/{other_clinic.slug}", "/calendar", "/visit/token"):
        assert await frame_ancestors(path) == NOBODY


@pytest.mark.parametrize(
    "origin",
    [
        *("clinic.example", "https://", "ftp://clinic.example", "https://clinic.example/book"),
        *("https://a.example; script-src *", "https://*.example", "'self'", "*", "data:"),
        *(
            "https://user@clinic.example",
            "https://clinic.example?x",
            "https://[::1",
            "javascript:1",
        ),
    ],
)
def test_what_is_no_plain_address_does_not_reach_the_header(origin: str) -> None:
    with pytest.raises(Invalid) as refusal:
        check_origins((origin,))
    assert refusal.value.field == "origins"
