"""What a person wrote with the instruments is in the export of their own data."""

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from diagnostics.actions import (
    answers,
    assessments,
    consents,
    outcomes,
    syntheses,
    tasks,
)
from diagnostics.actions.answers import Said
from diagnostics.enums import AnswerKind, Party
from projects import exports
from projects.enums import Room
from projects.models import Member
from tests.diagnostics.books import make_logbook, make_need
from tests.diagnostics.hearings import make_led
from tests.diagnostics.uses import make_assessment, make_sheet
from tests.factories import World

pytestmark = pytest.mark.django_db


def exported(member: Member, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = exports.personal_data(member.user)[name]
    return found


def left(member: Member) -> None:
    member.until = date(2021, 1, 1)
    member.save(update_fields=["until"])


def test_ones_answers_come_with_their_words_and_without_a_group_s(
    world: World,
) -> None:
    row = make_assessment(world.project, world.secretary)
    mine = answers.join(row, actor=world.elected, party=Party.REPRESENTATIVES)
    said = Said(AnswerKind.LEVEL, 1, verbatim="On attend.", private=True)
    answers.save(mine, "D1.1", said, actor=world.elected)
    group = answers.add_group(
        row, actor=world.elected, party=Party.USERS, label="Matin", people=7
    )
    answers.save(group, "D1.1", said, actor=world.elected)
    [one] = exported(world.elected, "reponses_aux_diagnostics")
    assert (one["partie"], one["critere"], one["degre"]) == (
        Party.REPRESENTATIVES,
        "D1.1",
        1,
    )
    assert (one["ce_qui_se_dit"], one["garde_pour_sa_partie"]) == ("On attend.", True)
    assert exported(world.secretary, "reponses_aux_diagnostics") == []


def test_who_gives_a_practice_up_takes_the_reason_along(world: World) -> None:
    row = make_assessment(world.project, world.secretary)
    one = outcomes.propose_practice(
        row, actor=world.secretary, criterion="", text="Relire ensemble."
    )
    outcomes.move_practice(
        one, actor=world.elected, to="dropped", words="Sans objet désormais."
    )
    [given] = exported(world.elected, "bonnes_pratiques_menees")
    assert (given["etat"], given["motif"]) == ("dropped", "Sans objet désormais.")
    assert exported(world.secretary, "bonnes_pratiques_menees") == []


def test_practices_and_decisions_are_their_authors(world: World) -> None:
    row = make_assessment(world.project, world.secretary)
    words = dict.fromkeys(("reason", "who", "when", "how_known"), "")
    outcomes.propose_practice(
        row, actor=world.elected, criterion="", text="Relire ensemble.", **words
    )
    tasks.decide(
        world.project,
        actor=world.elected,
        text="Garder l’écoute.",
        decided_on=timezone.localdate(),
        room=Room.SHARED,
    )
    for name, text in (
        ("bonnes_pratiques_proposees", "Relire ensemble."),
        ("decisions_notees", "Garder l’écoute."),
    ):
        assert [one["texte"] for one in exported(world.elected, name)] == [text]
        assert exported(world.secretary, name) == []


def test_what_others_may_have_changed_is_shown_while_one_may_read_it(
    world: World,
) -> None:
    need = make_need(make_logbook(world.project, world.secretary), world.elected)
    led = make_led(world)
    syntheses.write(
        world.project, led.version, "LIENS", actor=world.elected, text="Lu.", seen=""
    )
    for statement, text in ((need.statement, "Lu."), (None, None)):
        [one] = exported(world.elected, "besoins_exprimes")
        assert (one["numero"], one["besoin"]) == (1, statement)
        [two] = exported(world.elected, "syntheses_d_entretiens")
        assert (two["theme_code"], two["texte"]) == ("LIENS", text)
        left(world.elected)
    assert exported(world.secretary, "besoins_exprimes") == []


def test_degrees_and_accords_are_exported_to_who_said_them(world: World) -> None:
    row = make_assessment(world.project, world.secretary)
    make_sheet(row, world.elected, Party.REPRESENTATIVES, D1_1=1)
    assessments.close(row, actor=world.secretary)
    degree = {"level": 1, "note": "Vu.", "disagreement": ""}
    level = outcomes.agree(
        row, "D1.1", actor=world.elected, agreed_on=timezone.localdate(), **degree
    )
    consents.say_of_level(level, actor=world.employer, agrees=False, words="Pas vu.")
    [proposed] = exported(world.elected, "degres_proposes")
    assert (proposed["critere"], proposed["degre"], proposed["pourquoi"]) == (
        *("D1.1", 1, "Vu."),
    )
    [said] = exported(world.employer, "accords_et_desaccords")
    assert (said["d_accord"], said["pourquoi"]) == (False, "Pas vu.")
    assert exported(world.elected, "accords_et_desaccords") == []
    assert exported(world.employer, "degres_proposes") == []
