from typing import Any

from django.db import migrations

TABLE = "diagnostics_instrumentversion"
SENTENCE = "a published version does not change"


def install(apps: Any, schema_editor: Any) -> None:
    """The database itself keeps what an old assessment was filled with."""
    run = schema_editor.execute
    for name, verb in (("version_frozen", "UPDATE"), ("version_kept", "DELETE")):
        if schema_editor.connection.vendor != "postgresql":
            run(
                f"CREATE TRIGGER {name} BEFORE {verb} ON {TABLE} "
                "WHEN OLD.published_at IS NOT NULL "
                f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
            )
            continue
        row = "OLD" if verb == "DELETE" else "NEW"
        run(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN IF OLD.published_at IS NOT NULL THEN "
            f"RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'check_violation'; "
            f"END IF; RETURN {row}; END $$"
        )
        run(
            f"CREATE TRIGGER {name} BEFORE {verb} ON {TABLE} "
            f"FOR EACH ROW EXECUTE FUNCTION {name}()"
        )


def remove(apps: Any, schema_editor: Any) -> None:
    run = schema_editor.execute
    postgresql = schema_editor.connection.vendor == "postgresql"
    for name in ("version_frozen", "version_kept"):
        run(f"DROP TRIGGER {name}" + (f" ON {TABLE}" if postgresql else ""))
        if postgresql:
            run(f"DROP FUNCTION {name}()")


class Migration(migrations.Migration):
    dependencies = [("diagnostics", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
