from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0018_deadline_nature"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="systemreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("author", None), ("state", "to_read")),
                    models.Q(("author__isnull", False), ("state", "open")),
                    ("state", "answered"),
                    _connector="OR",
                ),
                name="system_report_to_read_from_a_visitor",
            ),
        ),
    ]
