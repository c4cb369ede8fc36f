"""Words that are refused: named, given back, and not lost by the next click."""

import pytest
from django.urls import reverse

from diagnostics.actions import answers, assessments, outcomes
from diagnostics.actions.answers import Said
from diagnostics.enums import AnswerKind, Party
from diagnostics.models import Assessment, Consent
from tests.diagnostics.test_stale_forms import address, plain
from tests.diagnostics.test_three_texts import form_of, group_of
from tests.diagnostics.uses import make_assessment, make_sheet
from tests.dialogue.stories import signed_in
from tests.factories import World

pytestmark = pytest.mark.django_db
QUICK = {"HX-Target": "autosave"}


def shown(world: World) -> Assessment:
    row = make_assessment(world.project, world.secretary)
    sheet = make_sheet(row, world.secretary, Party.REPRESENTATIVES, D1_1=1)
    answers.finish(sheet, actor=world.secretary)
    assessments.close(row, actor=world.secretary)
    return row


def test_a_page_that_found_a_conflict_saves_nothing_by_itself(world: World) -> None:
    group, path = group_of(world)
    theirs = Said(AnswerKind.DRAFT, verbatim="Ce que dit A.")
    client = signed_in(world.elected)
    assert "hx-post" in plain(client.get(path))
    answers.save(group, "D1.1", theirs, actor=world.secretary)
    page = plain(client.post(path, {"evidence": "Ce que montre B.", "seen": ""}))
    assert "hx-post" not in page
    assert "rien ne s’enregistre tout seul" in page
    assert "Déjà enregistré : rien" not in page


def test_without_a_script_the_sheet_says_what_keeps_the_words(world: World) -> None:
    _group, path = group_of(world)
    page = plain(signed_in(world.elected).get(path))
    automatic = "Enregistrement automatique pendant que vous écrivez"
    assert f"<span data-scripted hidden>{automatic}</span>" in page
    assert "« Enregistrer » garde ce que vous avez écrit." in page


def test_a_text_too_long_is_named_far_from_its_field(world: World) -> None:
    _group, path = group_of(world)
    sent = {"level": "1", "evidence": "m" * 2001}
    client = signed_in(world.elected)
    quick = client.post(path, sent, headers=QUICK)
    assert quick.status_code == 422
    assert "« Ce qui le montre » : Ce texte compte 2001 caractères" in plain(quick)
    page = plain(client.get(path))
    assert page.count("data-count") == 2


def test_words_written_while_results_were_shown_are_given_back(world: World) -> None:
    group, path = group_of(world)
    given = Said(AnswerKind.LEVEL, 1, verbatim="Avant.")
    answers.save(group, "D1.1", given, actor=world.secretary)
    answers.finish(group, actor=world.secretary)
    client = signed_in(world.elected)
    sent = form_of(client, path) | {"evidence": "Le <b>3</b> mars"}
    assessments.close(group.assessment, actor=world.secretary)
    refused = client.post(path, sent)
    page = plain(refused)
    assert refused.status_code == 422
    assert 'id="mots-verbatim" rows="4" readonly>Avant.</textarea>' in page
    assert "readonly>Le &lt;b&gt;3&lt;/b&gt; mars</textarea>" in page
    assert group.answers.get().evidence == ""
    assert "mots-verbatim" not in plain(client.get(path))


def test_who_reads_the_new_words_of_a_degree_may_then_say_so(world: World) -> None:
    row = shown(world)
    day = row.started_on
    words = {"level": 1, "note": "Un.", "disagreement": "", "agreed_on": day}
    outcomes.agree(row, "D1.1", actor=world.secretary, **words)
    client = signed_in(world.employer)
    page = client.get(address(world, "criterion", row.pk, "D1.1"))
    sent = {"says": "oui", "seen": page.context["say_form"].initial["seen"]}
    outcomes.agree(row, "D1.1", actor=world.secretary, **words | {"note": "Deux."})
    path = reverse("diagnostics:level_say", args=[world.project.pk, row.pk, "D1.1"])
    refused = client.post(path, sent | {"words": "Oui, mais."})
    assert refused.status_code == 422
    assert "vient de changer" in plain(refused)
    assert "Deux." in plain(refused)
    again = {
        name: refused.context["say_form"][name].value() for name in ("seen", "words")
    }
    assert client.post(path, {"says": "oui", **again}).status_code == 302
    consent = Consent.objects.get()
    assert (consent.agrees, consent.words) == (True, "Oui, mais.")
