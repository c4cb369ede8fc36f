from importlib import import_module
from typing import Any

from django.db import migrations

changed = import_module("dialogue.migrations.0002_opinion_read_only")
[SETTLED] = [rule for rule in changed.RULES if rule[0] == "vote_settled"]
KEPT = (
    *("id", "opinion_id", "mode", "opened_at", "opened_by_id", "closed_at"),
    *("present", "votes_for", "votes_against", "abstentions", "public", "adopted"),
)
#: A day typed by hand may be put right, and nothing else, until the opinion is sent.
REDATED = (
    "OLD.mode = 'show_of_hands' AND NEW.cancelled_at IS NULL "
    # An equality with NULL is neither true nor false, and would let the vote reopen.
    "AND NEW.closed_at IS NOT NULL AND NEW.adopted IS NOT NULL AND "
    + " AND ".join(f"NEW.{name} = OLD.{name}" for name in KEPT)
    + f" AND (SELECT state FROM {changed.OPINION} WHERE id = OLD.opinion_id) "
    "<> 'transmitted'"
)
BUT_ITS_DAY = f"({SETTLED[3]}) AND NOT (OLD.cancelled_at IS NULL AND {REDATED})"


def allow(apps: Any, schema_editor: Any) -> None:
    _replace(schema_editor, BUT_ITS_DAY)


def refuse(apps: Any, schema_editor: Any) -> None:
    _replace(schema_editor, SETTLED[3])


def _replace(schema_editor: Any, when: str) -> None:
    name, act, table, _when, sentence = SETTLED
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN IF {when} THEN RAISE EXCEPTION '{sentence}' "
            "USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $$"
        )
        return
    schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")
    schema_editor.execute(
        f"CREATE TRIGGER {name} BEFORE {act} ON {table} WHEN {when} "
        f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
    )


class Migration(migrations.Migration):
    dependencies = [("dialogue", "0015_public_vote")]
    operations = [migrations.RunPython(allow, refuse)]
