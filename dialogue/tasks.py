"""Recurring work of the dialogue. The rows decide; running twice changes nothing."""

from celery import shared_task
from django.utils import timezone

from dialogue.actions import consultations
from projects.models import Heartbeat


@shared_task(name="dialogue.deem_opinions")
def deem_opinions() -> int:
    """Every night: periods that passed without an opinion (R2312-6).

    A last day that still runs overseas when it is midnight in Paris waits for the
    next night.
    """
    count = consultations.deem_overdue(timezone.now())
    Heartbeat.objects.update_or_create(
        name="deem_opinions", defaults={"at": timezone.now()}
    )
    return count
