"""What happens to a system of the register: reviews, mistakes told, its public page."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from projects.actions import system_events as events
from projects.actions import system_publication as publication
from projects.actions import systems as acts
from projects.enums import DeadlineState, Role, SystemReportState, SystemState
from projects.errors import Conflict, Refused
from projects.models import Deadline, Entry, Notice, System, SystemReport
from projects.notices import read
from projects.sweep import sweep
from projects.system_facts import KEPT, PUBLIC
from tests.dialogue.stories import signed_in
from tests.factories import World, make_member
from tests.projects.test_systems import address, registered, text_of, verbs

TODAY = date(2026, 11, 20)
#: What nobody outside may read, each with words of its own.
SECRET = {
    "real_use": "Usage caché",
    "decided_by": "Madame Cachée",
    "effect_content": "Contenu caché",
    "effect_skills": "Savoir caché",
    "effect_conditions": "Condition cachée",
    "effect_relations": "Relation cachée",
    "effect_organisation": "Organisation cachée",
    "expert": "Cabinet caché",
    "fallback": "Repli caché",
    "review_triggers": "Cause cachée",
    "contact": "Contact caché",
}


def published(world: World, **fields: object) -> System:
    system = registered(world, **fields)
    seen = publication.public_fingerprint(system)
    return publication.publish(system, actor=world.secretary, seen=seen)


def told(world: World) -> list[str]:
    rows = Notice.objects.filter(member__organisation=world.organisation)
    return sorted(rows.values_list("sentence", flat=True))


# ---- reviews ----------------------------------------------------------------------
def test_a_review_keeps_what_was_seen_and_asks_for_the_next(world: World) -> None:
    today = timezone.localdate()
    system = registered(world, project=world.project, review_on=today)
    later = today + timedelta(days=90)
    client = signed_in(world.elected)
    client.post(
        address(world, "system_review", system.pk),
        {"reviewed_on": today, "seen": "Rien n’a changé.", "next_on": later},
    )
    review = system.reviews.get()
    assert (review.seen, review.recorded_by) == ("Rien n’a changé.", world.elected)
    system.refresh_from_db()
    assert system.review_on == later
    days = Deadline.objects.filter(key=acts.review_key(system)).order_by("due_on")
    assert [(row.due_on, row.state) for row in days] == [
        (today, DeadlineState.MET),
        (later, DeadlineState.OPEN),
    ]
    assert "Rien n’a changé." in text_of(client, system.get_absolute_url())


def test_a_review_without_a_next_day_asks_for_nothing_more(world: World) -> None:
    today = timezone.localdate()
    system = registered(world, project=world.project, review_on=today)
    events.record_review(
        system, actor=world.elected, reviewed_on=today, seen="Vu.", next_on=None
    )
    assert not Deadline.objects.open().filter(key=acts.review_key(system)).exists()


def test_a_review_is_refused_on_days_that_cannot_be(world: World) -> None:
    today = timezone.localdate()
    system = registered(world)
    with pytest.raises(Refused, match="vient après"):
        events.record_review(
            system, actor=world.elected, reviewed_on=today, seen="Vu.", next_on=today
        )
    acts.change_state(system, actor=world.elected, state=SystemState.WITHDRAWN)
    with pytest.raises(Refused, match="retiré"):
        events.record_review(
            system, actor=world.elected, reviewed_on=today, seen="Vu.", next_on=None
        )
    tomorrow = today + timedelta(days=1)
    page = signed_in(world.elected).post(
        address(world, "system_review", system.pk),
        {"reviewed_on": tomorrow, "seen": "Vu.", "next_on": today},
    )
    assert "date passée ou aujourd’hui" in page.content.decode()
    assert "un jour à venir" in page.content.decode()


def test_a_review_that_passes_is_told_once_to_those_who_keep_the_register(
    world: World,
) -> None:
    with time_machine.travel(TODAY, tick=False):
        system = registered(world, review_on=TODAY)
        sweep()
        assert told(world) == []
    with time_machine.travel(TODAY + timedelta(days=1), tick=False):
        sweep()
        sweep()
    sentence = "À revoir au registre depuis le 20 novembre 2026 : Assistant"
    assert told(world) == [sentence] * 2  # the secretary and the elected member
    assert verbs(system) == ["system.added", "system.review_passed"]
    page = text_of(signed_in(world.elected), system.get_absolute_url())
    assert "À revoir depuis le 20 novembre 2026" in page


def test_home_shows_a_review_that_passed_to_who_keeps_the_register(
    world: World,
) -> None:
    today = timezone.localdate()
    late = registered(world, "Tri des appels", review_on=today - timedelta(days=1))
    registered(world, "Badges", review_on=today)
    registered(world, "Lié", review_on=late.review_on, project=world.project)
    withdrawn = registered(world, "Ancien", review_on=late.review_on)
    acts.change_state(withdrawn, actor=world.elected, state=SystemState.WITHDRAWN)
    review = address(world, "system_review", late.pk)
    response = signed_in(world.elected).get("/")
    assert [row.name for row in response.context["reviews"]] == ["Tri des appels"]
    assert f'href="{review}"' in response.text
    for member in (world.reader, world.employer, world.expert, world.outsider):
        assert "Tri des appels" not in signed_in(member).get("/").text
    events.record_review(
        late, actor=world.elected, reviewed_on=today, seen="Vu.", next_on=None
    )
    assert "Tri des appels" not in signed_in(world.elected).get("/").text


def test_home_asks_as_many_queries_for_many_passed_reviews_as_for_none(
    world: World,
) -> None:
    client = signed_in(world.elected)
    client.get("/")
    asked = []
    for count in (0, 1, 8):
        for number in range(count):
            registered(world, f"Outil {count} {number}", review_on=date(2026, 1, 1))
        with CaptureQueriesContext(connection) as queries:
            response = client.get("/")
        asked.append(len(queries))
    assert asked == asked[:1] * 3
    assert len(response.context["reviews"]) == 5


def test_another_day_of_review_that_passes_is_told_again(world: World) -> None:
    with time_machine.travel(TODAY, tick=False):
        system = registered(world, review_on=TODAY - timedelta(days=1))
        sweep()
        events.record_review(
            system,
            actor=world.elected,
            reviewed_on=TODAY,
            seen="Vu.",
            next_on=TODAY + timedelta(days=1),
        )
    with time_machine.travel(TODAY + timedelta(days=5), tick=False):
        sweep()
        sweep()
    assert verbs(system).count("system.review_passed") == 2


def test_what_has_a_date_in_the_ledger_or_is_withdrawn_is_not_told(
    world: World,
) -> None:
    with time_machine.travel(TODAY, tick=False):
        past = TODAY - timedelta(days=1)
        registered(world, "Suivi", project=world.project, review_on=past)
        registered(world, "Retiré", state=SystemState.WITHDRAWN, review_on=past)
        sweep()
    assert told(world) == []


# ---- incidents --------------------------------------------------------------------
def test_an_incident_is_dated_and_kept(world: World) -> None:
    system = registered(world)
    client = signed_in(world.elected)
    path = address(world, "system_incident", system.pk)
    client.post(path, {"happened_on": "2026-01-05", "what": "Panne d’un jour."})
    assert system.incidents.get().what == "Panne d’un jour."
    assert verbs(system) == ["system.added", "system.incident"]
    page = text_of(signed_in(world.reader), system.get_absolute_url())
    assert "Panne d’un jour." in page


# ---- mistakes told by members -----------------------------------------------------
def test_a_reader_tells_a_mistake_and_is_answered(world: World) -> None:
    system = registered(world)
    signed_in(world.reader).post(
        address(world, "system_report", system.pk), {"text": "La version est fausse."}
    )
    report = SystemReport.objects.get()
    assert (report.author, report.state) == (world.reader, SystemReportState.OPEN)
    assert told(world) == ["Erreur signalée sur « Assistant »"] * 2
    path = address(world, "system_answer", system.pk, report.pk)
    signed_in(world.elected).post(path, {"reply": "Corrigé."})
    report.refresh_from_db()
    assert (report.reply, report.answered_by) == ("Corrigé.", world.elected)
    assert report.state == SystemReportState.ANSWERED
    answered = Notice.objects.filter(member=world.reader)
    assert [row.sentence for row in answered] == [
        "Réponse à une erreur signalée sur « Assistant »"
    ]
    page = text_of(signed_in(world.reader), system.get_absolute_url())
    assert "Corrigé." in page


def test_a_mistake_is_answered_once(world: World) -> None:
    report = events.report_mistake(registered(world), actor=world.reader, text="Faux.")
    events.answer_report(report, actor=world.elected, reply="Corrigé.")
    with pytest.raises(Refused, match="déjà répondu"):
        events.answer_report(report, actor=world.secretary, reply="Non.")
    path = address(world, "system_answer", report.system_id, report.pk)
    page = signed_in(world.elected).post(path, {"reply": "Encore."})
    assert "déjà répondu" in page.content.decode()


def test_an_answer_belongs_to_the_sheet_in_the_address(world: World) -> None:
    report = events.report_mistake(registered(world), actor=world.reader, text="Faux.")
    other = registered(world, "Autre")
    path = address(world, "system_answer", other.pk, report.pk)
    assert signed_in(world.elected).get(path).status_code == 404


def test_the_database_refuses_an_answer_from_nobody(world: World) -> None:
    report = events.report_mistake(registered(world), actor=world.reader, text="Faux.")
    report.state = SystemReportState.ANSWERED
    with pytest.raises(IntegrityError), transaction.atomic():
        report.save()


# ---- the public page --------------------------------------------------------------
def test_the_database_tells_a_visitor_from_a_member(world: World) -> None:
    report = events.report_mistake(registered(world), actor=world.reader, text="Faux.")
    for state, author in (
        (SystemReportState.TO_READ, world.reader),
        (SystemReportState.OPEN, None),
    ):
        report.state, report.author = state, author
        with pytest.raises(IntegrityError), transaction.atomic():
            report.save()


def test_a_sheet_says_each_thing_in_public_or_never() -> None:
    assert set(KEPT) == {*SECRET, "decided_on", "project", "rehearsed_on"}
    assert not set(PUBLIC) & set(KEPT)


def test_the_public_page_says_nothing_of_what_stays_inside(world: World) -> None:
    system = registered(
        world,
        "Tri des appels",
        stated_purpose="Aller vite",
        project=world.project,
        **SECRET,
    )
    events.record_incident(
        system, actor=world.elected, happened_on=TODAY, what="Incident caché"
    )
    events.report_mistake(system, actor=world.reader, text="Erreur cachée")
    path = address(world, "system_publish", system.pk)
    client = signed_in(world.secretary)
    form = client.get(path)
    shown = form.content.decode()
    seen = form.context["form"].initial["seen"]
    client.post(path, {"seen": seen, "confirm": "on"})
    system.refresh_from_db()
    page = text_of(Client(), system.get_public_url())
    assert "Tri des appels" in page
    assert "Aller vite" in page
    hidden = [*SECRET.values(), "Incident caché", "Erreur cachée", world.project.title]
    assert [words for words in hidden if words in page or words in shown] == []


def test_a_sheet_is_published_as_it_was_read_and_stays_so(world: World) -> None:
    system = registered(world, stated_purpose="Aller vite")
    old = publication.public_fingerprint(system)
    acts.edit_system(
        system, actor=world.elected, seen=acts.fingerprint(system), outputs="Un texte"
    )
    with pytest.raises(Conflict, match="a changé depuis"):
        publication.publish(system, actor=world.secretary, seen=old)
    system.refresh_from_db()
    seen = publication.public_fingerprint(system)
    system = publication.publish(system, actor=world.secretary, seen=seen)
    first = system.public_token
    acts.edit_system(
        system, actor=world.elected, seen=acts.fingerprint(system), outputs="Un score"
    )
    page = text_of(Client(), system.get_public_url())
    assert ("Un texte" in page, "Un score" in page) == (True, False)
    inside = text_of(signed_in(world.elected), system.get_absolute_url())
    assert "La fiche a changé depuis" in inside
    system.refresh_from_db()
    seen = publication.public_fingerprint(system)
    again = publication.publish(system, actor=world.secretary, seen=seen)
    assert again.public_token == first
    assert "Un score" in text_of(Client(), again.get_public_url())


def test_an_old_page_of_publication_publishes_nothing(world: World) -> None:
    system = registered(world)
    path = address(world, "system_publish", system.pk)
    client = signed_in(world.secretary)
    page = client.post(path, {"seen": "0" * 32, "confirm": "on"})
    assert "relisez ce qui sera public" in page.content.decode()
    again = client.post(path, {"seen": page.context["shown"], "confirm": "on"})
    assert again.status_code == 302


def test_a_page_taken_back_is_gone_and_comes_back_elsewhere(world: World) -> None:
    system = published(world)
    old = system.get_public_url()
    assert len(str(system.public_token)) == 43
    signed_in(world.secretary).post(address(world, "system_unpublish", system.pk))
    assert Client().get(old).status_code == 404
    assert Client().get(f"{old}signaler/").status_code == 404
    system.refresh_from_db()
    with pytest.raises(Refused, match="n’est pas publiée"):
        publication.unpublish(system, actor=world.secretary)
    seen = publication.public_fingerprint(system)
    system = publication.publish(system, actor=world.secretary, seen=seen)
    assert system.get_public_url() != old
    assert verbs(system)[1:] == [
        "system.published",
        "system.unpublished",
        "system.published",
    ]


@pytest.mark.parametrize("token", ["inconnu", "a" * 300, "x%00y", "%F0%9F%98%80"])
def test_no_other_address_shows_a_sheet(world: World, token: str) -> None:
    published(world)
    assert Client().get(f"/registre-public/{token}/").status_code == 404


def test_the_public_page_is_the_same_for_all_and_reads_no_session(
    world: World,
) -> None:
    path = published(world).get_public_url()
    client = signed_in(world.secretary)
    with CaptureQueriesContext(connection) as captured:
        mine = client.get(path)
    assert len(captured) == 1
    stranger = Client().get(path)
    assert mine.content == stranger.content
    assert not stranger.cookies
    assert stranger["Cache-Control"] == "max-age=300, public"
    assert "Cookie" not in stranger.get("Vary", "")
    assert b"csrf" not in stranger.content.lower().replace(b"x-csrftoken", b"")


# ---- mistakes told by visitors ----------------------------------------------------
def test_a_visitor_tells_a_mistake_without_account_nor_token(world: World) -> None:
    system = published(world)
    client = Client(enforce_csrf_checks=True)
    path = f"{system.get_public_url()}signaler/"
    page = text_of(client, path)
    assert "pas une ligne d’alerte anonyme" in page
    assert "N’écrivez ni nom" in page
    response = client.post(path, {"text": "La version est fausse."})
    assert response["Location"] == f"{system.get_public_url()}?envoye"
    assert not response.cookies
    report = SystemReport.objects.get()
    assert (report.author, report.state) == (None, SystemReportState.TO_READ)
    assert Entry.objects.get(verb="system.mistake_reported").actor_name == "Navette"
    assert len(told(world)) == 2
    assert "Merci." in text_of(client, response["Location"])
    inside = text_of(signed_in(world.reader), system.get_absolute_url())
    assert "Venu de la page publique" in inside
    assert "La version est fausse." not in text_of(client, system.get_public_url())


def test_a_page_that_names_the_system_leaves_caches_as_soon_as_the_sheet(
    world: World,
) -> None:
    system = published(world, name="Tri des appels")
    for name in ("public_system", "public_report"):
        shown = Client().get(reverse(f"projects:{name}", args=[system.public_token]))
        assert "Tri des appels" in shown.text
        assert shown["Cache-Control"] == "max-age=300, public"


def test_a_message_too_long_is_given_back(world: World) -> None:
    path = f"{published(world).get_public_url()}signaler/"
    response = Client().post(path, {"text": "x" * 1001})
    assert response.status_code == 422
    assert "x" * 1001 in response.content.decode()
    assert Client().post(path, {"text": " "}).status_code == 422
    assert not SystemReport.objects.exists()


def test_one_address_leaves_five_messages_a_day_on_one_sheet(world: World) -> None:
    path = f"{published(world).get_public_url()}signaler/"
    answers = [Client().post(path, {"text": f"Faux {n}"}).status_code for n in range(6)]
    assert answers == [302] * 5 + [429]
    refused = Client().post(path, {"text": "Encore un mot"})
    assert "réessayez demain" in refused.text
    assert "Encore un mot" in refused.text
    assert SystemReport.objects.count() == 5
    elsewhere = f"{published(world, name='Badges').get_public_url()}signaler/"
    assert Client().post(elsewhere, {"text": "Faux"}).status_code == 302


def test_one_address_leaves_twenty_messages_in_an_hour(world: World) -> None:
    paths = [
        f"{published(world, name=f'Outil {n}').get_public_url()}signaler/"
        for n in range(7)
    ]
    answers = [
        Client().post(path, {"text": f"Faux {n}"}).status_code
        for path in paths
        for n in range(3)
    ]
    assert answers == [302] * 20 + [429]
    assert SystemReport.objects.count() == 20


def test_messages_of_visitors_make_one_notice_until_it_is_read(world: World) -> None:
    system = published(world)
    for words in ("Un", "Deux", "Trois"):
        events.report_from_public_page(system, text=words)
    mine = Notice.objects.filter(user=world.elected.user)
    assert mine.count() == 1
    read(world.elected.user)
    events.report_from_public_page(system, text="Quatre")
    assert mine.count() == 2
    assert Notice.objects.filter(user=world.secretary.user).count() == 1
    events.report_mistake(system, actor=world.reader, text="Cinq")
    assert mine.count() == 3


def test_no_more_messages_are_taken_than_somebody_will_read(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "MOST_TO_READ", 1)
    system = published(world)
    events.report_from_public_page(system, text="Un")
    path = f"{system.get_public_url()}signaler/"
    refused = Client().post(path, {"text": "Deux"})
    assert refused.status_code == 429
    assert "Deux" in refused.content.decode()
    report = SystemReport.objects.get()
    events.answer_report(report, actor=world.elected, reply="Lu.")
    assert Client().post(path, {"text": "Trois"}).status_code == 302


# ---- the sheet's own page ---------------------------------------------------------
@pytest.mark.parametrize("rows", [1, 3])
def test_a_sheet_asks_as_many_queries_for_three_rows_as_for_one(
    world: World, rows: int
) -> None:
    system = published(world, project=world.project)
    for rank in range(rows):
        author = make_member(world.organisation, Role.READER)
        report = events.report_mistake(system, actor=author, text=f"Faux {rank}")
        events.answer_report(report, actor=world.elected, reply="Corrigé.")
        events.record_incident(
            system, actor=world.elected, happened_on=TODAY, what=f"Panne {rank}"
        )
        events.record_review(
            system, actor=author, reviewed_on=TODAY, seen="Vu.", next_on=None
        )
    client = signed_in(world.secretary)
    client.get(system.get_absolute_url())
    with CaptureQueriesContext(connection) as captured:
        client.get(system.get_absolute_url())
    assert len(captured) == 9


def test_a_long_history_is_shown_whole_when_asked(world: World) -> None:
    system = registered(world)
    for rank in range(21):
        events.record_incident(
            system, actor=world.elected, happened_on=TODAY, what=f"Panne {rank}"
        )
    client = signed_in(world.reader)
    first = client.get(system.get_absolute_url())
    assert (len(first.context["entries"]), first.context["more"]) == (20, True)
    whole = client.get(f"{system.get_absolute_url()}?tout")
    assert (len(whole.context["entries"]), whole.context["more"]) == (22, False)
