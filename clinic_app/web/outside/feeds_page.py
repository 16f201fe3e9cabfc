"""The page on which practitioners get their visits into another calendar program."""

import reflex as rx

from clinic_app.web.outside.feeds_state import FeedGroup, FeedLine, FeedsState
from clinic_app.web.react.widgets import copy_text
from clinic_app.web.ui import html
from clinic_app.web.ui.button import button
from clinic_app.web.ui.feedback import banner, empty_state, skeleton_rows
from clinic_app.web.ui.page import page_body, page_header
from clinic_app.web.ui.reactive import (
    RowVar,
    each,
    either,
    is_empty,
    list_of,
    negate,
    text,
    when,
)


def feeds_body() -> rx.Component:
    """One card a practitioner: the links in use, and a button for another."""
    return html.fragment(
        page_header(
            "Calendar feeds",
            subtitle="Visits in another calendar program, which comes back for changes by itself.",
        ),
        page_body(
            either(
                FeedsState.loaded,
                either(is_empty(FeedsState.groups), _nobody(), _groups()),
                skeleton_rows(3),
            ),
            narrow=True,
        ),
    )


def _nobody() -> rx.Component:
    return empty_state(
        "No calendar of your own",
        "Only practitioners have one. An owner or admin links you to yours under Practitioners.",
        icon_name="calendar",
    )


def _groups() -> rx.Component:
    return html.div(each(FeedsState.groups, _group), class_name="stack")


def _group(group: RowVar[FeedGroup]) -> rx.Component:
    feeds = list_of(group.feeds, FeedLine)
    return html.section(
        html.div(
            html.h2(group.name, class_name="truncate"),
            button(
                "Make a link",
                icon_name="link",
                size="small",
                on_click=FeedsState.make(group.practitioner_id),
                aria_label=text("Make a link for ", group.name),
            ),
            class_name="card-head",
        ),
        html.div(
            when(FeedsState.made_for == group.practitioner_id, _made()),
            when(is_empty(feeds), html.p("No link is in use.", class_name="faint")),
            when(negate(is_empty(feeds)), html.ul(each(feeds, _feed), class_name="feed-list")),
            class_name="card-body stack",
        ),
        class_name="card",
        key=group.practitioner_id,
    )


def _made() -> rx.Component:
    return banner(
        html.p("Add this address to your calendar program as a subscription:"),
        html.div(
            copy_text(FeedsState.address, label="Copy the address"), class_name="secret-address"
        ),
        html.p("It is shown this once. Whoever has it can read these visits."),
        kind="good",
    )


def _feed(feed: RowVar[FeedLine]) -> rx.Component:
    return html.li(
        html.span(text("Made ", feed.made), class_name="num"),
        button(
            "Take back",
            kind="ghost",
            size="small",
            on_click=FeedsState.revoke(feed.id),
            aria_label=text("Take back the link made ", feed.made),
        ),
        key=feed.id,
        class_name="feed-line",
    )
