"""Background work. The broker only wakes workers: rows are the record (habit 9)."""

import os
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import worker_process_init, worker_ready

# Celery reads Django's settings when it is built, so the module must be known here.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("navette")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    "sweep": {"task": "projects.sweep", "schedule": 60.0},
    "plan-reminders": {
        "task": "projects.plan_reminders",
        "schedule": crontab(minute="7"),
    },
    "digests": {
        "task": "projects.send_digests",
        "schedule": crontab(hour="7", minute="0"),
    },
    "deem-opinions": {
        "task": "dialogue.deem_opinions",
        "schedule": crontab(hour="0", minute="20"),
    },
}


@worker_ready.connect
@worker_process_init.connect
def load_weasyprint(**_kwargs: Any) -> None:
    """Import WeasyPrint before the first PDF: its import costs one second."""
    import weasyprint  # noqa: F401, PLC0415 -- only workers pay for it
