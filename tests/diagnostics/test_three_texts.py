"""What a page showed, what was typed in it, what is stored: each field for itself."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from diagnostics.actions import answers
from diagnostics.actions import instruments as acts
from diagnostics.actions.answers import Said
from diagnostics.enums import AdviceState, AnswerKind, Party
from diagnostics.models import AdviceRecord, Respondent
from projects.actions.projects import edit_project, fingerprint
from projects.models import Member
from tests.diagnostics.books import make_logbook, said
from tests.diagnostics.test_editor_pages import draft_address, own
from tests.diagnostics.test_stale_forms import address, plain
from tests.diagnostics.uses import make_assessment
from tests.dialogue.stories import signed_in
from tests.factories import World

pytestmark = pytest.mark.django_db
Sent = dict[str, Any]


def group_of(world: World) -> tuple[Respondent, str]:
    row = make_assessment(world.project, world.secretary)
    use: dict[str, Any] = {"party": Party.USERS, "label": "Matin", "people": 7}
    group = answers.add_group(row, actor=world.secretary, **use)
    return group, address(world, "sheet_step", row.pk, group.pk, "D1.1")


def kept(group: Respondent) -> tuple[str, str, int | None, bool]:
    row = group.answers.get()
    return row.verbatim, row.evidence, row.level, row.private


def fields_of(page: Any) -> Sent:
    """What a browser sends back when nobody types."""
    values = {bound.html_name: bound.value() for bound in page.context["form"]}
    return {
        name: "on" if value is True else value
        for name, value in values.items()
        if value is not None and value is not False
    }


def form_of(client: Client, path: str) -> Sent:
    return fields_of(client.get(path))


def save_again(member: Member, path: str, sent: Sent, status: int) -> Any:
    """What a browser sends when the page that refused is saved as it stands."""
    client = signed_in(member)
    page = client.post(path, sent)
    assert page.status_code == status
    assert client.post(path, fields_of(page)).status_code == 302
    return plain(page)


def test_a_first_save_keeps_the_words_that_a_colleague_wrote_meanwhile(
    world: World,
) -> None:
    group, path = group_of(world)
    theirs = Said(AnswerKind.DRAFT, verbatim="Ce que dit A.")
    answers.save(group, "D1.1", theirs, actor=world.secretary, seen="")
    sent = {"level": "1", "evidence": "Ce que montre B.", "seen": ""}
    page = save_again(world.elected, path, sent, 422)
    assert "Ce que dit A.</textarea>" in page
    assert kept(group) == ("Ce que dit A.", "Ce que montre B.", 1, False)


def test_a_field_that_was_left_alone_takes_what_is_stored(world: World) -> None:
    group, path = group_of(world)
    old = Said(AnswerKind.LEVEL, 1, verbatim="Avant.", evidence="Un écran.")
    answers.save(group, "D1.1", old, actor=world.secretary)
    sent = form_of(signed_in(world.elected), path)
    theirs = Said(AnswerKind.LEVEL, -1, verbatim="Après.", private=True)
    answers.save(group, "D1.1", theirs, actor=world.secretary)
    page = save_again(world.elected, path, sent | {"evidence": "Une date."}, 422)
    assert "« Où placez-vous ce critère ? », « Ce qui se dit »" in page
    assert kept(group) == ("Après.", "Une date.", -1, True)


def test_what_both_wrote_stays_typed_with_the_other_text_beside(world: World) -> None:
    group, path = group_of(world)
    old = Said(AnswerKind.LEVEL, 1, verbatim="Avant.")
    answers.save(group, "D1.1", old, actor=world.secretary)
    sent = form_of(signed_in(world.elected), path)
    theirs = Said(AnswerKind.UNKNOWN, verbatim="Après.")
    answers.save(group, "D1.1", theirs, actor=world.secretary)
    page = save_again(world.elected, path, sent | {"verbatim": "Le mien."}, 422)
    assert "Déjà enregistré : Après." in page
    assert kept(group) == ("Le mien.", "", None, False)
    assert group.answers.get().kind == AnswerKind.UNKNOWN


def test_lines_that_a_browser_ends_in_its_way_are_not_a_change(world: World) -> None:
    group, path = group_of(world)
    old = Said(AnswerKind.LEVEL, 1, verbatim="Un\ndeux")
    answers.save(group, "D1.1", old, actor=world.secretary)
    sent = form_of(signed_in(world.elected), path)
    theirs = Said(AnswerKind.LEVEL, 1, verbatim="Trois")
    answers.save(group, "D1.1", theirs, actor=world.secretary)
    typed = {"verbatim": "Un\r\ndeux", "evidence": "Une date."}
    save_again(world.elected, path, sent | typed, 422)
    assert kept(group)[:2] == ("Trois", "Une date.")


def test_a_criterion_of_a_draft_keeps_the_fields_of_somebody_else(world: World) -> None:
    row = own(world, shared=True)
    acts.revise(row, actor=world.secretary)
    path = draft_address(world, row, "draft_criterion", "D1.1")
    mine, theirs = (form_of(signed_in(m), path) for m in (world.secretary, world.admin))
    signed_in(world.admin).post(path, theirs | {"high": "Leur texte."})
    save_again(world.secretary, path, mine | {"low": "Mon texte."}, 409)
    part = row.versions.get(number=2).content["dimension"][0]["criterion"][0]
    assert (part["low"], part["high"]) == ("Mon texte.", "Leur texte.")


def test_a_scale_keeps_the_words_of_two_people_on_two_degrees(world: World) -> None:
    row = own(world, shared=True)
    acts.revise(row, actor=world.secretary)
    path = draft_address(world, row, "draft_scale")
    mine, theirs = (form_of(signed_in(m), path) for m in (world.secretary, world.admin))
    signed_in(world.admin).post(path, theirs | {"meaning_0": "Leur texte."})
    save_again(world.secretary, path, mine | {"meaning_1": "Mon texte."}, 409)
    levels = row.versions.get(number=2).content["scale"]["level"]
    assert [one.get("meaning") for one in levels[:2]] == ["Leur texte.", "Mon texte."]


def test_the_sheet_of_a_project_keeps_the_fields_of_somebody_else(world: World) -> None:
    path = reverse("projects:project_edit", args=[world.project.pk])
    mine = form_of(signed_in(world.secretary), path)
    seen = fingerprint(world.project)
    theirs: dict[str, Any] = {"ai_functions": ["recommends"], "trades": "Les leurs."}
    edit_project(world.project, actor=world.elected, seen=seen, **theirs)
    page = save_again(world.secretary, path, mine | {"purpose": "Le mien."}, 200)
    assert "Déjà enregistré : Les leurs." in page
    world.project.refresh_from_db()
    found = (world.project.purpose, world.project.trades, world.project.ai_functions)
    assert found == ("Le mien.", "Les leurs.", ["recommends"])


def test_two_people_answer_two_questions_on_the_use(world: World) -> None:
    path = reverse("projects:project_uses", args=[world.project.pk])
    mine = form_of(signed_in(world.secretary), path)
    seen, uses = fingerprint(world.project), {"charter": "yes"}
    edit_project(world.project, actor=world.elected, seen=seen, uses=uses)
    save_again(world.secretary, path, mine | {"staged": "no"}, 200)
    world.project.refresh_from_db()
    assert world.project.uses == {"charter": "yes", "staged": "no"}


def test_advice_that_nobody_followed_yet_keeps_both_answers(world: World) -> None:
    logbook = make_logbook(world.project, world.secretary)
    path = address(world, "advice", "C1")
    mine = form_of(signed_in(world.secretary), path)
    said(logbook, world.employer, AdviceState.DOING, who="La direction")
    save_again(world.secretary, path, mine | {"proof": "Le mien."}, 200)
    row = AdviceRecord.objects.get()
    found = (row.state, row.who, row.proof)
    assert found == (AdviceState.DOING, "La direction", "Le mien.")
