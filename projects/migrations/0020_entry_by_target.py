from django.db import migrations, models


class Migration(migrations.Migration):
    """An index alone: the table is not built again, and keeps its triggers."""

    dependencies = [
        ("projects", "0019_report_to_read"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("project__isnull", False)),
                fields=["target", "id"],
                name="entry_by_target_of_project",
            ),
        ),
    ]
