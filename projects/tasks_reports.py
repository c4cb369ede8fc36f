"""Celery's way into reports: a leaf that nothing imports."""

from uuid import UUID

from celery import shared_task
from celery.signals import worker_process_init, worker_ready

from projects import pdf, reports


@shared_task(name=reports.MAKE)
def make_report(report_id: str) -> None:
    reports.make(UUID(report_id))


@shared_task(name="projects.purge_reports")
def purge_reports() -> None:
    reports.purge()


@worker_ready.connect
@worker_process_init.connect
def warm_pdf(**_kwargs: object) -> None:
    """Start the rendering child with the worker: its import costs one second."""
    pdf.warm()
