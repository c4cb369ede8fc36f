"""The bytes: how they are kept, served, limited, and removed when nobody owns them."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from django.test import Client
from django.utils import timezone

from projects.actions import documents as actions
from projects.actions.document_files import purge_orphans
from projects.enums import Role, Room
from projects.errors import Refused
from projects.models import Document, DocumentOpening, DocumentVersion, Entry
from projects.uploads.checks import MAX_PROJECT_BYTES_A_DAY, check_upload
from projects.uploads.names import CONTENT_TYPE_OF_KIND
from tests.factories import World, make_guest
from tests.projects.papers import (
    client_of,
    confidential,
    file_url,
    filed,
    opened,
    sample,
    sent,
    text_of,
    upload,
    url,
    version_of,
)
from tests.projects.uploads import samples


def kept(tmp_path: Path) -> int:
    return sum(path.is_file() for path in (tmp_path / "media").rglob("*"))


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


# ---- serving --------------------------------------------------------------------


@pytest.mark.parametrize("kind", samples.SAMPLES)
def test_each_kind_is_handed_back_as_it_came_with_safe_headers(
    world: World, secretary_client: Client, kind: str
) -> None:
    document = filed(
        world.project, world.secretary, file=sample(kind, "Étude d’impact")
    )
    answer = secretary_client.get(file_url(document))
    assert body(answer) == samples.SAMPLES[kind]
    assert {
        name: answer[name]
        for name in (
            "Content-Type",
            "Content-Disposition",
            "Content-Length",
            "X-Content-Type-Options",
            "Content-Security-Policy",
            "Cache-Control",
            "Cross-Origin-Resource-Policy",
            "Referrer-Policy",
        )
    } == {
        "Content-Type": CONTENT_TYPE_OF_KIND[kind],
        "Content-Disposition": (
            f'attachment; filename="Etude dimpact.{kind}"; '
            f"filename*=UTF-8''%C3%89tude%20d%E2%80%99impact.{kind}"
        ),
        "Content-Length": str(len(samples.SAMPLES[kind])),
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "no-store",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "no-referrer",
    }


def test_the_stored_name_owes_nothing_to_the_sender(
    world: World, secretary_client: Client, tmp_path: Path
) -> None:
    file = upload("../../etc/cron.d/\u202eexe.txt")
    secretary_client.post(url("document_new", world.project), sent(file=file))
    version = DocumentVersion.objects.get()
    assert (tmp_path / "media" / version.stored_name).is_file()
    folder, _slash, name = version.stored_name.partition("/")
    assert (folder, len(name), name.isalnum()) == ("documents", 32, True)
    answer = secretary_client.get(file_url(version.document))
    assert body(answer) == b"Bonjour"
    assert "cron" not in version.stored_name


def test_the_store_has_no_address_of_its_own(
    world: World, secretary_client: Client
) -> None:
    document = filed(world.project, world.secretary)
    name = version_of(document).stored_name
    for address in (f"/media/{name}", f"/{name}", f"/static/{name}"):
        assert secretary_client.get(address).status_code == 404


def test_a_file_missing_from_the_store_is_not_an_error_of_the_page(
    world: World, secretary_client: Client
) -> None:
    document = filed(world.project, world.secretary)
    default_storage.delete(version_of(document).stored_name)
    assert secretary_client.get(file_url(document)).status_code == 404
    assert not DocumentOpening.objects.exists()


def test_a_version_is_served_under_its_own_document_only(
    world: World, secretary_client: Client
) -> None:
    open_one = filed(world.project, world.secretary)
    hidden = confidential(world.project, world.elected)
    crossed = url("version_file", world.project, open_one, version_of(hidden))
    assert secretary_client.get(crossed).status_code == 404


# ---- rights at each opening -----------------------------------------------------


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("secretary", 200),
        ("elected", 200),
        ("admin", 200),
        ("reader", 200),
        ("employer", 404),
        ("expert", 404),
        ("outsider", 404),
        ("ex_member", 404),
    ],
)
def test_a_file_of_the_caucus_is_served_to_the_delegation_only(
    world: World, who: str, status: int
) -> None:
    document = filed(world.project, world.secretary)
    assert opened(getattr(world, who), document) == status


def test_an_anonymous_person_is_led_to_the_door(world: World, client: Client) -> None:
    document = filed(world.project, world.secretary, room=Room.SHARED)
    answer = client.get(file_url(document))
    assert (answer.status_code, answer.url.partition("?")[0]) == (
        302,
        "/compte/login/",
    )


def test_a_reader_taken_off_the_list_loses_the_file_at_once(world: World) -> None:
    document = confidential(world.project, world.secretary, readers=[world.elected])
    assert opened(world.elected, document) == 200
    actions.name_readers(
        document,
        actor=world.secretary,
        confidential=True,
        confidential_until=document.confidential_until,
        readers=[],
    )
    assert opened(world.elected, document) == 404


# ---- who opened what ------------------------------------------------------------


def test_each_opening_is_recorded_and_looking_at_headers_is_not(
    world: World, secretary_client: Client
) -> None:
    document = filed(world.project, world.secretary)
    head = client_of(world.elected).head(file_url(document))
    assert (head.status_code, head["Content-Length"]) == (200, "7")
    assert not DocumentOpening.objects.exists()
    opened(world.elected, document)
    opening = DocumentOpening.objects.get()
    assert (opening.member, opening.version) == (world.elected, version_of(document))
    shown = text_of(secretary_client.get(url("document", world.project, document)))
    assert "Qui l’a ouvert, et quand" in shown
    assert str(world.elected) in shown


def test_openings_are_shown_to_who_filed_and_to_the_secretary_only(
    world: World,
) -> None:
    document = filed(world.project, world.elected, room=Room.SHARED)
    opened(world.expert, document)
    address = url("document", world.project, document)
    for member in (world.admin, world.reader, world.employer, world.expert):
        page = client_of(member).get(address)
        assert "openings" not in page.context
        assert "Qui l’a ouvert" not in text_of(page)
    for member in (world.elected, world.secretary):
        page = client_of(member).get(address)
        assert [row["who"] for row in page.context["openings"]] == [str(world.expert)]


def test_management_learns_that_the_delegation_opened_never_who(world: World) -> None:
    document = filed(world.project, world.employer, room=Room.SHARED)
    inside = make_guest(world.project, Role.EXPERT, caucus=True)
    for member in (world.elected, inside, world.expert):
        opened(member, document)
    page = client_of(world.employer).get(url("document", world.project, document))
    delegation = {"who": "délégation du personnel", "side": "délégation du personnel"}
    assert [
        {"who": row["who"], "side": row["side"]} for row in page.context["openings"]
    ] == [{"who": str(world.expert), "side": "expertise"}, delegation, delegation]
    assert str(world.elected) not in text_of(page)
    assert str(inside) not in text_of(page)


# ---- versions -------------------------------------------------------------------


def test_a_new_version_keeps_the_older_one_readable(
    world: World, secretary_client: Client
) -> None:
    document = filed(world.project, world.secretary, room=Room.SHARED)
    answer = secretary_client.post(
        url("version_new", world.project, document),
        {"file": upload("Notice 2.txt", b"Seconde")},
    )
    assert answer.url == url("document", world.project, document)
    first, second = document.versions.order_by("rank")
    assert (first.rank, second.rank, second.shown_name) == (1, 2, "Notice 2.txt")
    client = client_of(world.employer)
    contents = [
        body(client.get(url("version_file", world.project, document, version)))
        for version in (first, second)
    ]
    assert contents == [b"Bonjour", b"Seconde"]
    assert [
        entry.sentence for entry in Entry.objects.filter(verb="document.version")
    ] == ["Nouvelle version de D-1 : Notice du projet"]


def test_the_same_file_twice_is_not_a_version(
    world: World, secretary_client: Client, tmp_path: Path
) -> None:
    document = filed(world.project, world.secretary)
    answer = secretary_client.post(
        url("version_new", world.project, document), {"file": upload()}
    )
    assert "déjà la dernière version" in text_of(answer)
    assert (document.versions.count(), kept(tmp_path)) == (1, 1)


@pytest.mark.parametrize(
    ("sends", "sentence"),
    [
        ({}, "Choisissez le fichier à déposer."),
        ({"file": upload("a.svg", b"<svg/>")}, "ce type de fichier n’est pas accepté"),
        ({"file": upload("a.txt", b"")}, "vide"),
    ],
)
def test_a_bad_version_is_explained(
    world: World, secretary_client: Client, sends: dict[str, Any], sentence: str
) -> None:
    document = filed(world.project, world.secretary)
    answer = secretary_client.post(url("version_new", world.project, document), sends)
    assert answer.status_code == 200
    assert sentence in text_of(answer)


def test_nobody_renews_the_document_of_the_other_side(world: World) -> None:
    theirs = filed(world.project, world.employer, room=Room.SHARED)
    ours = filed(world.project, world.secretary, room=Room.SHARED)
    address = url("version_new", world.project, theirs)
    assert client_of(world.secretary).get(address).status_code == 403
    address = url("version_new", world.project, ours)
    assert client_of(world.employer).get(address).status_code == 403
    assert client_of(world.reader).get(address).status_code == 403
    colleague = make_guest(world.project, Role.IT)
    address = url("version_new", world.project, theirs)
    assert client_of(colleague).get(address).status_code == 200


# ---- limits and leftovers -------------------------------------------------------


def test_a_project_takes_500_mib_a_day_and_no_more(
    world: World, secretary_client: Client, tmp_path: Path
) -> None:
    document = filed(world.project, world.secretary)
    DocumentVersion.objects.update(size=MAX_PROJECT_BYTES_A_DAY)
    for address, sends in (
        (url("document_new", world.project), sent(title="Gardé")),
        (
            url("version_new", world.project, document),
            {"file": upload(content=b"Seconde")},
        ),
    ):
        answer = secretary_client.post(address, sends)
        assert answer.status_code == 429
        assert "500 Mo de fichiers par jour" in text_of(answer)
    assert (DocumentVersion.objects.count(), kept(tmp_path)) == (1, 1)
    yesterday = timezone.now() - timedelta(days=1)
    DocumentVersion.objects.update(filed_at=yesterday)
    secretary_client.post(url("document_new", world.project), sent())
    assert DocumentVersion.objects.count() == 2


def test_a_refused_act_leaves_neither_row_nor_file(
    world: World, tmp_path: Path
) -> None:
    with pytest.raises(Refused):
        filed(world.project, world.employer, room=Room.CAUCUS)
    assert (Document.objects.count(), kept(tmp_path)) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_an_upload_that_breaks_before_its_end_shows_nothing(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_kwargs: object) -> None:
        # The file is in the store, and nobody sees a row yet.
        assert kept(tmp_path) == 1
        raise KeyboardInterrupt

    monkeypatch.setattr(actions.journal, "record", broken)
    with pytest.raises(KeyboardInterrupt):
        filed(world.project, world.secretary)
    assert (Document.objects.count(), kept(tmp_path)) == (0, 0)


def test_files_without_a_row_go_after_a_day(world: World, tmp_path: Path) -> None:
    owned = version_of(filed(world.project, world.secretary)).stored_name
    for name, age in (("recent", 23), ("old", 25), (owned, 48)):
        path = tmp_path / "media" / "documents" / name.rpartition("/")[2]
        if not path.exists():
            path.write_bytes(b"x")
        then = (timezone.now() - timedelta(hours=age)).timestamp()
        os.utime(path, (then, then))
    assert purge_orphans() == 1
    left = {path.name for path in (tmp_path / "media" / "documents").iterdir()}
    assert left == {"recent", owned.rpartition("/")[2]}


def test_purging_an_empty_store_does_nothing(db: None) -> None:
    assert purge_orphans() == 0


def test_a_file_outlives_its_request_only_once_the_act_is_done(
    world: World, tmp_path: Path
) -> None:
    file = upload()
    checked = check_upload(file)
    with transaction.atomic():
        document = filed(world.project, world.secretary, file=file)
    assert version_of(document).sha256 == checked.sha256
    assert kept(tmp_path) == 1
