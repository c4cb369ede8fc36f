from datetime import UTC, datetime
from uuid import UUID

import pytest

from projects import claims, mail, notices
from projects.actions.preferences import Wish
from projects.models import Heartbeat, Mail, Member, Notice, Project, User
from projects.sweep import sweep
from tests.factories import World, make_guest, make_project


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


MORNING = at("2026-11-20T06:00")  # 07:00 in Paris


def tell(
    world: World, member: Member, sentence: str = "Une réponse est arrivée"
) -> None:
    notices.tell(world.project, [member], sentence, "/", actor=None)


def digests() -> list[str]:
    rows = Mail.objects.filter(key__startswith="digest:").order_by("to")
    return list(rows.values_list("to", flat=True))


def test_one_digest_per_person_and_day(world: World) -> None:
    tell(world, world.elected)
    tell(world, world.elected)
    assert notices.send_digests(MORNING) == 1
    tell(world, world.elected)
    assert notices.send_digests(MORNING) == 0
    assert digests() == [world.elected.user.email]
    assert notices.send_digests(at("2026-11-21T06:00")) == 1
    assert notices.send_digests(at("2026-11-22T06:00")) == 0


def test_a_digest_tells_files_and_counts_never_what_was_said(world: World) -> None:
    tell(world, world.elected, "Secret des élus")
    tell(world, world.elected, "Autre secret")
    notices.send_digests(MORNING)
    sent = Mail.objects.get()
    assert sent.subject == "Navette : votre résumé du jour"
    assert f"- Dossier n° {world.project.number} : 2 nouveautés" in sent.text
    assert "http://localhost/notifications/" in sent.text
    assert sent.unsubscribe_url in sent.text
    for secret in ("secret", "Secret", world.project.title):
        assert secret not in sent.text + sent.subject


def test_a_digest_of_two_organisations_says_whose_file_it_is(world: World) -> None:
    Project.objects.update(year=2026, rank=1)
    guest = make_guest(world.other_project, user=world.elected.user)
    tell(world, world.elected)
    notices.tell(world.other_project, [guest], "Nouveau", "/", actor=None)
    notices.send_digests(MORNING)
    text = Mail.objects.get().text
    assert "- Dossier n° 2026-0001, CSE Clientis : 1 nouveauté" in text
    assert "- Dossier n° 2026-0001, CSE Autre : 1 nouveauté" in text


def test_a_digest_has_five_lines_at_most(world: World) -> None:
    for _project in range(8):
        project = make_project(world.workplace, world.secretary)
        notices.tell(project, [world.elected], "Nouveau", "/", actor=None)
    notices.send_digests(MORNING)
    text = Mail.objects.get().text
    assert text.count("- Dossier n°") == 5
    assert "- et 3 autres dossiers" in text


def test_what_was_read_or_refused_sends_nothing(world: World) -> None:
    for member in (world.elected, world.reader, world.admin):
        tell(world, member)
    notices.read(world.elected.user)
    world.reader.user.digest = False
    world.reader.user.save()
    world.admin.until = world.admin.since
    world.admin.save()
    assert notices.send_digests(MORNING) == 0
    assert digests() == []


@pytest.mark.parametrize(
    ("moment", "expected"),
    [("2026-11-20T05:59", 0), ("2026-11-20T06:00", 1), ("2026-11-20T16:00", 1)],
)
def test_the_sweeper_sends_digests_from_seven_in_paris_and_catches_up(
    world: World, moment: str, expected: int
) -> None:
    tell(world, world.elected)
    sweep(at(moment))
    assert len(digests()) == expected


def test_the_sweeper_asks_for_digests_once_a_day(world: World) -> None:
    sweep(MORNING)
    tell(world, world.elected)
    sweep(at("2026-11-20T06:01"))
    assert digests() == []
    assert Notice.objects.filter(digested_on=None).count() == 1
    assert Heartbeat.objects.get(name="sweep").at == at("2026-11-20T06:01")
    sweep(at("2026-11-21T06:00"))
    assert digests() == [world.elected.user.email]


def test_one_person_s_failure_stops_neither_the_others_nor_the_sweep(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    waiting = mail.put("k", "rh@example.org", "Objet", "Texte")
    people = [world.elected, world.reader, world.admin]
    for member in people:
        tell(world, member)
    broken = world.reader.user
    address = notices.unsubscribe_url
    woken: list[UUID] = []

    def unsubscribe_url(user: User, wish: Wish) -> str:
        if user == broken:
            raise RuntimeError("clé perdue")
        return address(user, wish)

    monkeypatch.setattr(notices, "unsubscribe_url", unsubscribe_url)
    monkeypatch.setattr(claims, "wake", lambda _task, pk: woken.append(pk))
    Mail.objects.update(next_try_at=at("2026-11-19T06:00"))
    sweep(MORNING)
    assert digests() == sorted(m.user.email for m in people if m.user != broken)
    assert str(broken.pk) in caplog.text
    assert woken == [waiting.pk]
    assert Notice.objects.filter(user=broken, digested_on=None).exists()
    beats = Heartbeat.objects.filter(at=MORNING).values_list("name", flat=True)
    assert sorted(beats) == ["digests", "sweep"]


def test_digests_that_cannot_start_are_asked_again_and_the_sweep_goes_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_now: datetime) -> int:
        raise RuntimeError("base occupée")

    tell(world, world.elected)
    with monkeypatch.context() as broken:
        broken.setattr(notices, "send_digests", fail)
        sweep(MORNING)
    assert [beat.name for beat in Heartbeat.objects.all()] == ["sweep"]
    sweep(at("2026-11-20T06:01"))
    assert digests() == [world.elected.user.email]
