"""Hand in the sheets whose answers were shown before handing in counted.

Closing used to count and show every sheet, handed in or not. From now on only those
handed in are. What everybody has read since cannot be unread, and the counts of closed
diagnostics hold it: these sheets become handed in, at the moment they were shown.
Sheets without an answer, and those of diagnostics that are open, stay as they are.
"""

from django.db import migrations
from django.db.models import Exists, OuterRef, Subquery


def hand_in(apps, schema_editor):
    assessment = apps.get_model("diagnostics", "Assessment")
    answer = apps.get_model("diagnostics", "Answer")
    respondent = apps.get_model("diagnostics", "Respondent")
    given = answer.objects.filter(respondent=OuterRef("pk")).exclude(kind="draft")
    shown = assessment.objects.filter(pk=OuterRef("assessment_id"))
    respondent.objects.filter(
        Exists(given), assessment__state="closed", done_at=None
    ).update(done_at=Subquery(shown.values("closed_at")[:1]))


class Migration(migrations.Migration):
    dependencies = [
        ("diagnostics", "0005_draft_answers"),
    ]

    operations = [
        migrations.RunPython(hand_in, migrations.RunPython.noop),
    ]
