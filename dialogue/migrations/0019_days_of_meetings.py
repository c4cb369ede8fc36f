"""Meetings convened before their day stood in the ledger find their place in it."""

from django.db import migrations
from django.utils import timezone

KINDS = {"ordinary": "Réunion ordinaire", "extraordinary": "Réunion extraordinaire"}


def words(meeting):
    hour = ""
    if meeting.starts_at is not None:
        hour = f" à {meeting.starts_at.hour}\u00a0h"
        if meeting.starts_at.minute:
            hour += f"\u00a0{meeting.starts_at.minute:02}"
    video = "en visioconférence" if meeting.video else ""
    parts = (KINDS.get(meeting.kind, "Réunion") + hour, meeting.place, video)
    return ", ".join(filter(None, parts))[:200]


def put(apps, schema_editor):
    Deadline = apps.get_model("projects", "Deadline")
    meetings = apps.get_model("dialogue", "Meeting").objects
    for row in meetings.filter(state="convened", held_on__gte=timezone.localdate()):
        Deadline.objects.get_or_create(
            key=f"meeting:{row.pk}:reunion",
            state="open",
            defaults={
                "organisation_id": row.organisation_id,
                "project_id": row.project_id,
                "label": words(row),
                "due_on": row.held_on,
                "room": "shared",
                "binding": False,
                "nature": "sitting",
                "action_label": "Voir la réunion",
                "action_url": f"/projets/{row.project_id}/reunions/{row.pk}/",
            },
        )


class Migration(migrations.Migration):
    dependencies = [
        ("dialogue", "0018_conditional_dates"),
        ("projects", "0018_deadline_nature"),
    ]

    operations = [migrations.RunPython(put, migrations.RunPython.noop)]
