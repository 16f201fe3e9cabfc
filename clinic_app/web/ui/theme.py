"""The theme: what rxconfig.py and clinic_app.py hand to Reflex, and the light/dark switch.

rxconfig.py:     plugins=[radix_plugin(), ...]
clinic_app.py:   rx.App(stylesheets=STYLESHEETS, head_components=head_components())

Reflex keeps the class `light` or `dark` on <html>; tokens.css follows it. Without a
choice the system's setting rules.
"""

from __future__ import annotations

from typing import Any, Literal, cast

import reflex as rx
from reflex import style

from clinic_app.web.ui.untyped import any_var, rx_any

ThemeName = Literal["system", "light", "dark"]

_RADIX = "@radix-ui/themes"
_ACCENT, _GRAY = "teal", "slate"

# In this order: later sheets lean on earlier ones. Each stands in assets/.
STYLESHEETS: list[str] = [
    "/fonts.css",
    "/tokens.css",
    "/base.css",
    "/button.css",
    "/field.css",
    "/choice.css",
    "/feedback.css",
    "/layout.css",
    "/table.css",
    "/overlay.css",
    "/command.css",
    "/shell.css",
    "/tablet.css",
    "/phone.css",
    "/outside.css",
    "/session.css",
    "/organizations.css",
    "/dashboard.css",
    "/patients.css",
    "/booking.css",
    "/series.css",
    "/waiting.css",
    "/visit.css",
    "/calendar.css",
    "/calendar-visits.css",
    "/calendar-spans.css",
    "/day-list.css",
    "/setup.css",
    "/hours.css",
    "/calendar-page.css",
    "/calendar-menus.css",
    "/print.css",
    "/online-booking.css",
    "/queue.css",
    "/check-in.css",
    "/screen.css",
    "/api-keys.css",
    "/public.css",
]


class RadixParts(rx.plugins.RadixThemesPlugin):
    """Radix Themes with the components we use, and 500 kB of its 800 kB of styles.

    Its other colours and its utilities are left out, so props such as `m` or `width` do nothing.
    """

    def get_frontend_dependencies(self, **_: Any) -> tuple[str, ...]:  # noqa: ANN401  # Reflex's own
        """Return nothing that components made in the browser could need whole: there are none."""
        return ()

    def get_stylesheet_paths(self, **_: Any) -> tuple[str, ...]:  # noqa: ANN401  # Reflex's own
        """Return the parts of its stylesheet that it offers one by one, in its order."""
        colors = tuple(f"{_RADIX}/tokens/colors/{color}.css" for color in (_ACCENT, _GRAY, "gray"))
        return (f"{_RADIX}/tokens/base.css", *colors, f"{_RADIX}/components.css")


def radix_plugin() -> rx.plugins.Plugin:
    """Radix Themes in our accent, grey and radius; goes into `plugins` of rxconfig.py."""
    theme: Any = rx_any.theme(
        accent_color=_ACCENT,
        gray_color=_GRAY,
        radius="medium",
        panel_background="solid",
        has_background=False,
    )
    return RadixParts(theme=theme)


def head_components() -> list[rx.Component]:
    """What stands in the page head: storage in frames, our icon, the colour of the browser."""
    link: Any = rx_any.el.link
    script: Any = rx_any.el.script
    meta: Any = rx_any.el.meta
    return [
        script(src="/frame-storage.js"),  # before everything else
        link(rel="icon", href="/favicon.svg", type="image/svg+xml"),
        link(rel="alternate icon", href="/favicon.ico", sizes="32x32"),
        meta(name="theme-color", content="#fbfcfd", media="(prefers-color-scheme: light)"),
        meta(name="theme-color", content="#0f1214", media="(prefers-color-scheme: dark)"),
    ]


def set_theme(theme: ThemeName | rx.Var[str]) -> rx.event.EventSpec:
    """An event for `on_click`: changes the theme in this browser at once and remembers it."""
    return cast("rx.event.EventSpec", any_var(style).set_color_mode(theme))
