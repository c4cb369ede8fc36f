from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def keep_the_link(apps: Any, schema_editor: Any) -> None:
    """The one line that a document answered becomes the first of several."""
    Document = apps.get_model("projects", "Document")
    link = Document.information_due.through
    link.objects.bulk_create(
        (
            link(document_id=document, informationdue_id=line)
            for document, line in Document.objects.exclude(one_line=None).values_list(
                "pk", "one_line"
            )
        ),
        batch_size=1000,
    )


class Migration(migrations.Migration):
    dependencies = [("projects", "0008_notice_awaited")]

    operations = [
        migrations.RenameField("document", "information_due", "one_line"),
        migrations.AlterField(
            "document",
            "one_line",
            models.ForeignKey(
                "projects.informationdue",
                on_delete=django.db.models.deletion.PROTECT,
                null=True,
                related_name="+",
            ),
        ),
        migrations.AddField(
            "document",
            "information_due",
            models.ManyToManyField(
                "projects.informationdue",
                blank=True,
                related_name="documents",
                verbose_name="répond aux informations attendues",
            ),
        ),
        migrations.RunPython(keep_the_link, migrations.RunPython.noop),
    ]
