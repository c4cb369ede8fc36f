from importlib import import_module
from typing import Any

from django.db import migrations, models
from django.db.models import F, Q

changed = import_module("dialogue.migrations.0002_opinion_read_only")
deleted = import_module("dialogue.migrations.0007_sent_opinion_kept")
#: Those of the table that SQLite builds anew, and those that read it.
TABLES = (changed.VOTE, changed.VOTER)
TRIGGERS = [
    *(rule for rule in changed.RULES if rule[2] in TABLES),
    *(
        (name, "DELETE", table, when, deleted.SENTENCE)
        for name, table, when in deleted.SENT
        if table in TABLES
    ),
]
[SETTLED] = [rule for rule in changed.RULES if rule[0] == "opinion_settled"]
#: The vote of a public body fills in the direction, once: nobody had chosen one.
FILLED = SETTLED[3].replace("AND OLD.state", "AND OLD.stance <> '' AND OLD.state")


def put_aside(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "sqlite":
        for name, *_rule in TRIGGERS:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")


def put_back(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "sqlite":
        for rule in TRIGGERS:
            _create(schema_editor, *rule)


def allow_the_vote(apps: Any, schema_editor: Any) -> None:
    _replace(schema_editor, FILLED)


def refuse_the_vote(apps: Any, schema_editor: Any) -> None:
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
    _create(schema_editor, name, act, table, when, sentence)


def _create(
    schema_editor: Any, name: str, act: str, table: str, when: str, sentence: str
) -> None:
    schema_editor.execute(
        f"CREATE TRIGGER {name} BEFORE {act} ON {table} WHEN {when} "
        f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
    )


OTHERS = F("votes_against") + F("abstentions")


class Migration(migrations.Migration):
    dependencies = [
        ("dialogue", "0013_expertise_and_levels"),
        ("projects", "0014_workplace_branch"),
    ]

    operations = [
        migrations.RunPython(put_aside, put_back),
        migrations.AddField(
            model_name="vote",
            name="public",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AlterField(
            model_name="opinion",
            name="stance",
            field=models.CharField(
                blank=True,
                choices=[
                    ("favourable", "favorable"),
                    ("unfavourable", "défavorable"),
                    ("reserved", "réservé"),
                    ("given", "réputé donné, sans majorité"),
                ],
                max_length=16,
                verbose_name="sens de l’avis",
            ),
        ),
        migrations.AddConstraint(
            model_name="vote",
            constraint=models.CheckConstraint(
                condition=Q(adopted=None)
                | Q(public=True, adopted=True)
                | Q(public=False, adopted=True, votes_for__gt=OTHERS)
                | Q(public=False, adopted=False, votes_for__lte=OTHERS),
                name="vote_adopted_by_its_law",
            ),
        ),
        migrations.RunPython(put_back, put_aside),
        migrations.RunPython(allow_the_vote, refuse_the_vote),
    ]
