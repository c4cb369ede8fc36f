from typing import Any

from django.db import migrations

MEETING, POINT = "dialogue_meeting", "dialogue_agendapoint"
SHEET = "dialogue_attendance"

APPROVED = f"(SELECT state FROM {MEETING} WHERE id = OLD.meeting_id) = 'approved'"
SENT = (
    f"(SELECT state FROM {MEETING} WHERE id = OLD.meeting_id) IN ('sent', 'approved')"
)
#: What the database itself refuses (AC-06): name, act, table, when, sentence.
RULES = (
    (
        "meeting_approved",
        "UPDATE",
        MEETING,
        "OLD.state = 'approved'",
        "the minutes are approved",
    ),
    ("point_approved", "UPDATE", POINT, APPROVED, "the minutes are approved"),
    ("point_held", "DELETE", POINT, APPROVED, "the minutes are approved"),
    ("sheet_sent", "UPDATE", SHEET, SENT, "the minutes are sent"),
    ("sheet_held", "DELETE", SHEET, SENT, "the minutes are sent"),
)


def install(apps: Any, schema_editor: Any) -> None:
    run = schema_editor.execute
    postgresql = schema_editor.connection.vendor == "postgresql"
    for name, act, table, when, sentence in RULES:
        if not postgresql:
            condition = f"WHEN {when} " if when else ""
            run(
                f"CREATE TRIGGER {name} BEFORE {act} ON {table} {condition}"
                f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
            )
            continue
        row = "OLD" if act == "DELETE" else "NEW"
        refuse = f"RAISE EXCEPTION '{sentence}' USING ERRCODE = 'check_violation';"
        body = f"IF {when} THEN {refuse} END IF;" if when else refuse
        run(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {body} RETURN {row}; END $$"
        )
        run(
            f"CREATE TRIGGER {name} BEFORE {act} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {name}()"
        )


def remove(apps: Any, schema_editor: Any) -> None:
    run = schema_editor.execute
    postgresql = schema_editor.connection.vendor == "postgresql"
    for name, _act, table, _when, _sentence in RULES:
        run(f"DROP TRIGGER {name}" + (f" ON {table}" if postgresql else ""))
        if postgresql:
            run(f"DROP FUNCTION {name}()")


class Migration(migrations.Migration):
    dependencies = [("dialogue", "0005_meetings")]
    operations = [migrations.RunPython(install, remove)]
