from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("diagnostics", "0002_published_read_only"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="instrument",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("shared", False), ("current__isnull", False), _connector="OR"
                ),
                name="instrument_shared_once_published",
            ),
        ),
    ]
