"""A form that is being saved: its button waits, and what was refused stands beside its field."""

import reflex as rx

from clinic_app.web.session.door import open_door
from clinic_app.web.session.messenger import Answer


class Saving(rx.State, mixin=True):
    """What every such form shows. The handler that saves ends with `saving` off."""

    saving: rx.Field[bool] = rx.field(False)
    errors: rx.Field[dict[str, str]] = rx.field(default_factory=dict[str, str])

    @rx.event
    @open_door
    async def begin_saving(self) -> Answer:
        """Keep the button from being pressed twice."""
        self.saving, self.errors = True, {}
