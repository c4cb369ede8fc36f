"""The pages of grids: what is read, what is kept when refused, how many queries."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from diagnostics.actions import instruments as acts
from diagnostics.actions.assessments import start
from diagnostics.exchange import as_toml
from diagnostics.models import Instrument, InstrumentVersion
from projects.enums import Room
from tests.diagnostics.test_editor import content, copied
from tests.diagnostics.test_source import TEXT
from tests.diagnostics.uses import grid_values, make_instrument
from tests.factories import World, make_world
from tests.projects.sheets import client_of, text_of
from tests.test_bad_input import fields_of
from tests.test_query_counts import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def address(world: World, name: str, *more: object) -> str:
    return reverse(f"diagnostics:{name}", args=[world.organisation.pk, *more])


def draft_address(world: World, row: Instrument, name: str, *more: object) -> str:
    return address(world, name, row.pk, *more)


def form_of(client: Client, path: str) -> dict[str, str]:
    fields, _typed = fields_of(client.get(path).text, path)
    return fields


def own(world: World, slug: str = "notre", **fields: object) -> Instrument:
    return make_instrument(
        slug,
        organisation=world.organisation,
        created_by=world.secretary,
        **fields,
    )


# ---- queries ----------------------------------------------------------------------
def library(world: World, rows: int) -> str:
    for rank in range(rows):
        make_instrument(f"essai{rank}")
        own(world, f"notre{rank}")
        values = grid_values(id=f"autre{rank}")
        brought = acts.bring_in(values, actor=world.elected)
        acts.publish(brought, actor=world.elected)
        acts.share(brought, actor=world.elected, shared=True)
    return address(world, "grids")


def one_grid(world: World, rows: int) -> str:
    row = own(world)
    for rank in range(rows):
        use = {"title": f"Diagnostic {rank}", "about": "", "room": Room.CAUCUS}
        start(world.project, row, actor=world.secretary, **use)
        acts.revise(row, actor=world.secretary)
        acts.publish(row, actor=world.secretary)
    return draft_address(world, row, "grid")


def editor(world: World, rows: int) -> str:
    row = own(world, values=grid_values(("D1.1", "D2.1", "D3.1")[:rows]))
    acts.revise(row, actor=world.secretary)
    return draft_address(world, row, "draft")


def preview(world: World, rows: int) -> str:
    editor(world, rows)
    return draft_address(world, Instrument.objects.get(), "grid_preview")


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("page", "expected"), [(library, 5), (one_grid, 9), (editor, 6), (preview, 7)]
)
def test_a_page_asks_as_many_queries_with_one_row_as_with_three(
    world, page, expected, rows
):
    assert queries(world.secretary, page(world, rows)) == expected


# ---- reading ----------------------------------------------------------------------
def test_the_library_has_three_shelves_and_nobody_elses_drafts(world):
    make_instrument("essai", values=grid_values(title="De Navette"))
    own(world, "a", values=grid_values(title="La mienne"))
    own(world, "b", values=grid_values(title="La nôtre"), shared=True)
    acts.bring_in(grid_values(title="Un brouillon"), actor=world.secretary)
    seen = text_of(client_of(world.elected).get(address(world, "grids")))
    assert ("De Navette" in seen, "La nôtre" in seen) == (True, True)
    assert ("La mienne" in seen, "Un brouillon" in seen) == (False, False)
    mine = text_of(client_of(world.secretary).get(address(world, "grids")))
    assert ("La mienne" in mine, "Un brouillon" in mine) == (True, True)


def test_an_old_version_is_read_with_the_diagnostics_that_took_it(world):
    row = own(world)
    use = {"title": "Avec la première", "about": "", "room": Room.CAUCUS}
    start(world.project, row, actor=world.secretary, **use)
    acts.revise(row, actor=world.secretary)
    acts.publish(row, actor=world.secretary)
    client = client_of(world.secretary)
    page = text_of(client.get(draft_address(world, row, "grid"), {"version": "1"}))
    assert "ancienne version" in page
    assert "Avec la première" in page
    assert "ancienne version" not in text_of(
        client.get(draft_address(world, row, "grid"))
    )


def test_a_member_reads_a_shared_grid_and_not_its_draft(world):
    row = own(world, shared=True)
    acts.revise(row, actor=world.secretary)
    client = client_of(world.elected)
    assert client.get(draft_address(world, row, "grid")).status_code == 200
    assert client.get(draft_address(world, row, "draft")).status_code == 403
    export = draft_address(world, row, "grid_export", 2, "toml")
    assert client.get(export).status_code == 404


@pytest.mark.parametrize("form", ["toml", "json"])
def test_an_export_is_brought_in_again_as_a_draft(world, form):
    row = own(world)
    client = client_of(world.secretary)
    export = client.get(draft_address(world, row, "grid_export", 1, form))
    assert export["Content-Disposition"] == (f'attachment; filename="notre-v1.{form}"')
    file = SimpleUploadedFile(f"grille.{form}", export.content)
    response = client.post(address(world, "grid_import"), {"file": file})
    brought = Instrument.objects.exclude(pk=row.pk).get()
    assert response["Location"] == draft_address(world, brought, "draft")
    values = content(brought)
    assert values["dimension"] == row.current.content["dimension"]
    assert values["origin"]["note"].startswith("Reprise d’un fichier par CSE Clientis")


def test_an_unknown_form_of_export_does_not_exist(world):
    path = draft_address(world, own(world), "grid_export", 1, "exe")
    assert client_of(world.secretary).get(path).status_code == 404


def test_the_preview_shows_the_sheet_with_words_in_the_gaps_and_writes_nothing(world):
    row = own(world)
    acts.revise(row, actor=world.secretary)
    draft = row.versions.get(number=2)
    del draft.content["dimension"][0]["criterion"][0]["low"]
    draft.save(update_fields=["content"])
    client = client_of(world.secretary)
    page = text_of(client.get(draft_address(world, row, "grid_preview")))
    assert "entrave forte : À écrire." in page
    assert "soutien fort : tout va" in page
    assert "<form" not in page.partition('id="contenu"')[2]
    assert InstrumentVersion.objects.get(pk=draft.pk).content == draft.content


# ---- writing ----------------------------------------------------------------------
def test_a_conflict_shows_both_texts_and_a_second_saving_decides(world):
    row = own(world, shared=True)
    acts.revise(row, actor=world.secretary)
    path = draft_address(world, row, "draft_criterion", "D1.1")
    secretary, admin = client_of(world.secretary), client_of(world.admin)
    mine, theirs = form_of(secretary, path), form_of(admin, path)
    admin.post(path, {**theirs, "low": "Leur texte."})
    refused = secretary.post(path, {**mine, "low": "Mon texte."})
    page = text_of(refused)
    assert refused.status_code == 409
    assert "Déjà enregistré : Leur texte." in page
    assert "Mon texte.</textarea>" in page
    again, _typed = fields_of(refused.text, path)
    secretary.post(path, {**mine, "low": "Les deux.", "seen": again["seen"]})
    assert content(row)["dimension"][0]["criterion"][0]["low"] == "Les deux."


def test_what_was_typed_stays_when_the_part_is_gone(world):
    row = own(world)
    acts.revise(row, actor=world.secretary)
    path = draft_address(world, row, "draft_criterion", "D1.1")
    client = client_of(world.secretary)
    typed = {**form_of(client, path), "low": "À garder"}
    client.post(
        draft_address(world, row, "criterion_remove", "D1.1"),
        form_of(client, draft_address(world, row, "criterion_remove", "D1.1")),
    )
    refused = client.post(path, typed)
    assert refused.status_code == 422
    assert "Ce critère n’est plus dans le brouillon." in text_of(refused)
    assert "À garder</textarea>" in refused.text
    acts.publish(row, actor=world.secretary)
    refused = client.post(path, typed)
    assert refused.status_code == 422
    assert "il a été publié ou abandonné" in text_of(refused)
    assert "À garder</textarea>" in refused.text


def test_the_address_of_a_draft_that_is_gone_leads_to_the_grid(world):
    row = own(world)
    client = client_of(world.secretary)
    answer = client.get(draft_address(world, row, "draft"))
    assert answer["Location"] == draft_address(world, row, "grid")
    raised = client.post(draft_address(world, row, "criterion_up", "D1.2"), follow=True)
    assert "Ce brouillon n’existe plus" in text_of(raised)


def test_publishing_an_unfinished_draft_leads_back_to_what_is_missing(world):
    row = copied(world)
    client = client_of(world.secretary)
    place = draft_address(world, row, "criterion_new", "D1")
    client.post(place, {"title": "Nouveau"})
    answer = client.post(draft_address(world, row, "grid_publish"), follow=True)
    page = text_of(answer)
    assert "Il manque encore quelque chose" in page
    assert "Il manque « Question posée »." in page
    assert draft_address(world, row, "draft_criterion", "D1.3") in page


def test_a_grid_is_copied_from_its_page_and_leads_to_the_draft(world):
    source = make_instrument()
    client = client_of(world.elected)
    answer = client.post(draft_address(world, source, "grid_copy"))
    row = Instrument.objects.get(created_by=world.elected)
    assert answer["Location"] == draft_address(world, row, "draft")


# ---- bringing in ------------------------------------------------------------------
def refused_file(world: World, raw: bytes, name: str = "grille.toml") -> str:
    path = address(world, "grid_import")
    client = client_of(world.secretary)
    answer = client.post(path, {"file": SimpleUploadedFile(name, raw)})
    assert answer.status_code == 422
    assert not Instrument.objects.exists()
    return text_of(answer)


def test_a_mistake_is_said_with_its_line_and_the_text_is_kept(world):
    raw = TEXT.replace('low = "rien"', "").encode()
    page = refused_file(world, raw)
    assert "grille.toml:35 : il manque « low »." in page.replace(
        "toml:35:", "toml:35 :"
    )
    assert "title = &quot;Un critère&quot;" in page


def test_a_mistake_in_a_typed_text_is_said_with_its_line_alone(world):
    typed = {"text": TEXT.replace('low = "rien"', "")}
    answer = client_of(world.secretary).post(address(world, "grid_import"), typed)
    page = text_of(answer)
    assert "Ligne 35 : il manque « low »." in page
    assert "texte:" not in page


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"\xff\xfe", "Ce fichier n’est pas un texte en UTF-8"),
        (b"a" * 1_000_001, "Ce fichier est trop gros pour une grille."),
        (b" ", "Choisissez un fichier, ou collez son texte."),
    ],
)
def test_a_file_that_is_not_a_text_is_refused(world, raw, sentence):
    assert sentence in refused_file(world, raw)


def test_a_text_is_pasted_and_mended_in_the_page(world):
    client = client_of(world.secretary)
    path = address(world, "grid_import")
    assert client.post(path, {"text": '{"kind": "quiz"}'}).status_code == 422
    client.post(path, {"text": as_toml(grid_values()).replace("\n", "\r\n")})
    client.post(path, {"text": json.dumps(grid_values())})
    assert [row.slug for row in Instrument.objects.all()] == ["essai", "essai"]


def test_a_draft_is_only_given_up_once_it_was_asked_again(world):
    row = own(world)
    acts.revise(row, actor=world.secretary)
    client, path = client_of(world.secretary), draft_address(world, row, "grid_discard")
    draft = text_of(client.get(draft_address(world, row, "draft")))
    assert f'href="{path}" data-dialog="discard"' in draft
    assert "Ce qui n’est pas publié est perdu. La version publiée reste." in text_of(
        client.get(path)
    )
    assert row.versions.count() == 2
    client.post(path)
    assert row.versions.count() == 1
    assert client.get(path)["Location"] == draft_address(world, row, "grid")
