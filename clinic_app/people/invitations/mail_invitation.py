"""The words of an invitation's mail."""

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from clinic_app.access.actor import Actor
from clinic_app.kit.time_words import clock
from clinic_app.kit.zones import to_wall
from clinic_app.notifications.send_mail import send_mail
from clinic_app.people.members.member_rules import role_words
from clinic_app.people.tables import Invitation, Organization
from clinic_app.settings import settings


async def mail_invitation(
    session: AsyncSession, actor: Actor, invitation: Invitation, token: str
) -> None:
    """Send the link. Only this mail ever holds the token."""
    query = select(Organization).where(col(Organization.id) == actor.organization_id)
    clinic = (await session.execute(query)).scalar_one()
    until = to_wall(invitation.expires_at, clinic.time_zone)
    body = (
        f"Hello,\n\n{actor.name} invites you to join {clinic.name} on Polyclinic"
        f" as {role_words(invitation.role)}.\n\n"
        f"Open this link to join:\n{settings().base_url}/invitation/{token}\n\n"
        f"The link is for this email address only, works once, and until"
        f" {until:%-d %B %Y}, {clock(until)} ({clinic.time_zone}).\n\n"
        "If you did not expect this, you can leave it unanswered.\n"
    )
    await send_mail(
        session,
        recipient=invitation.email,
        subject=f"Join {clinic.name} on Polyclinic",
        body=body,
        good_until=invitation.expires_at,
    )
