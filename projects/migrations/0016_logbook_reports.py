from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0015_systems"),
    ]

    operations = [
        migrations.AlterField(
            model_name="report",
            name="kind",
            field=models.CharField(
                choices=[
                    ("dossier", "dossier de consultation"),
                    ("opinion", "avis"),
                    ("convocation", "ordre du jour"),
                    ("minutes", "procès-verbal"),
                    ("letter", "lettre"),
                    ("logbook", "carnet"),
                ],
                max_length=16,
            ),
        ),
    ]
