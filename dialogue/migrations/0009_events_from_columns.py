"""What the columns and suspensions said becomes events, told by whoever opened the file.

Going back from here loses nothing. Past the next migration the columns are gone, and
going back does not write them again.
"""

from django.db import migrations

COLUMNS = (
    ("information_on", "information", "shared"),
    ("expert_named_on", "expert_designe", "caucus"),
    ("expert_asked_on", "expert_demande", "caucus"),
    ("opinion_on", "avis", "shared"),
)
FIXED = (("agreed_on", "accord"), ("judge_extended_to", "prolongation_juge"))


def copy(apps, schema_editor):
    Event = apps.get_model("dialogue", "Event")
    consultations = apps.get_model("dialogue", "Consultation").objects
    events = []
    for row in consultations.select_related("project").iterator(chunk_size=500):
        common = {
            "organisation_id": row.organisation_id,
            "project_id": row.project_id,
            "consultation": row,
            "recorded_by_id": row.project.created_by_id,
        }
        for column, kind, room in COLUMNS:
            if (on := getattr(row, column)) is not None:
                events.append(Event(kind=kind, on=on, room=room, **common))
        if row.expert and row.expert_named_on is None:
            # The period had two months: the day of the vote is what is not known.
            events.append(
                Event(
                    kind="expert_designe",
                    on=row.information_on or row.created_at.date(),
                    room="caucus",
                    note="Jour du vote à vérifier : il n’était pas noté.",
                    **common,
                )
            )
        for column, kind in FIXED:
            if (until := getattr(row, column)) is not None:
                # The day of the agreement or of the decision was not kept.
                on = row.information_on or until
                proof = row.agreed_evidence_id if kind == "accord" else None
                events.append(
                    Event(
                        kind=kind,
                        on=min(on, until),
                        until=until,
                        room="caucus",
                        evidence_id=proof,
                        **common,
                    )
                )
        for pause in row.suspensions.all():
            challenge = {"kind": "contestation", "room": "shared", "note": pause.reason}
            events.append(Event(on=pause.starts_on, **challenge, **common))
            if pause.ends_on is not None:
                judgment = {"kind": "jugement_notifie", "room": "shared"}
                events.append(Event(on=pause.ends_on, **judgment, **common))
    Event.objects.bulk_create(events, batch_size=500)


def forget(apps, schema_editor):
    apps.get_model("dialogue", "Event").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("dialogue", "0008_event_log")]

    operations = [migrations.RunPython(copy, forget)]
