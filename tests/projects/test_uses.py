"""What the tool is used for: answered by the delegation, read by it alone."""

from typing import Any

import pytest
from django.test import Client

from projects.actions.projects import edit_project, fingerprint
from projects.enums import Regime, Room, Use
from projects.forms.uses import SECTIONS, asked
from projects.models import Entry
from tests.factories import World
from tests.projects.sheets import client_of, text_of, url


def answers(world: World, **known: str) -> dict[str, Any]:
    unknown = {use.value: "unknown" for use in asked(world.project)}
    return {**unknown, "seen": fingerprint(world.project), **known}


def test_every_question_of_the_sheet_stands_in_one_section() -> None:
    assert sorted(use for _title, uses in SECTIONS for use in uses) == sorted(Use)


def test_only_what_is_known_is_stored(world: World, secretary_client: Client) -> None:
    sent = answers(world, recruitment="yes", upgrade="no")
    secretary_client.post(url("project_uses", world), sent)
    world.project.refresh_from_db()
    assert world.project.uses == {"recruitment": "yes", "upgrade": "no"}


def test_an_answer_leaves_a_line_in_the_journal_of_the_delegation(
    world: World, secretary_client: Client
) -> None:
    secretary_client.post(url("project_uses", world), answers(world, appraisal="yes"))
    entry = Entry.objects.filter(verb="project.edited").get()
    assert (entry.room, entry.sentence) == (
        Room.CAUCUS,
        "Fiche modifiée : réponses sur l’usage",
    )
    assert entry.data == {"old": {"uses": {}}, "new": {"uses": {"appraisal": "yes"}}}


@pytest.mark.parametrize(("regime", "number"), [("private", 15), ("public", 16)])
def test_a_reorganisation_is_asked_of_in_the_public_service_only(
    world: World, secretary_client: Client, regime: Regime, number: int
) -> None:
    world.workplace.regime = regime
    world.workplace.save()
    page = secretary_client.get(url("project_uses", world))
    assert text_of(page).count('value="unknown"') == number


def test_a_sheet_changed_meanwhile_is_not_written_over(
    world: World, secretary_client: Client
) -> None:
    sent = answers(world, staged="yes")
    edit_project(
        world.project,
        actor=world.elected,
        seen=fingerprint(world.project),
        uses={"charter": "yes"},
    )
    page = secretary_client.post(url("project_uses", world), sent)
    assert "Quelqu’un a écrit ici entre-temps" in text_of(page)
    world.project.refresh_from_db()
    assert world.project.uses == {"charter": "yes"}
    secretary_client.post(
        url("project_uses", world), {**sent, "seen": page.context["form"].data["seen"]}
    )
    world.project.refresh_from_db()
    assert world.project.uses == {"staged": "yes"}


def test_an_answer_cleared_meanwhile_is_told_in_the_words_of_the_page(
    world: World, secretary_client: Client
) -> None:
    world.project.uses = {"staged": "yes"}
    world.project.save()
    sent = answers(world, staged="no")
    edit_project(
        world.project, actor=world.elected, seen=fingerprint(world.project), uses={}
    )
    page = text_of(secretary_client.post(url("project_uses", world), sent))
    assert "Déjà enregistré : on ne sait pas encore" in page
    assert "Déjà enregistré : rien" not in page


def test_the_sheet_tells_the_answers_to_the_delegation_alone(world: World) -> None:
    world.project.uses = {"substitution": "yes"}
    world.project.save()
    question = "Fait-il des tâches que des personnes faisaient"
    seen = [
        question in text_of(client_of(member).get(url("project", world)))
        for member in (world.reader, world.employer, world.expert)
    ]
    assert seen == [True, False, False]
