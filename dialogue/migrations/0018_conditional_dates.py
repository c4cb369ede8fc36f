"""The second deliberation that holds only under a condition says so in its row."""

from django.db import migrations


def mark(apps, schema_editor):
    apps.get_model("projects", "Deadline").objects.filter(
        key__startswith="consultation:", key__endswith=":reexamen", binding=False
    ).update(nature="conditional")


class Migration(migrations.Migration):
    dependencies = [
        ("dialogue", "0017_agenda_origin"),
        ("projects", "0018_deadline_nature"),
    ]

    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
