from django.db import migrations


class Migration(migrations.Migration):
    """Apart from the copy: PostgreSQL changes no table that has rows in flight."""

    dependencies = [("projects", "0009_document_answers_lines")]

    operations = [migrations.RemoveField("document", "one_line")]
