from typing import Any

from django.db import migrations

OPINION, PASSAGE = "dialogue_opinion", "dialogue_passage"
VOTE, VOTER = "dialogue_vote", "dialogue_voter"
#: Row of the table -> whether it belongs to an opinion that was sent.
SENT = (
    ("opinion_held", OPINION, "OLD.state = 'transmitted'"),
    (
        "passage_held",
        PASSAGE,
        f"EXISTS (SELECT 1 FROM {OPINION} WHERE id = OLD.opinion_id "
        "AND state = 'transmitted')",
    ),
    (
        "vote_held",
        VOTE,
        f"EXISTS (SELECT 1 FROM {OPINION} WHERE id = OLD.opinion_id "
        "AND state = 'transmitted')",
    ),
    (
        "voter_held",
        VOTER,
        f"EXISTS (SELECT 1 FROM {VOTE} JOIN {OPINION} "
        f"ON {OPINION}.id = {VOTE}.opinion_id WHERE {VOTE}.id = OLD.vote_id "
        f"AND {OPINION}.state = 'transmitted')",
    ),
)
SENTENCE = "the opinion was sent"


def install(apps: Any, schema_editor: Any) -> None:
    """The database itself refuses to delete what was sent; 0002 refuses to change it."""
    run = schema_editor.execute
    for name, table, when in SENT:
        if schema_editor.connection.vendor != "postgresql":
            run(
                f"CREATE TRIGGER {name} BEFORE DELETE ON {table} WHEN {when} "
                f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
            )
            continue
        run(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN IF {when} THEN RAISE EXCEPTION '{SENTENCE}' "
            "USING ERRCODE = 'check_violation'; END IF; RETURN OLD; END $$"
        )
        run(
            f"CREATE TRIGGER {name} BEFORE DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {name}()"
        )


def remove(apps: Any, schema_editor: Any) -> None:
    run = schema_editor.execute
    postgresql = schema_editor.connection.vendor == "postgresql"
    for name, table, _when in SENT:
        run(f"DROP TRIGGER {name}" + (f" ON {table}" if postgresql else ""))
        if postgresql:
            run(f"DROP FUNCTION {name}()")


class Migration(migrations.Migration):
    dependencies = [("dialogue", "0006_minutes_read_only")]
    operations = [migrations.RunPython(install, remove)]
