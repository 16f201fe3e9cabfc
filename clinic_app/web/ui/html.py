"""HTML elements with types that strict checking accepts.

Children stand by position, attributes by keyword (`class_name`, `aria_label`, `on_click`).
Pages import this, never `rx.el`, whose types are unknown in part (see `untyped.py`).
"""

from __future__ import annotations

from typing import Any, Protocol, TypeAlias

import reflex as rx

from clinic_app.web.ui.untyped import rx_any

Child: TypeAlias = rx.Component | rx.Var[Any] | str | int | float
Text: TypeAlias = str | rx.Var[Any]
Condition: TypeAlias = bool | rx.Var[Any]
# What an `on_...` prop takes: a handler, a handler with arguments, a lambda, or a list.
Event: TypeAlias = Any


class Element(Protocol):
    """Makes one HTML element from its children and attributes."""

    def __call__(self, *children: Child, **props: object) -> rx.Component: ...


_el: Any = rx_any.el

# Sections
header: Element = _el.header
footer: Element = _el.footer
main: Element = _el.main
nav: Element = _el.nav
aside: Element = _el.aside
section: Element = _el.section
article: Element = _el.article
h1: Element = _el.h1
h2: Element = _el.h2
h3: Element = _el.h3

# Blocks
div: Element = _el.div
p: Element = _el.p
pre: Element = _el.pre
ul: Element = _el.ul
ol: Element = _el.ol
li: Element = _el.li
dl: Element = _el.dl
dt: Element = _el.dt
dd: Element = _el.dd

# In the line
span: Element = _el.span
a: Element = _el.a  # goes through the router: for pages of the app
plain_a: Element = _el.elements.inline.a  # leaves the router: downloads, mail, API routes
strong: Element = _el.strong
kbd: Element = _el.kbd
time: Element = _el.time
br: Element = _el.br

# Forms
form: Element = _el.form
fieldset: Element = _el.fieldset
legend: Element = _el.legend
label: Element = _el.label
input_: Element = _el.input  # the underscore keeps Python's own input() in sight
textarea: Element = _el.textarea
select: Element = _el.select
option: Element = _el.option
button: Element = _el.button

# Tables
table: Element = _el.table
caption: Element = _el.caption
thead: Element = _el.thead
tbody: Element = _el.tbody
tr: Element = _el.tr
th: Element = _el.th
td: Element = _el.td

# Pictures
svg: Element = _el.svg
path: Element = _el.path
rect: Element = _el.rect

# Nothing around the children
fragment: Element = rx_any.fragment
