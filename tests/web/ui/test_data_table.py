"""The table: sorting, opening a row, paging, and its three other faces."""

from dataclasses import dataclass

import reflex as rx

from clinic_app.web.ui.data_table import Column, Paging, Sorting, data_table
from clinic_app.web.ui.feedback import empty_state
from clinic_app.web.ui.reactive import text
from tests.web.ui.drawn import Drawn, drawn, words


@dataclass(frozen=True)
class PatientLine:
    id: str
    name: str
    mrn: str


class TableProbe(rx.State):
    rows: rx.Field[list[PatientLine]] = rx.field(default_factory=list[PatientLine])
    page: rx.Field[int] = rx.field(default=1)
    total: rx.Field[int] = rx.field(default=312)
    by: rx.Field[str] = rx.field(default="name")
    descending: rx.Field[bool] = rx.field(default=False)
    loading: rx.Field[bool] = rx.field(default=False)
    error: rx.Field[str] = rx.field(default="")

    @rx.event
    async def sort(self, column: str) -> None:
        self.by = column

    @rx.event
    async def go(self, page: int) -> None:
        self.page = page

    @rx.event
    async def load(self) -> None:
        self.loading = True


def _table(*, link: bool = True) -> rx.Component:
    columns = [
        Column[PatientLine]("Name", lambda row: row.name, sort="name"),
        Column[PatientLine]("File no.", lambda row: row.mrn, align="end", phone=False),
    ]
    return data_table(
        TableProbe.rows,
        columns,
        caption="Patients",
        empty=empty_state("No patients yet", "Register the first one."),
        href=(lambda row: text("/patients/", row.id)) if link else None,
        on_open=None if link else (lambda row: TableProbe.sort(row.name)),
        sorting=Sorting(TableProbe.by, TableProbe.descending, TableProbe.sort),
        paging=Paging(TableProbe.page, TableProbe.total, TableProbe.go),
        loading=TableProbe.loading,
        error=TableProbe.error,
        on_retry=TableProbe.load,
    )


def _all(tag: str) -> list[Drawn]:
    return [element for element in drawn(_table()) if element.tag == tag]


def test_the_table_has_a_name_and_headers_of_columns() -> None:
    assert _all("caption")[0].text == "Patients"
    assert [header.props["scope"] for header in _all("th")] == ["col", "col"]


def test_sorting_is_a_button_and_its_direction_is_told() -> None:
    sorted_header, plain_header = _all("th")
    assert "ascending" in sorted_header.props["aria-sort"]
    assert "descending" in sorted_header.props["aria-sort"]
    assert "aria-sort" not in plain_header.props
    sort = next(button for button in _all("button") if button.props["className"] == "sort")
    assert "sort" in sort.props["onClick"]
    assert '"name"' in sort.props["onClick"]


def test_a_row_is_opened_by_a_link_in_its_first_cell() -> None:
    link = next(
        element for element in drawn(_table()) if element.props.get("className") == "table-link"
    )
    assert "/patients/" in link.props["to"]


def test_a_row_may_be_opened_by_a_button_instead() -> None:
    made = drawn(_table(link=False))
    opener = next(element for element in made if element.props.get("className") == "table-link")
    assert opener.tag == "button"


def test_a_phone_keeps_labels_and_drops_lesser_columns() -> None:
    name, number = _all("td")
    assert number.props["data-label"] == "File no."
    assert "phone-hidden" in number.props["className"]
    assert "phone-hidden" not in name.props["className"]


def test_roles_survive_the_layout_of_a_phone() -> None:
    assert {element.props["role"] for element in _all("td")} == {"cell"}
    assert {element.props["role"] for element in _all("tr")} == {"row"}


def test_the_footer_counts_and_steps() -> None:
    made = drawn(_table())
    labels = [element.props.get("aria-label") for element in made if element.tag == "button"]
    assert {"Previous page", "Next page"} <= set(labels)
    assert " of " in words(_table())


def test_empty_loading_and_error_are_three_different_things() -> None:
    spoken = words(_table())
    assert "No patients yet" in spoken
    assert "Loading" in spoken
    assert "Try again" in spoken
