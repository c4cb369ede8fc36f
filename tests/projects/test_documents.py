"""Documents: who files, who sees, what is shared, what stays hidden."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from projects.actions import documents as actions
from projects.enums import Role, Room
from projects.errors import Refused
from projects.models import Document, Entry, Notice
from projects.uploads.checks import check_upload
from tests.factories import World, make_guest, make_member
from tests.projects.papers import (
    PAST,
    client_of,
    confidential,
    filed,
    sent,
    text_of,
    upload,
    url,
    version_of,
    without_token,
)

LEAK = "Plan de suppression du poste de Mireille"


def tomorrow() -> date:
    return timezone.localdate() + timedelta(days=1)


def page(world: World, client: Client) -> Any:
    return client.get(url("documents", world.project))


# ---- filing ---------------------------------------------------------------------


def test_a_document_is_filed_with_its_provenance(
    world: World, secretary_client: Client
) -> None:
    answer = secretary_client.post(
        url("document_new", world.project), sent(document_date="2026-02-27")
    )
    document = Document.objects.get()
    assert answer.url == url("document", world.project, document)
    assert (document.number, document.title, document.room, document.filed_by) == (
        "D-1",
        "Notice du projet",
        "caucus",
        world.secretary,
    )
    assert (document.given_by, document.given_on, document.document_date) == (
        "Direction du service client",
        PAST,
        date(2026, 2, 27),
    )
    shown = text_of(secretary_client.get(answer.url))
    for words in ("D-1", "Direction du service client", "2 mars 2026", "Notice.txt"):
        assert words in shown


def test_a_document_without_title_takes_the_name_of_its_file(
    world: World, secretary_client: Client
) -> None:
    body = sent(title="", file=upload("Note de cadrage.txt"))
    secretary_client.post(url("document_new", world.project), body)
    assert Document.objects.get().title == "Note de cadrage"


def test_filing_is_written_in_the_journal_and_told_to_the_room(world: World) -> None:
    filed(world.project, world.secretary)
    entry = Entry.objects.get()
    assert (entry.verb, entry.room) == ("document.filed", "caucus")
    assert entry.sentence == "Document D-1 déposé : Notice du projet"
    told = {notice.member for notice in Notice.objects.select_related("member")}
    assert told == {world.elected, world.admin, world.reader}


def test_management_files_in_the_shared_room_whatever_it_sends(world: World) -> None:
    client = client_of(world.employer)
    form = client.get(url("document_new", world.project)).context["form"]
    assert "room" not in form.fields
    assert "information_due" not in form.fields
    client.post(url("document_new", world.project), sent(room="caucus"))
    assert Document.objects.get().room == "shared"


def test_the_act_refuses_the_caucus_to_management(world: World) -> None:
    with pytest.raises(Refused):
        filed(world.project, world.employer, room=Room.CAUCUS)
    assert not Document.objects.exists()


@pytest.mark.parametrize("who", ["reader", "admin"])
def test_who_may_not_file_is_refused(world: World, who: str) -> None:
    client = client_of(getattr(world, who))
    assert client.get(url("document_new", world.project)).status_code == 403
    assert client.post(url("document_new", world.project), sent()).status_code == 403
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"file": ""}, "Choisissez le fichier à déposer."),
        ({"file": upload("virus.exe")}, "ce type de fichier n’est pas accepté"),
        ({"file": upload("faux.pdf")}, "son contenu ne correspond pas"),
        ({"given_by": ""}, "Remplissez ce champ"),
        ({"given_on": "hier"}, "Indiquez une date complète"),
        ({"given_on": "2999-01-01"}, "La remise a déjà eu lieu"),
        ({"given_on": "1026-01-01"}, "Vérifiez l’année"),
        ({"document_date": "2999-01-01"}, "ne peut pas porter une date à venir"),
        ({"room": "cave"}, "Choisissez une des réponses proposées"),
        ({"title": "x" * 201}, "201 caractères, et 200 tiennent ici"),
        ({"confidential": "on"}, "Indiquez jusqu’à quelle date"),
        (
            {"confidential": "on", "confidential_until": "2020-01-01"},
            "Cette date est passée",
        ),
        ({"readers": "pas-un-nombre", "confidential": "on"}, "ou plus partie"),
        ({"information_due": "n’importe quoi", "given_by": ""}, "Remplissez ce champ"),
    ],
)
def test_bad_input_is_explained_and_what_was_typed_is_kept(
    world: World, secretary_client: Client, changed: dict[str, Any], sentence: str
) -> None:
    body = sent(title="Titre gardé") | changed
    answer = secretary_client.post(url("document_new", world.project), body)
    assert answer.status_code == 200
    assert sentence in text_of(answer)
    assert changed.get("title", "Titre gardé") in text_of(answer)
    assert not Document.objects.exists()


def test_a_good_file_beside_a_mistake_has_to_be_chosen_again(
    world: World, secretary_client: Client
) -> None:
    answer = secretary_client.post(
        url("document_new", world.project), sent(given_by="")
    )
    assert "le fichier est à choisir de nouveau" in text_of(answer)


def test_hostile_names_are_shown_as_text(
    world: World, secretary_client: Client
) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    body = sent(title=hostile, given_by=hostile, file=upload(f"{hostile}.txt"))
    secretary_client.post(url("document_new", world.project), body)
    document = Document.objects.get()
    for name, more in (("documents", ()), ("document", (document,))):
        shown = secretary_client.get(url(name, world.project, *more)).content.decode()
        assert "<img" not in shown
        assert "&lt;img src=x onerror=alert(1)&gt;" in shown


# ---- who sees -------------------------------------------------------------------


def test_management_never_sees_a_document_of_the_caucus(world: World) -> None:
    hidden = filed(world.project, world.secretary, title=LEAK)
    filed(world.project, world.secretary, title="Note commune", room=Room.SHARED)
    client = client_of(world.employer)
    shown = page(world, client)
    assert [row.document.title for row in shown.context["rows"]] == ["Note commune"]
    assert LEAK not in text_of(shown)
    for name in ("document", "version_new", "document_readers", "document_share"):
        assert client.get(url(name, world.project, hidden)).status_code == 404


def test_a_confidential_document_exists_only_for_its_readers(world: World) -> None:
    document = confidential(
        world.project, world.secretary, title=LEAK, readers=[world.elected]
    )
    for member in (world.secretary, world.elected):
        assert LEAK in text_of(page(world, client_of(member)))
    for member in (world.reader, world.admin, world.employer, world.expert):
        client = client_of(member)
        shown = page(world, client)
        assert LEAK not in text_of(shown)
        assert (list(shown.context["rows"]), shown.context["page"].paginator.count) == (
            [],
            0,
        )
        assert client.get(url("document", world.project, document)).status_code == 404
        told = Notice.objects.filter(member=member)
        assert not told.exists()


def test_nothing_written_elsewhere_gives_a_confidential_title_away(
    world: World,
) -> None:
    document = confidential(world.project, world.secretary, title=LEAK)
    file = upload(content=b"Seconde")
    actions.add_version(
        document, actor=world.secretary, file=file, checked=check_upload(file)
    )
    actions.name_readers(
        document,
        actor=world.secretary,
        confidential=True,
        confidential_until=tomorrow(),
        readers=[world.elected],
    )
    sentences = [entry.sentence for entry in Entry.objects.order_by("id")]
    assert sentences == [
        "Document D-1 déposé : document confidentiel",
        "Nouvelle version de D-1 : document confidentiel",
        "Confidentialité de D-1 modifiée",
    ]
    assert LEAK not in str(list(Entry.objects.values()))
    assert LEAK not in str(list(Notice.objects.values()))
    assert {notice.member for notice in Notice.objects.all()} == {world.elected}


def test_confidentiality_ends_with_its_duration(world: World) -> None:
    document = confidential(
        world.project, world.secretary, confidential_until=timezone.localdate()
    )
    assert not Document.objects.visible_to(world.elected).exists()
    yesterday = timezone.localdate() - timedelta(days=1)
    Document.objects.update(confidential_until=yesterday)
    assert Document.objects.visible_to(world.elected).get() == document
    shown = client_of(world.elected).get(url("document", world.project, document))
    assert "ouvert à tout l’espace" in text_of(shown)


def test_management_may_name_readers_without_seeing_the_whole_delegation(
    world: World,
) -> None:
    other = make_guest(world.project, Role.SUPPLIER)
    client = client_of(world.employer)
    form = client.get(url("document_new", world.project)).context["form"]
    assert set(form.fields["readers"].queryset) == {
        world.secretary,
        world.elected,
        world.expert,
        other,
    }
    body = sent(
        confidential="on",
        confidential_until=tomorrow().isoformat(),
        readers=[str(world.secretary.pk)],
    )
    client.post(url("document_new", world.project), body)
    document = Document.objects.get()
    assert set(document.readers.all()) == {world.secretary}
    assert not Document.objects.visible_to(world.elected).exists()


def test_management_is_never_told_whom_the_caucus_let_in(world: World) -> None:
    expert = make_guest(world.project, Role.EXPERT, caucus=True)
    animator = make_guest(world.project, Role.FACILITATOR, caucus=True)
    client = client_of(world.employer)
    names = {str(expert), str(animator), str(world.reader), str(world.admin)}
    form = client.get(url("document_new", world.project))
    document = confidential(world.project, world.employer, room=Room.SHARED)
    page = client.get(url("document_readers", world.project, document))
    assert {name for name in names if name in text_of(form) + text_of(page)} == set()
    for hidden in (expert, animator, world.reader, world.admin):
        with pytest.raises(Refused):
            confidential(
                world.project, world.employer, room=Room.SHARED, readers=[hidden]
            )
    summary = client.get(world.project.get_absolute_url())
    assert summary.context["guests_count"] == 2  # management and the shared expert
    own = client_of(world.secretary).get(world.project.get_absolute_url())
    assert own.context["guests_count"] == 4


def test_readers_whom_management_may_not_know_are_left_out_of_the_page(
    world: World,
) -> None:
    expert = make_guest(world.project, Role.EXPERT, caucus=True)
    readers = [expert, world.elected, world.employer]
    document = confidential(
        world.project, world.secretary, readers=readers, room=Room.SHARED
    )
    shown = client_of(world.employer).get(url("document", world.project, document))
    assert list(shown.context["readers"].order_by("pk")) == sorted(
        [world.elected, world.employer], key=lambda row: row.pk
    )
    assert str(expert) not in text_of(shown)


def test_nobody_outside_the_room_is_named_reader(
    world: World, secretary_client: Client
) -> None:
    body = sent(
        confidential="on",
        confidential_until=tomorrow().isoformat(),
        readers=[str(world.employer.pk)],
    )
    answer = secretary_client.post(url("document_new", world.project), body)
    sentence = f"L’espace élus n’est pas ouvert à : {world.employer}."
    assert sentence in text_of(answer)
    with pytest.raises(Refused):
        confidential(world.project, world.secretary, readers=[world.employer])
    with pytest.raises(Refused):
        confidential(world.project, world.secretary, readers=[world.outsider])


def test_readers_are_named_by_who_filed_and_by_the_secretary_only(
    world: World,
) -> None:
    document = filed(world.project, world.elected)
    body = {
        "confidential": "on",
        "confidential_until": tomorrow().isoformat(),
        "readers": [str(world.reader.pk)],
    }
    address = url("document_readers", world.project, document)
    assert client_of(world.reader).post(address, body).status_code == 403
    answer = client_of(world.secretary).post(address, body)
    # The secretary did not name themselves: the document is no longer theirs to see.
    assert answer.url == url("documents", world.project)
    assert Document.objects.visible_to(world.reader).get() == document
    assert not Document.objects.visible_to(world.secretary).exists()


def test_the_forms_say_what_others_will_know_of_a_confidential_document(
    world: World,
) -> None:
    document = filed(world.project, world.elected)
    known = "verront seulement qu’un document confidentiel a été déposé"
    told = "écrits avant cette mention gardent le titre du document"
    for who, route, args, sentences in (
        (world.elected, "document_new", [], [known]),
        (world.elected, "document_readers", [document], [told, "lirez toujours"]),
        (world.secretary, "document_readers", [document], [told, "ne le lirez plus"]),
    ):
        shown = text_of(client_of(who).get(url(route, world.project, *args)))
        assert [words for words in sentences if words not in shown] == []
        assert "ne sauront pas" not in shown


def test_bad_readers_are_explained(world: World, secretary_client: Client) -> None:
    document = filed(world.project, world.secretary)
    address = url("document_readers", world.project, document)
    answer = secretary_client.post(address, {"confidential": "on"})
    assert "Indiquez jusqu’à quelle date" in text_of(answer)
    answer = secretary_client.post(
        address, {"confidential": "on", "confidential_until": "bientôt"}
    )
    assert "Indiquez une date complète" in text_of(answer)
    assert 'value="bientôt"' in text_of(answer)
    answer = secretary_client.post(address, {}, follow=True)
    assert "Rien n’a changé" in text_of(answer)


# ---- sharing --------------------------------------------------------------------


def test_sharing_shows_what_management_will_read_then_cannot_be_undone(
    world: World, secretary_client: Client
) -> None:
    document = filed(world.project, world.elected, given_by="Karim, conseiller")
    address = url("document_share", world.project, document)
    asked = text_of(secretary_client.get(address))
    assert "Il n’y a pas de retour possible" in asked
    assert "Karim, conseiller" in asked
    assert "Notice.txt" in asked
    secretary_client.post(address, {"title": "Note", "given_by": "Le CSE"})
    client = client_of(world.employer)
    shown = text_of(client.get(url("document", world.project, document)))
    assert "Le CSE" in shown
    assert "Karim" not in shown
    told = Entry.objects.visible_to(world.employer)
    assert [entry.sentence for entry in told] == [
        "Document D-1 partagé avec la direction : Note"
    ]
    assert "Karim" not in str(list(told.values()))
    assert Notice.objects.filter(member=world.employer).count() == 1
    answer = secretary_client.post(address, {"title": "x", "given_by": "x"})
    assert answer.url == url("document", world.project, document)
    document.refresh_from_db()
    assert (document.room, document.title) == ("shared", "Note")


def test_sharing_is_for_who_filed_it_and_for_the_secretary(world: World) -> None:
    document = filed(world.project, world.secretary)
    address = url("document_share", world.project, document)
    for member in (world.elected, world.reader, world.admin):
        assert client_of(member).get(address).status_code == 403
    own = filed(world.project, world.elected)
    own_address = url("document_share", world.project, own)
    assert client_of(world.elected).get(own_address).status_code == 200


def test_a_confidential_document_is_not_shared(
    world: World, secretary_client: Client
) -> None:
    document = confidential(world.project, world.secretary)
    answer = secretary_client.post(
        url("document_share", world.project, document), {"title": "T", "given_by": "G"}
    )
    assert "retirez d’abord cette mention" in text_of(answer)
    document.refresh_from_db()
    assert document.room == "caucus"


def test_sharing_without_words_is_explained(
    world: World, secretary_client: Client
) -> None:
    document = filed(world.project, world.secretary)
    answer = secretary_client.post(
        url("document_share", world.project, document), {"title": "Gardé"}
    )
    assert "Remplissez ce champ" in text_of(answer)
    assert 'value="Gardé"' in text_of(answer)


# ---- addresses and cost ---------------------------------------------------------


def test_foreign_documents_do_not_exist_and_say_nothing(world: World) -> None:
    foreign = filed(world.other_project, world.outsider, title=LEAK)
    hidden = confidential(world.project, world.elected, title=LEAK)
    client = client_of(world.secretary)
    nothing = client.get(url("document", world.project, world.project))
    for document in (foreign, hidden):
        answer = client.get(url("document", world.project, document))
        assert answer.status_code == 404
        assert without_token(answer) == without_token(nothing)
        version = version_of(document)
        file = client.get(url("version_file", world.project, document, version))
        assert file.status_code == 404
        assert without_token(file) == without_token(nothing)


@pytest.mark.parametrize("who", ["outsider", "ex_member"])
def test_people_outside_the_project_get_nothing(world: World, who: str) -> None:
    document = filed(world.project, world.secretary, room=Room.SHARED)
    client = client_of(getattr(world, who))
    assert page(world, client).status_code == 404
    for name in ("document", "version_new", "document_readers", "document_share"):
        assert client.get(url(name, world.project, document)).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_queries_for_one_and_three_documents(
    world: World, secretary_client: Client, rows: int, django_assert_num_queries: Any
) -> None:
    for _row in range(rows):
        document = confidential(world.project, world.secretary, readers=[world.elected])
        file = upload(content=b"Seconde")
        actions.add_version(
            document, actor=world.secretary, file=file, checked=check_upload(file)
        )
    page(world, secretary_client)
    with django_assert_num_queries(10):
        page(world, secretary_client)


def test_people_of_another_organisation_are_never_offered_as_readers(
    world: World, secretary_client: Client
) -> None:
    make_member(world.organisation, Role.ELECTED, until=date(2021, 1, 1))
    form = secretary_client.get(url("document_new", world.project)).context["form"]
    assert set(form.fields["readers"].queryset) == {
        world.elected,
        world.admin,
        world.reader,
        world.employer,
        world.expert,
    }
