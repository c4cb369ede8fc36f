"""Celery's way in: thin tasks that take a key and make one call. A leaf."""

from uuid import UUID

from celery import shared_task
from celery.signals import worker_process_init, worker_ready

from projects import mail, pdf, reminders, reports
from projects.actions.document_files import purge_orphans
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


@shared_task(name=reports.MAKE)
def make_report(report_id: str) -> None:
    reports.make(UUID(report_id))


@shared_task(name="projects.purge")
def purge() -> None:
    """Exports of yesterday, and files that an interrupted upload left behind."""
    reports.purge()
    purge_orphans()


@worker_ready.connect
@worker_process_init.connect
def warm_pdf(**_kwargs: object) -> None:
    """Start the rendering child with the worker: its import costs one second."""
    pdf.warm()
