"""The job that carries one email out of the outbox."""

from uuid import UUID

from procrastinate import JobContext
from sqlmodel import col, select

from clinic_app.database.transaction import transaction
from clinic_app.jobs.queue import job
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.notifications.carry_out import carry_out
from clinic_app.notifications.choose_sender import choose_sender
from clinic_app.notifications.ports import Letter
from clinic_app.notifications.tables import Mail

DELIVER_MAIL = "deliver-mail"


@job(DELIVER_MAIL)
async def deliver_mail(context: JobContext, mail_id: str, organization_id: str = "") -> None:
    """Send one mail; raises SendFailed when the queue shall come back to it.

    Once, but for a worker that dies between the server's yes and the commit: then the same letter
    goes out again, under the same Message-ID.
    """
    sender = choose_sender()
    async with transaction() as session:
        # The lock makes a second worker wait and then find the mail already sent.
        query = select(Mail).where(col(Mail.id) == UUID(mail_id)).with_for_update()
        mail = (await session.execute(query)).scalar_one_or_none()
        if mail is None or mail.sent_at is not None or mail.failed_at is not None:
            return
        letter = Letter(mail.id, mail.recipient, mail.subject, mail.body, mail.calendar)
        await carry_out(mail, lambda: sender.send(letter), attempts=context.job.attempts)
        if not sender.keeps_copies:
            mail.body = mail.calendar = ""  # its links are keys; nobody needs them any more
        if organization_id:
            await announce(session, UUID(organization_id), Topic.MESSAGES)
