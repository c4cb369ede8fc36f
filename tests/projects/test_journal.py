import pytest
from django.db import DatabaseError, connection, transaction

from projects import journal
from projects.models import Entry
from tests.factories import World


def write(world: World) -> Entry:
    return journal.record(
        world.project,
        "project.changed",
        "Le titre a changé",
        actor=world.secretary,
        target=world.project,
    )


@pytest.mark.parametrize(
    "statement",
    ["UPDATE projects_entry SET sentence = 'autre'", "DELETE FROM projects_entry"],
)
def test_database_refuses_to_change_the_journal(world: World, statement: str) -> None:
    entry = write(world)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert Entry.objects.get(pk=entry.pk).sentence == "Le titre a changé"


#: A line put in the place of one that is there, as each database words it.
REPLACED = {
    "sqlite": "REPLACE INTO projects_entry SELECT * FROM projects_entry",
    "postgresql": "INSERT INTO projects_entry SELECT * FROM projects_entry "
    "ON CONFLICT (id) DO UPDATE SET sentence = 'autre'",
}


def test_database_refuses_to_replace_a_line(world: World) -> None:
    entry = write(world)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(REPLACED[connection.vendor])
    assert Entry.objects.get(pk=entry.pk).sentence == "Le titre a changé"


def test_a_line_cannot_be_saved_again_nor_deleted(world: World) -> None:
    entry = write(world)
    with pytest.raises(TypeError):
        entry.save()
    with pytest.raises(TypeError):
        entry.delete()


def test_caucus_lines_are_not_visible_to_the_employer(world: World) -> None:
    entry = write(world)
    assert list(Entry.objects.visible_to(world.elected)) == [entry]
    assert list(Entry.objects.visible_to(world.employer)) == []
    assert list(Entry.objects.visible_to(world.outsider)) == []
