"""A tab at a patient's address, and what may be read in it."""

from typing import Any

import reflex as rx
from reflex.istate.data import ReflexURL

from clinic_app.access.actor import Actor
from tests.web.tab import Tab, sign_in


async def tab_of(actor: Actor, patient_id: object = "") -> Tab:
    """Open a tab of this member, on a patient's page if one is given."""
    tab = Tab(await sign_in(actor))
    if patient_id:
        at = ReflexURL(f"http://localhost/patients/{patient_id}")
        router: Any = tab.root.router
        tab.root.router = router.__class__(session=router.session, headers=router.headers, url=at)
    return tab


def sent_to_browser(tab: Tab, kind: type[rx.State] = rx.State) -> str:
    """Return all vars of a state and those below it: all that a browser may come to know."""
    state: Any = tab.root if kind is rx.State else tab.state(kind)
    return str(state.dict())
