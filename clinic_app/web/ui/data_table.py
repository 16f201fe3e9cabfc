"""Tables of rows that the server searches, sorts and pages.

    data_table(
        PatientsState.rows,
        [Column("Name", lambda row: row.name, sort="name"),
         Column("No.", lambda row: row.mrn, align="end", phone=False)],
        caption="Patients",
        href=lambda row: text("/patients/", row.id),
        sorting=Sorting(PatientsState.sort, PatientsState.descending, PatientsState.sort_by),
        paging=Paging(PatientsState.page, PatientsState.total, PatientsState.go_to_page),
        loading=PatientsState.loading, error=PatientsState.error, on_retry=PatientsState.load,
        empty=empty_state("No patients yet", "Register the first one to begin."),
    )

Rows have an `id`. A row is opened by the link (or button) of its first cell, which covers
the whole row: mouse, keyboard and screen reader get the same. Other things to press in a
row go into an element of class "above". Below 640 px each row becomes a small card.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

import reflex as rx
from reflex.vars import ArrayVar, ObjectVar

from clinic_app.web.ui import html
from clinic_app.web.ui.feedback import error_panel, skeleton_rows
from clinic_app.web.ui.html import Child, Condition, Event, Text
from clinic_app.web.ui.icon import icon
from clinic_app.web.ui.pagination import PAGE_SIZE, pagination
from clinic_app.web.ui.reactive import classes, each, either, is_empty, is_set, value_if

Row = TypeVar("Row")


@dataclass(frozen=True)
class Column(Generic[Row]):
    """A column: title, how to draw a cell, the name to sort by, and whether a phone keeps it."""

    title: str
    cell: Callable[[ObjectVar[Row]], Child]
    sort: str | None = None
    align: Literal["start", "end"] = "start"
    phone: bool = True


@dataclass(frozen=True)
class Sorting:
    """The column sorted by, whether downwards, and the handler that gets a column's name."""

    by: rx.Var[str]
    descending: rx.Var[bool]
    on_sort: Callable[..., Any]


@dataclass(frozen=True)
class Paging:
    """The page (from 1), the number of all rows, and the handler that gets a page's number."""

    page: rx.Var[int]
    total: rx.Var[int]
    on_page: Callable[..., Any]
    size: int = PAGE_SIZE
    more: Condition = False  # the count stopped at `total`


def data_table(
    rows: ArrayVar[Sequence[Row]],
    columns: Sequence[Column[Row]],
    *,
    caption: str,
    empty: rx.Component,
    href: Callable[[ObjectVar[Row]], Text] | None = None,
    on_open: Callable[[ObjectVar[Row]], Event] | None = None,
    sorting: Sorting | None = None,
    paging: Paging | None = None,
    loading: Condition = False,
    error: Text = "",
    on_retry: Event = None,
) -> rx.Component:
    """A list with its header, rows, footer, and its loading, empty and error states."""
    opens = href is not None or on_open is not None

    def line(row: ObjectVar[Row]) -> rx.Component:
        first = _opening(columns[0].cell(row), row, href, on_open)
        cells = [_cell(columns[0], first)]
        cells += [_cell(column, column.cell(row)) for column in columns[1:]]
        look = "is-link" if opens else ""
        return html.tr(*cells, key=row.id, role="row", class_name=look)

    table = html.div(
        html.table(
            html.caption(caption, class_name="sr-only"),
            html.thead(
                html.tr(*[_header(column, sorting) for column in columns], role="row"),
                role="rowgroup",
            ),
            html.tbody(each(rows, line), role="rowgroup"),
            role="table",
            class_name="table",
        ),
        class_name="table-scroll",
    )
    filled = either(is_empty(rows), empty, html.fragment(table, *_footer(paging)))
    waiting = either(_first_load(loading, rows), skeleton_rows(), filled)
    shown = either(is_set(error), error_panel(error, on_retry=on_retry), waiting)
    busy = value_if(loading, "true", "false")
    return html.div(shown, class_name="table-wrap", aria_busy=busy)


def _first_load(loading: Condition, rows: rx.Var[Any]) -> Condition:
    """A reload keeps the old rows in sight; only the first load shows bars."""
    if isinstance(loading, bool):
        return is_empty(rows) if loading else False
    waiting: Any = loading
    return waiting & is_empty(rows)


def _header(column: Column[Any], sorting: Sorting | None) -> rx.Component:
    look = "is-end" if column.align == "end" else ""
    if column.sort is None or sorting is None:
        return html.th(column.title, scope="col", role="columnheader", class_name=look)
    direction = value_if(sorting.descending, "descending", "ascending")
    return html.th(
        html.button(
            column.title,
            icon("arrow-up", size=12),
            type="button",
            class_name="sort",
            on_click=sorting.on_sort(column.sort),
        ),
        scope="col",
        role="columnheader",
        aria_sort=value_if(sorting.by == column.sort, direction, "none"),
        class_name=look,
    )


def _cell(column: Column[Any], content: Child) -> rx.Component:
    look = classes((column.align == "end", "is-end num"), (not column.phone, "phone-hidden"))
    return html.td(content, role="cell", class_name=look, data_label=column.title)


def _opening(
    content: Child,
    row: ObjectVar[Any],
    href: Callable[[ObjectVar[Any]], Text] | None,
    on_open: Callable[[ObjectVar[Any]], Event] | None,
) -> Child:
    if href is not None:
        return html.a(content, href=href(row), class_name="table-link")
    if on_open is not None:
        return html.button(content, type="button", on_click=on_open(row), class_name="table-link")
    return content


def _footer(paging: Paging | None) -> list[rx.Component]:
    if paging is None:
        return []
    return [
        pagination(
            page=paging.page,
            total=paging.total,
            on_page=paging.on_page,
            page_size=paging.size,
            more=paging.more,
        )
    ]
