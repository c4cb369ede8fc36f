"""A grid copied, changed part by part, published, shared; nothing lost on the way."""

import pytest
from django.db import IntegrityError, transaction

from diagnostics.actions import drafts as editing
from diagnostics.actions import instruments as acts
from diagnostics.actions.assessments import start
from diagnostics.drafts import (
    CRITERION,
    DIMENSION,
    HEADER,
    check,
    scale_words,
    words_of,
)
from diagnostics.enums import Fidelity, Mark
from diagnostics.models import Instrument
from diagnostics.permissions import can_edit_instrument
from projects.enums import Room
from projects.errors import Conflict, Refused
from projects.models import Entry
from projects.seen import mark
from tests.diagnostics.uses import grid_values, make_instrument
from tests.factories import World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def copied(world: World) -> Instrument:
    source = make_instrument()
    assert source.current is not None
    return acts.copy(source.current, actor=world.secretary)


def content(instrument: Instrument):
    return instrument.versions.get(published_at=None).content


def seen(part, keys) -> str:
    return mark(part, keys)


def shown(part, dimension="D1") -> str:
    """What the page of a criterion shows: its words, and where it stands."""
    return mark(part | {"dimension": dimension}, (*CRITERION, "dimension"))


def first(instrument: Instrument):
    return content(instrument)["dimension"][0]["criterion"][0]


def save_first(world: World, instrument: Instrument, before=None, **words) -> None:
    part = before or first(instrument)
    words = {"dimension": "D1", **words_of(part, CRITERION), **words}
    editing.save_criterion(
        instrument, "D1.1", actor=world.secretary, seen=shown(part), **words
    )


def ids(instrument: Instrument):
    version = instrument.versions.latest("number")
    return (instrument.slug, version.content["id"])


def test_each_copy_has_an_id_of_its_own(world):
    row = copied(world)
    source = row.copied_from
    again = acts.copy(source, actor=world.secretary)
    assert ids(row) == ("grille-dessai-copie", "grille-dessai-copie")
    assert ids(again) == ("grille-dessai-copie-2", "grille-dessai-copie-2")
    assert ids(source.instrument) == ("essai", "essai")


def test_a_long_title_is_cut_between_two_words(world):
    title = "Ce que l’outil fait à la démocratie au travail"
    source = make_instrument(values=grid_values(title=title))
    row = acts.copy(source.current, actor=world.secretary)
    assert row.slug == "ce-que-loutil-fait-a-la-democratie"
    again = acts.copy(source.current, actor=world.secretary)
    assert again.slug == "ce-que-loutil-fait-a-la-democratie-2"


def test_a_copy_takes_the_id_of_its_title_until_it_is_published(world):
    row = copied(world)
    draft = row.versions.get()
    draft.content = {**draft.content, "title": "Accueil_et guichet"}
    draft.save()
    acts.publish(row, actor=world.secretary)
    row.refresh_from_db()
    assert ids(row) == ("accueil-et-guichet", "accueil-et-guichet")
    next_one = acts.revise(row, actor=world.secretary)
    next_one.content = {**next_one.content, "title": "Autre titre"}
    next_one.save()
    acts.publish(row, actor=world.secretary)
    row.refresh_from_db()
    assert ids(row) == ("accueil-et-guichet", "accueil-et-guichet")


# ---- copy -------------------------------------------------------------------------
def test_a_copy_is_a_draft_of_the_member_that_says_where_it_comes_from(world):
    row = copied(world)
    origin = content(row)["origin"]
    assert (row.organisation, row.created_by) == (world.organisation, world.secretary)
    assert row.copied_from.instrument.slug == "essai"
    assert row.title == "Grille d’essai (copie)"
    assert origin["method"] == "Essai"
    assert origin["fidelity"] == Fidelity.INSPIRED
    assert origin["note"] == (
        "Copiée et changée par CSE Clientis, sans les auteur·es de la méthode. "
        "Écrite pour les tests."
    )
    assert origin["source"][-1]["title"] == "CSE Clientis"
    assert check(content(row)).faults == ()


def test_a_copy_of_a_copy_says_it_once(world):
    row = copied(world)
    version = acts.publish(row, actor=world.secretary)
    origin = content(acts.copy(version, actor=world.secretary))["origin"]
    assert origin["note"].count("Copiée et changée") == 1
    assert [one["title"] for one in origin["source"]] == ["Ici", "CSE Clientis"]


def test_a_draft_is_not_copied(world):
    draft = copied(world).versions.get()
    with pytest.raises(Refused, match="Seule une version publiée"):
        acts.copy(draft, actor=world.secretary)


def test_nobody_changes_the_grids_of_navette(world):
    assert not can_edit_instrument(world.secretary, make_instrument())


# ---- changing ---------------------------------------------------------------------
def test_a_changed_criterion_no_longer_says_what_its_source_says(world):
    row = copied(world)
    save_first(world, row, question="Que voit-on ?")
    part = first(row)
    assert (part["question"], part["mark"]) == ("Que voit-on ?", Mark.LOCAL)
    entry = Entry.objects.get(verb="instrument.edited")
    assert (entry.room, entry.organisation_id) == (Room.CAUCUS, world.organisation.pk)
    assert entry.sentence == "Grille d’essai (copie) : critère D1.1 changé"
    assert entry.data["old"]["question"] == "Que se passe-t-il ?"


def test_saving_the_same_words_changes_and_journals_nothing(world):
    row = copied(world)
    before = content(row)
    save_first(world, row)
    assert content(row) == before
    assert not Entry.objects.filter(verb="instrument.edited").exists()


def test_what_somebody_else_wrote_meanwhile_is_not_replaced(world):
    row = copied(world)
    before = first(row)
    save_first(world, row, low="rien du tout")
    with pytest.raises(Conflict, match="Quelqu’un a écrit ici entre-temps") as conflict:
        save_first(world, row, before=before, low="presque rien")
    assert first(row)["low"] == "rien du tout"
    words = {"dimension": "D1", **words_of(before, CRITERION), "low": "presque rien"}
    again = {"seen": conflict.value.current, **words}
    editing.save_criterion(row, "D1.1", actor=world.secretary, **again)
    assert first(row)["low"] == "presque rien"


def test_two_people_write_two_criteria_at_once(world):
    row = copied(world)
    other = content(row)["dimension"][0]["criterion"][1]
    save_first(world, row, low="peu")
    words = {**words_of(other, CRITERION), "high": "beaucoup", "dimension": "D1"}
    editing.save_criterion(row, "D1.2", actor=world.elected, seen=shown(other), **words)
    lows = [one["low"] for one in content(row)["dimension"][0]["criterion"]]
    assert lows == ["peu", "rien ne va"]
    assert content(row)["dimension"][0]["criterion"][1]["high"] == "beaucoup"


def test_a_criterion_goes_to_another_dimension_and_keeps_its_code(world):
    row = copied(world)
    save_first(world, row, dimension="D2")
    codes = [[c["code"] for c in d["criterion"]] for d in content(row)["dimension"]]
    assert codes == [["D1.2"], ["D2.1", "D1.1"]]


def test_parts_are_added_with_the_next_code_and_raised(world):
    row = copied(world)
    words = {"title": "Suite", "summary": "Autre chose."}
    assert editing.add_dimension(row, actor=world.secretary, **words) == "D3"
    added = editing.add_criterion(row, "D3", actor=world.secretary, title="Nouveau")
    editing.raise_dimension(row, "D3", actor=world.secretary)
    editing.raise_criterion(row, "D1.2", actor=world.secretary)
    values = content(row)
    assert added == "D3.1"
    assert [one["code"] for one in values["dimension"]] == ["D1", "D3", "D2"]
    assert values["dimension"][1]["criterion"][0]["mark"] == Mark.LOCAL
    assert values["dimension"][1]["criterion"][0]["source"] == "organisation-1"
    codes = [one["code"] for one in values["dimension"][0]["criterion"]]
    assert codes == ["D1.2", "D1.1"]


def test_the_first_of_a_list_does_not_rise(world):
    row = copied(world)
    before = content(row)
    editing.raise_dimension(row, "D1", actor=world.secretary)
    editing.raise_criterion(row, "D1.1", actor=world.secretary)
    assert content(row) == before


def test_a_dimension_is_not_removed_with_a_criterion_nobody_read(world):
    row = copied(world)
    part = content(row)["dimension"][1]
    mark = seen(part, (*DIMENSION, "criterion"))
    editing.add_criterion(row, "D2", actor=world.elected, title="Arrivé entre-temps")
    with pytest.raises(Conflict):
        editing.remove_dimension(row, "D2", actor=world.secretary, seen=mark)
    assert len(content(row)["dimension"]) == 2
    mark = seen(content(row)["dimension"][1], (*DIMENSION, "criterion"))
    editing.remove_dimension(row, "D2", actor=world.secretary, seen=mark)
    assert [one["code"] for one in content(row)["dimension"]] == ["D1"]


def test_a_criterion_is_removed_and_its_text_stays_in_the_journal(world):
    row = copied(world)
    mark = seen(first(row), CRITERION)
    editing.remove_criterion(row, "D1.1", actor=world.secretary, seen=mark)
    assert first(row)["code"] == "D1.2"
    entry = Entry.objects.get(verb="instrument.edited")
    assert entry.data["old"]["title"] == "Critère D1.1"
    with pytest.raises(Refused, match="n’est plus dans le brouillon"):
        editing.raise_criterion(row, "D1.1", actor=world.secretary)


def test_degrees_get_other_words_and_keep_their_values(world):
    row = copied(world)
    scale = content(row)["scale"]
    labels = ("jamais", "rarement", "parfois", "souvent", "toujours")
    editing.save_scale(
        row,
        actor=world.secretary,
        seen=mark(scale_words(scale), scale_words(scale)),
        levels=[{"label": label, "meaning": ""} for label in labels],
        weak=[-2],
        strong=[2],
    )
    grid = acts.publish(row, actor=world.secretary).grid
    assert [(one.value, one.label) for one in grid.scale.levels] == list(
        zip(range(-2, 3), labels, strict=True)
    )
    assert (grid.scale.weak, grid.scale.strong) == ((-2,), (2,))


# ---- what is missing --------------------------------------------------------------
def test_what_is_missing_is_said_in_words_with_its_place(world):
    row = copied(world)
    code = editing.add_criterion(row, "D1", actor=world.secretary, title="Nouveau")
    editing.add_dimension(row, actor=world.secretary, title="Vide")
    found = check(content(row))
    assert [(f.criterion or f.dimension, f.sentence) for f in found.faults] == [
        (code, "Il manque « Question posée »."),
        (code, "Il manque « Ce que l’on voit au plus bas »."),
        (code, "Il manque « Ce que l’on voit au plus haut »."),
        ("D3", "Il manque « À quoi cela sert »."),
        ("D3", "Cette dimension n’a encore aucun critère."),
    ]
    assert found.grid.by_code[code].question == "À écrire."
    with pytest.raises(Refused, match="Il manque encore quelque chose"):
        acts.publish(row, actor=world.secretary)


def test_a_grid_without_any_dimension_or_summary_says_both(world):
    row = copied(world)
    values = content(row)
    values["dimension"], values["summary"] = [], ""
    assert [fault.sentence for fault in check(values).faults] == [
        "Il manque « À quoi cela sert ».",
        "La grille n’a encore aucune dimension.",
    ]


def test_a_question_that_asks_nothing_is_said(world):
    row = copied(world)
    save_first(world, row, question="Le travail")
    (fault,) = check(content(row)).faults
    assert fault.criterion == "D1.1"
    assert fault.sentence == "Une question finit par « ? » ou par un point."


# ---- publish, use, share ----------------------------------------------------------
def test_an_open_diagnostic_keeps_the_version_it_took(world):
    row = copied(world)
    acts.publish(row, actor=world.secretary)
    use = {"title": "Un", "about": "", "room": Room.CAUCUS}
    old = start(world.project, row, actor=world.secretary, **use)
    acts.revise(row, actor=world.secretary)
    save_first(world, row, title="Titre changé")
    acts.publish(row, actor=world.secretary)
    new = start(world.project, row, actor=world.secretary, **use)
    old.refresh_from_db()
    assert (old.version.number, new.version.number) == (1, 2)
    assert old.version.grid.by_code["D1.1"].title == "Critère D1.1"
    assert new.version.grid.by_code["D1.1"].title == "Titre changé"


def test_a_new_title_is_shown_once_it_is_published(world):
    row = copied(world)
    acts.publish(row, actor=world.secretary)
    acts.revise(row, actor=world.secretary)
    mark = seen(content(row), HEADER)
    editing.save_header(row, actor=world.secretary, seen=mark, title="Notre grille")
    assert Instrument.objects.get(pk=row.pk).title == "Grille d’essai (copie)"
    acts.publish(row, actor=world.secretary)
    assert Instrument.objects.get(pk=row.pk).title == "Notre grille"


def test_a_published_version_is_not_written_any_more(world):
    row = copied(world)
    before = first(row)
    acts.publish(row, actor=world.secretary)
    with pytest.raises(Refused, match="Ce brouillon n’existe plus"):
        save_first(world, row, before=before, low="trop tard")


def test_asking_twice_for_a_new_draft_gives_the_same_one(world):
    row = copied(world)
    acts.publish(row, actor=world.secretary)
    one = acts.revise(row, actor=world.secretary)
    assert acts.revise(row, actor=world.secretary) == one
    assert one.number == 2


def test_a_draft_is_thrown_away_and_the_published_version_stays(world):
    row = copied(world)
    acts.publish(row, actor=world.secretary)
    acts.revise(row, actor=world.secretary)
    assert not acts.discard(row, actor=world.secretary)
    assert row.versions.get().number == 1
    assert Instrument.objects.filter(pk=row.pk).exists()


def test_a_grid_never_published_goes_with_its_draft(world):
    row = copied(world)
    key = row.pk
    assert acts.discard(row, actor=world.secretary)
    assert not Instrument.objects.filter(pk=key).exists()
    assert Entry.objects.filter(verb="instrument.discarded", target=key).exists()


def test_sharing_opens_a_published_grid_to_the_organisation(world):
    row = copied(world)
    with pytest.raises(Refused, match="Publiez d’abord"):
        acts.share(row, actor=world.secretary, shared=True)
    acts.publish(row, actor=world.secretary)
    assert row not in Instrument.objects.visible_to(world.elected)
    acts.share(row, actor=world.secretary, shared=True)
    assert row in Instrument.objects.visible_to(world.elected)
    assert row not in Instrument.objects.visible_to(world.employer)
    assert not can_edit_instrument(world.elected, row)
    acts.share(row, actor=world.secretary, shared=False)
    assert row not in Instrument.objects.visible_to(world.elected)
    verbs = Entry.objects.filter(target=row.pk).order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == [
        *("instrument.copied", "instrument.published"),
        *("instrument.shared", "instrument.unshared"),
    ]


def test_the_database_shares_no_grid_that_was_never_published(world):
    instrument = copied(world)
    instrument.shared = True
    with pytest.raises(IntegrityError), transaction.atomic():
        instrument.save()
