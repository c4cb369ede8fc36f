"""Background work. The broker only wakes workers: rows are the record (habit 9)."""

import os

from celery import Celery
from celery.schedules import crontab

# Celery reads Django's settings when it is built, so the module must be known here.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("navette")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
# A message that beat wrote while no worker ran must not be replayed once per minute
# of the outage: `expires` lets it go, the next one does the same work.
app.conf.beat_schedule = {
    "sweep": {
        "task": "projects.sweep",
        "schedule": 60.0,
        "options": {"expires": 55},
    },
    "plan-reminders": {
        "task": "projects.plan_reminders",
        "schedule": crontab(minute="7"),
        "options": {"expires": 3500},
    },
    "purge": {
        "task": "projects.purge",
        "schedule": crontab(minute="37"),
        "options": {"expires": 3500},
    },
    "erase-notes": {
        "task": "diagnostics.erase_notes",
        "schedule": crontab(hour="0", minute="40"),
        "options": {"expires": 80_000},
    },
    "deem-opinions": {
        "task": "dialogue.deem_opinions",
        "schedule": crontab(hour="0", minute="20"),
        "options": {"expires": 80_000},
    },
}
