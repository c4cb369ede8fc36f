"""Celery's way in: thin tasks that take a key and make one call. A leaf."""

from uuid import UUID

from celery import shared_task

from projects import mail, reminders
from projects.sweep import sweep as sweep_now


@shared_task(name=mail.SEND)
def send_mail(mail_id: str) -> None:
    mail.deliver(UUID(mail_id))


@shared_task(name="projects.plan_reminders")
def plan_reminders() -> None:
    reminders.plan()


@shared_task(name="projects.sweep")
def sweep() -> None:
    sweep_now()
