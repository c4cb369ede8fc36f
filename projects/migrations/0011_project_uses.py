from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0010_document_lines_only"),
    ]

    operations = [
        migrations.AddField(
            model_name="project",
            name="uses",
            field=models.JSONField(
                blank=True, default=dict, verbose_name="réponses sur l’usage"
            ),
        ),
    ]
