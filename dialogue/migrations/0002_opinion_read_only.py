from typing import Any

from django.db import migrations

REVISION, PASSAGE = "dialogue_passagerevision", "dialogue_passage"
VOTE, VOTER = "dialogue_vote", "dialogue_voter"
OPINION, TRANSMISSION = "dialogue_opinion", "dialogue_transmission"

NOT_DRAFTING = f"(SELECT state FROM {OPINION} WHERE id = NEW.opinion_id) <> 'drafting'"
VOTE_OVER = (
    f"EXISTS (SELECT 1 FROM {VOTE} WHERE id = OLD.vote_id "
    "AND (closed_at IS NOT NULL OR cancelled_at IS NOT NULL))"
)
#: What the database itself refuses (AC-06): name, act, table, when, sentence.
RULES = (
    ("revision_kept", "UPDATE", REVISION, "", "history is append-only"),
    ("revision_held", "DELETE", REVISION, "", "history is append-only"),
    ("passage_closed", "UPDATE", PASSAGE, NOT_DRAFTING, "the opinion is read-only"),
    ("passage_late", "INSERT", PASSAGE, NOT_DRAFTING, "the opinion is read-only"),
    (
        "opinion_settled",
        "UPDATE",
        OPINION,
        "OLD.state = 'transmitted' OR (NEW.stance <> OLD.stance "
        "AND OLD.state <> 'drafting')",
        "the opinion is read-only",
    ),
    (
        "vote_settled",
        "UPDATE",
        VOTE,
        "OLD.closed_at IS NOT NULL OR OLD.cancelled_at IS NOT NULL",
        "the vote is over",
    ),
    (
        "voter_settled",
        "UPDATE",
        VOTER,
        f"OLD.cast_at IS NOT NULL OR {VOTE_OVER}",
        "the ballot is cast",
    ),
    ("transmission_kept", "UPDATE", TRANSMISSION, "", "the transmission is a proof"),
    ("transmission_held", "DELETE", TRANSMISSION, "", "the transmission is a proof"),
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
    dependencies = [("dialogue", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
