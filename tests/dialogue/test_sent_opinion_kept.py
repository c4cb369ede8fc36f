"""The database itself keeps what was sent: neither changed nor deleted."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import QuerySet

from dialogue.actions import transmission, votes
from dialogue.enums import Choice
from dialogue.models import Opinion, Passage, PassageRevision, Vote, Voter
from projects.actions.accounts import close_account
from tests.dialogue.avis import adopted, cast_all, ready
from tests.factories import World


def sent(world: World) -> Opinion:
    """An opinion adopted by a nominal vote, then sent to the employer."""
    opinion = ready(world)
    vote = votes.open_vote(opinion, actor=world.secretary, present=[world.secretary])
    cast_all(vote, {world.secretary: Choice.FOR})
    votes.close_vote(vote, actor=world.secretary)
    opinion.refresh_from_db()
    transmission.transmit(opinion, actor=world.secretary)
    return opinion


def delete(rows: QuerySet[Passage] | QuerySet[Vote] | QuerySet[Opinion]) -> None:
    """As a hand in the database would: past the checks of Django."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f'DELETE FROM "{rows.model._meta.db_table}"')


@pytest.mark.parametrize("model", [Opinion, Passage, Vote, Voter])
def test_nothing_of_a_sent_opinion_is_deleted(world: World, model: type) -> None:
    sent(world)
    rows = model._default_manager.all()  # type: ignore[attr-defined]
    assert rows.count() == 1
    with pytest.raises(DatabaseError, match="the opinion was sent"):
        delete(rows)
    assert rows.count() == 1


@pytest.mark.parametrize("model", [Vote, Passage])
def test_what_was_never_sent_proves_nothing(world: World, model: type) -> None:
    adopted(world)
    rows = model._default_manager.all()  # type: ignore[attr-defined]
    with transaction.atomic():
        delete(rows)
        assert rows.count() == 0
        # What pointed to it still does: the deletion is taken back.
        transaction.set_rollback(True)


def test_closing_the_account_of_its_author_leaves_the_opinion_whole(
    world: World,
) -> None:
    sent(world)
    close_account(world.elected.user)
    assert (Passage.objects.count(), PassageRevision.objects.count()) == (1, 1)
    assert Voter.objects.get().member == world.secretary


def test_no_migration_lost_a_trigger(db: None) -> None:
    """SQLite drops the triggers of a table that a migration builds anew."""
    postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT trigger_name FROM information_schema.triggers"
            if postgresql
            else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        )
        kept = {name for (name,) in cursor.fetchall()}
    journal = {"journal_append_only"}
    if not postgresql:
        journal = {"journal_no_update", "journal_no_delete"}
    assert kept - journal == {
        *("revision_kept", "revision_held", "passage_closed", "passage_late"),
        *("opinion_settled", "vote_settled", "voter_settled"),
        *("transmission_kept", "transmission_held"),
        *("meeting_approved", "point_approved", "point_held"),
        *("sheet_sent", "sheet_held"),
        *("opinion_held", "passage_held", "vote_held", "voter_held"),
        *("version_frozen", "version_kept"),
    }
