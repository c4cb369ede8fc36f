from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0007_meeting_reports"),
    ]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="awaits",
            field=models.CharField(
                blank=True, default="", editable=False, max_length=80
            ),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("awaits", ""), _negated=True),
                fields=["user"],
                name="notice_awaited",
            ),
        ),
        # An estimate that nobody could explain: a constant for each kind of date.
        migrations.RemoveField(model_name="deadline", name="minutes"),
    ]
