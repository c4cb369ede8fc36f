from typing import Any

from django.db import migrations

TABLE = "projects_entry"


def install(apps: Any, schema_editor: Any) -> None:
    """The database itself refuses to change or delete a line of the journal."""
    run = schema_editor.execute
    if schema_editor.connection.vendor == "postgresql":
        run(
            "CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'journal is append-only'; END $$"
        )
        run(
            f"CREATE TRIGGER journal_append_only BEFORE UPDATE OR DELETE ON {TABLE} "
            "FOR EACH ROW EXECUTE FUNCTION journal_refuse()"
        )
        return
    for act in ("UPDATE", "DELETE"):
        run(
            f"CREATE TRIGGER journal_no_{act.lower()} BEFORE {act} ON {TABLE} "
            "BEGIN SELECT RAISE(ABORT, 'journal is append-only'); END"
        )


def remove(apps: Any, schema_editor: Any) -> None:
    run = schema_editor.execute
    if schema_editor.connection.vendor == "postgresql":
        run(f"DROP TRIGGER journal_append_only ON {TABLE}")
        run("DROP FUNCTION journal_refuse()")
        return
    for act in ("update", "delete"):
        run(f"DROP TRIGGER journal_no_{act}")


class Migration(migrations.Migration):
    dependencies = [("projects", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
