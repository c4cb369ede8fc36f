"""Recurring work of the instruments. The rows decide; running twice changes nothing."""

from celery import shared_task
from django.utils import timezone

from diagnostics.actions import interviews
from projects.models import Heartbeat


@shared_task(name="diagnostics.erase_notes")
def erase_notes() -> int:
    """Every night: notes of interviews whose last day has passed."""
    count = interviews.erase_overdue(timezone.localdate())
    Heartbeat.objects.update_or_create(
        name="erase_notes", defaults={"at": timezone.now()}
    )
    return count
