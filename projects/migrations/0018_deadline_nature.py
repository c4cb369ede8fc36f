from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0017_diagnostic_reports"),
    ]

    operations = [
        migrations.AddField(
            model_name="deadline",
            name="nature",
            field=models.CharField(
                choices=[
                    ("awaited", "à tenir"),
                    ("conditional", "sous condition"),
                    ("sitting", "rendez-vous"),
                ],
                default="awaited",
                max_length=12,
            ),
        ),
    ]
