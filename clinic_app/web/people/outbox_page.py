"""The demo's outbox: every mail that would have been sent, with its link to click."""

import reflex as rx

from clinic_app.web.people.outbox_state import OutboxRow, OutboxState
from clinic_app.web.ui import html
from clinic_app.web.ui.button import button, text_link
from clinic_app.web.ui.feedback import empty_state, skeleton_rows
from clinic_app.web.ui.layouts import not_found_page, outside_layout
from clinic_app.web.ui.reactive import RowVar, choose, each, either, is_empty, pick, text
from clinic_app.web.ui.tag import tag


def outbox_body() -> rx.Component:
    """The mails in a demo; elsewhere the page is not there."""
    return choose(
        OutboxState.situation,
        ("shown", _outbox()),
        ("missing", not_found_page()),
        default=html.main(skeleton_rows(3), id="content"),
    )


def _outbox() -> rx.Component:
    return outside_layout(
        "Outbox",
        button(
            "Look again",
            icon_name="rotate-cw",
            on_click=OutboxState.open,
            class_name="outbox-head",
        ),
        either(
            is_empty(OutboxState.rows),
            empty_state(
                "Nothing yet",
                "Invitations, codes and confirmations appear here.",
                icon_name="mail",
            ),
            html.ul(each(OutboxState.rows, _mail), class_name="outbox"),
        ),
        lead="This demo sends no mail and no text messages. What would have gone out is kept here.",
        below=html.p(text_link("Go to the start page", href="/"), class_name="outside-below"),
        wide=True,
    )


def _mail(mail: RowVar[OutboxRow]) -> rx.Component:
    tint = pick(mail.state, {"sent": "green", "failed": "red"}, "amber")
    words = pick(mail.state, {"sent": "printed", "failed": "failed"}, "waiting")
    return html.li(
        html.article(
            html.header(
                html.h2(mail.subject),
                tag(words, tint=tint),
                class_name="row row--between",
            ),
            html.p(text("To ", mail.recipient, " · ", mail.at), class_name="faint"),
            html.div(
                mail.before,
                html.plain_a(mail.link, href=mail.href, class_name="link"),
                mail.after,
                class_name="outbox-text",
            ),
        ),
        key=mail.id,
    )
