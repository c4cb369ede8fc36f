"""The moves of a consultation, who may make them, and what each side reads."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from dialogue.actions import consultations
from dialogue.enums import CONSULTATION_MOVES, ConsultationState, EventKind
from dialogue.models import Consultation
from dialogue.views.consultation_acts import ACTS
from projects.enums import Role, Room
from projects.errors import Refused
from projects.models import Entry, Notice
from tests.dialogue.stories import (
    agreed,
    happened,
    opened,
    prepared,
    redated,
    sent,
    signed_in,
)
from tests.factories import World, make_guest
from tests.projects.papers import filed

S, K = ConsultationState, EventKind


@pytest.fixture(autouse=True)
def on_the_20th_of_november() -> Iterator[None]:
    with time_machine.travel("2026-11-20T10:00:00+01:00", tick=False):
        yield


def page(consultation: Consultation) -> str:
    return consultation.get_absolute_url()


def act(consultation: Consultation, slug: str) -> str:
    return f"{page(consultation)}actes/{slug}/"


# ---- the moves -------------------------------------------------------------------


def test_the_whole_way_leaves_dates_actors_and_sentences(world: World) -> None:
    run = consultations
    who = world.secretary
    consultation = prepared(world)
    run.ask_information(consultation, actor=who, on=date(2026, 10, 1))
    run.open_consultation(consultation, actor=who, on=date(2026, 10, 26))
    run.give_opinion(consultation, actor=who, on=date(2026, 11, 18))
    run.start_follow_up(consultation, actor=who, on=date(2026, 11, 19))
    run.close(consultation, actor=who, on=date(2026, 11, 20))
    run.reopen_follow_up(consultation, actor=who, reason="un vœu reste sans suite")
    lines = Entry.objects.filter(verb__startswith="consultation.").order_by("id")
    assert [(line.sentence, line.room) for line in lines] == [
        ("Consultation préparée", "caucus"),
        ("Information demandée le 1er octobre 2026", "shared"),
        (
            "Information remise le 26 octobre 2026 : la consultation est ouverte",
            "shared",
        ),
        ("Avis rendu le 18 novembre 2026", "shared"),
        ("Suivi ouvert le 19 novembre 2026", "shared"),
        ("Consultation close le 20 novembre 2026", "shared"),
        ("Suivi rouvert (un vœu reste sans suite)", "caucus"),
    ]
    assert {line.actor_id for line in lines} == {who.pk}
    consultation.refresh_from_db()
    assert (consultation.state, consultation.closed_on) == (S.FOLLOW_UP, None)
    world.project.refresh_from_db()
    assert world.project.opinion_on == date(2026, 11, 18)


@pytest.mark.parametrize("here", list(S))
def test_a_move_outside_the_table_is_refused(world: World, here: S) -> None:
    consultation = prepared(world)
    consultation.state = here
    for there in set(S) - CONSULTATION_MOVES[here]:
        with pytest.raises(Refused, match=str(here.label)):
            consultations.move(consultation, there)
    consultation.refresh_from_db()
    assert consultation.state == S.DRAFT


@pytest.mark.parametrize("on", [date(2026, 11, 21), date(2027, 11, 20)])
def test_a_day_to_come_is_refused(world: World, on: date) -> None:
    consultation = prepared(world)
    with pytest.raises(Refused, match="pas encore arrivée"):
        consultations.open_consultation(consultation, actor=world.secretary, on=on)
    assert Consultation.objects.get().state == S.DRAFT


def test_an_opinion_before_the_information_is_refused(world: World) -> None:
    consultation = opened(world, date(2026, 11, 1))
    with pytest.raises(Refused, match="précéder la remise"):
        consultations.give_opinion(
            consultation, actor=world.secretary, on=date(2026, 10, 31)
        )


def test_a_late_opinion_is_refused_even_before_the_nightly_task(world: World) -> None:
    consultation = opened(world, date(2026, 10, 19))
    with pytest.raises(Refused, match="a pris fin le 19 novembre 2026"):
        consultations.give_opinion(
            consultation, actor=world.secretary, on=date(2026, 11, 20)
        )
    consultations.give_opinion(
        consultation, actor=world.secretary, on=date(2026, 11, 19)
    )
    assert consultation.state == S.OPINION_GIVEN


def test_one_consultation_at_a_time_until_the_opinion(world: World) -> None:
    first = opened(world)
    with pytest.raises(Refused, match="déjà en cours"):
        prepared(world)
    consultations.give_opinion(first, actor=world.secretary, on=date(2026, 11, 2))
    assert prepared(world).rank == 2


def test_the_first_opinion_stays_on_the_sheet_of_the_project(world: World) -> None:
    for on in (date(2026, 11, 2), date(2026, 11, 12)):
        consultations.give_opinion(opened(world), actor=world.secretary, on=on)
    world.project.refresh_from_db()
    assert world.project.opinion_on == date(2026, 11, 2)


def test_a_correction_tells_the_employer_the_day_and_not_the_reason(
    world: World,
) -> None:
    consultation = opened(world, date(2026, 10, 26))
    redated(
        world,
        consultation,
        K.INFORMATION,
        date(2026, 10, 27),
        "on a menti sur le courriel",
    )
    assert consultation.due_on == date(2026, 11, 27)
    shared = Entry.objects.visible_to(world.employer).values_list("sentence", flat=True)
    assert shared[0] == (
        "Date de remise corrigée : 26 octobre 2026 devient 27 octobre 2026"
    )
    assert not [line for line in shared if "menti" in line]


def test_a_corrected_start_is_told_to_each_side_as_far_as_it_may_know(
    world: World,
) -> None:
    consultation = opened(world, date(2026, 10, 26))
    Notice.objects.all().delete()
    redated(world, consultation, K.INFORMATION, date(2026, 10, 27), "courriel relu")
    told = dict(Notice.objects.values_list("member", "sentence"))
    sentence = "Date de remise corrigée : 26 octobre 2026 devient 27 octobre 2026"
    own = f"{sentence} ; date sûre de l’avis : 27 novembre 2026"
    assert told == {
        world.elected.pk: own,
        world.reader.pk: own,
        world.admin.pk: own,
        world.employer.pk: sentence,
        world.expert.pk: sentence,  # not let into the caucus
    }
    assert set(Notice.objects.values_list("url", flat=True)) == {
        consultation.get_absolute_url()
    }


def test_opening_tells_both_sides_but_not_the_one_who_opened(world: World) -> None:
    opened(world)
    told = {notice.member for notice in Notice.objects.all()}
    assert {world.elected, world.employer, world.reader} <= told
    assert not told & {world.secretary, world.outsider, world.ex_member}


# ---- pages -----------------------------------------------------------------------


def test_the_secretary_opens_from_the_form_in_one_go(
    world: World, secretary_client: Client
) -> None:
    url = reverse("dialogue:consultation_new", args=[world.project.pk])
    assert secretary_client.get(url).status_code == 200
    answer = secretary_client.post(
        url,
        {
            "subject": "Assistant",
            "requested_on": "2026-10-01",
            "information_on": "2026-10-26",
        },
    )
    consultation = Consultation.objects.get()
    assert answer.url == page(consultation)
    assert consultation.state == S.OPEN
    assert consultation.requested_on == date(2026, 10, 1)
    assert consultation.due_on == date(2026, 11, 26)


def test_a_wrong_date_keeps_what_was_typed_and_saves_nothing(
    world: World, secretary_client: Client
) -> None:
    url = reverse("dialogue:consultation_new", args=[world.project.pk])
    typed = {"subject": "Mon objet", "information_on": "31/02/2026"}
    answer = secretary_client.post(url, typed)
    assert answer.status_code == 200
    html = answer.content.decode()
    assert "Indiquez une date complète" in html
    assert "Mon objet" in html
    future = secretary_client.post(url, typed | {"information_on": "2027-01-01"})
    assert "pas encore arrivée" in future.content.decode()
    assert Consultation.objects.count() == 0


def test_an_elected_person_prepares_but_does_not_set_dates(world: World) -> None:
    client = signed_in(world.elected)
    url = reverse("dialogue:consultation_new", args=[world.project.pk])
    client.post(url, {"subject": "Assistant", "information_on": "2026-10-26"})
    consultation = Consultation.objects.get()
    assert (consultation.state, consultation.information_on) == (S.DRAFT, None)
    denied = client.post(act(consultation, "ouverture"), {"on": "2026-10-26"})
    assert denied.status_code == 403


@pytest.mark.parametrize("who", ["admin", "reader", "employer", "expert"])
def test_others_do_not_prepare(world: World, who: str) -> None:
    url = reverse("dialogue:consultation_new", args=[world.project.pk])
    client = signed_in(getattr(world, who))
    assert client.get(url).status_code == 403
    assert client.post(url, {"subject": "Assistant"}).status_code == 403
    assert Consultation.objects.count() == 0


def test_every_act_offered_has_a_form_that_works_without_script(
    world: World, secretary_client: Client
) -> None:
    consultation = opened(world)
    html = secretary_client.get(page(consultation)).content.decode()
    offered = [
        row.slug for row in ACTS if f'action="{act(consultation, row.slug)}"' in html
    ]
    assert offered == [
        "avis",
        "base-de-donnees",
        "reunion",
        "expertise",
        "date-convenue",
        "saisine",
        "prolongation-juge",
        "niveaux",
    ]
    for slug in offered:
        opened_page = secretary_client.get(act(consultation, slug)).content.decode()
        assert f'<details id="{slug}" open>' in opened_page


def day_proposed(world: World, consultation: Consultation) -> tuple[str | None, str]:
    html = signed_in(world.secretary).get(page(consultation)).content.decode()
    form = html.partition('<details id="ouverture"')[2].partition("</details>")[0]
    (field,) = re.findall(r'<input type="date"[^>]*>', form)
    value = re.search(r'value="([^"]*)"', field)
    return value and value[1], form


def test_no_day_of_information_is_proposed_without_a_proof(world: World) -> None:
    consultation = prepared(world)
    filed(world.project, world.elected, room=Room.SHARED)
    filed(world.project, world.elected)
    day, form = day_proposed(world, consultation)
    assert day is None
    assert "Ni la convocation, ni l’ordre du jour" in form


def test_the_day_that_management_itself_gives_is_proposed_with_its_document(
    world: World,
) -> None:
    consultation = prepared(world)
    given = {"room": Room.SHARED, "given_on": date(2026, 10, 26)}
    filed(world.project, world.employer, **given)
    day, form = day_proposed(world, consultation)
    assert day == "2026-10-26"
    assert "Proposé : le jour de remise de D-1, à vérifier." in form.replace(
        "\xa0", " "
    )
    filed(world.project, world.employer, **given | {"given_on": date(2026, 10, 27)})
    assert day_proposed(world, consultation)[0] is None


def test_papers_of_an_earlier_consultation_prove_nothing_of_the_next(
    world: World,
) -> None:
    filed(world.project, world.employer, room=Room.SHARED)
    first = opened(world)
    consultations.give_opinion(first, actor=world.secretary, on=date(2026, 11, 2))
    assert day_proposed(world, prepared(world))[0] is None


def test_an_act_with_bad_input_says_so_and_keeps_the_reason(
    world: World, secretary_client: Client
) -> None:
    consultation = opened(world)
    answer = secretary_client.post(
        act(consultation, "saisine"), {"on": "", "note": "le contrat manque"}
    )
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "Indiquez une date." in html
    assert "le contrat manque" in html
    late = secretary_client.post(
        act(consultation, "avis"), {"on": "2026-10-01"}
    ).content.decode()
    assert "précéder la remise de l’information" in late
    consultation.refresh_from_db()
    assert consultation.state == S.OPEN


def test_an_act_that_is_no_longer_possible_answers_with_a_sentence(
    world: World, secretary_client: Client
) -> None:
    consultation = opened(world)
    answer = secretary_client.post(act(consultation, "reprise"), {"on": "2026-11-20"})
    assert "sans contestation avant lui" in answer.content.decode()
    assert secretary_client.get(act(consultation, "inconnu")).status_code == 404


def test_an_act_done_comes_back_to_the_page(
    world: World, secretary_client: Client
) -> None:
    consultation = opened(world)
    answer = secretary_client.post(act(consultation, "expertise"), {"on": "2026-11-12"})
    assert answer.url == page(consultation)
    html = secretary_client.get(page(consultation)).content.decode()
    assert "Expertise votée" in html
    assert html.count("Pourquoi cette date") == 4
    assert f'href="{act(consultation, "demande-expert")}#demande-expert"' in html
    secretary_client.post(act(consultation, "demande-expert"), {"on": "2026-11-13"})
    html = secretary_client.get(page(consultation)).content.decode()
    # The request is kept, and the employer's five days run.
    assert html.count("Pourquoi cette date") == 4


# ---- what each side reads --------------------------------------------------------


def strategy(world: World) -> Consultation:
    """A consultation full of what the employer must not read."""
    world.project.announced_on = date(2026, 9, 2)
    world.project.save()
    consultation = opened(world, date(2026, 10, 26))
    happened(world, consultation, K.EXPERT_NAMED, date(2026, 11, 12))
    agreed(world, consultation, date(2027, 1, 14), "convenu au téléphone")
    happened(
        world,
        consultation,
        K.CHALLENGE,
        date(2026, 11, 16),
        note="le juge est saisi du coût",
    )
    sent(world, consultation, "Qui voit les temps d’appel ?")
    return consultation


SECRETS = (
    "14 janvier 2027",
    "14 janv",
    "12 nov",
    "téléphone",
    "saisi du coût",
    "réputé négatif",
    "Pourquoi cette date",
    "Dernier jour",
    "Ce que vous pouvez faire",
)


@pytest.mark.parametrize("who", ["employer", "expert"])
def test_guests_read_states_and_days_but_not_the_strategy(
    world: World, who: str
) -> None:
    consultation = strategy(world)
    client = signed_in(getattr(world, who))
    panel = reverse("dialogue:panel", args=[world.project.pk])
    for url, headers in ((page(consultation), {}), (panel, {"HX-Request": "true"})):
        html = client.get(url, headers=headers).content.decode()
        assert "26 octobre 2026" in html
        assert "1 question attend" in html
        assert [secret for secret in SECRETS if secret in html] == []


def test_the_delegation_reads_all_of_it(world: World) -> None:
    consultation = strategy(world)
    html = signed_in(world.elected).get(page(consultation)).content.decode()
    for words in ("14 janvier 2027", "saisi du coût", "Expertise votée"):
        assert words in html


def test_an_expert_let_into_the_caucus_reads_the_dates(world: World) -> None:
    consultation = strategy(world)
    expert = make_guest(world.project, Role.EXPERT, caucus=True)
    html = signed_in(expert).get(page(consultation)).content.decode()
    assert "14 janvier 2027" in html


def test_a_draft_does_not_exist_for_guests(world: World) -> None:
    consultation = prepared(world, subject="Notre plan secret")
    panel = reverse("dialogue:panel", args=[world.project.pk])
    for who in (world.employer, world.expert):
        client = signed_in(who)
        assert client.get(page(consultation)).status_code == 404
        for headers in ({}, {"HX-Request": "true"}):
            answer = client.get(panel, headers=headers)
            assert answer.status_code == 200
            assert "secret" not in answer.content.decode()
    assert not Entry.objects.visible_to(world.employer).exists()


def test_strangers_find_nothing(world: World) -> None:
    consultation = opened(world)
    urls = [
        page(consultation),
        act(consultation, "avis"),
        reverse("dialogue:panel", args=[world.project.pk]),
        reverse("dialogue:consultation_new", args=[world.project.pk]),
    ]
    for who in (world.outsider, world.ex_member):
        client = signed_in(who)
        assert [client.get(url).status_code for url in urls] == [404] * 4
    # Nor through a project of one's own.
    crossed = reverse(
        "dialogue:consultation", args=[world.other_project.pk, consultation.pk]
    )
    assert signed_in(world.outsider).get(crossed).status_code == 404


def test_the_panel_is_a_fragment_with_htmx_and_a_page_without(
    world: World, secretary_client: Client
) -> None:
    panel = reverse("dialogue:panel", args=[world.project.pk])
    empty = secretary_client.get(panel, headers={"HX-Request": "true"})
    assert "Préparer la consultation" in empty.content.decode()
    consultation = opened(world)
    fragment = secretary_client.get(panel, headers={"HX-Request": "true"})
    assert "<html" not in fragment.content.decode()
    assert secretary_client.get(panel).url == page(consultation)
    wrong = secretary_client.get(
        f"{panel}?de=pas-un-numero", headers={"HX-Request": "true"}
    )
    assert wrong.status_code == 200


def test_warnings_are_said_where_no_clock_runs(
    world: World, secretary_client: Client
) -> None:
    world.workplace.regime = "public"
    world.workplace.save()
    consultation = opened(world)
    html = secretary_client.get(page(consultation)).content.decode()
    assert "Dans le secteur public, le silence de l’instance ne vaut jamais" in html


def test_the_days_between_the_two_dates_are_announced(
    world: World, secretary_client: Client
) -> None:
    # A safe day on a Saturday, the arguable one on Monday.
    consultation = opened(world, date(2026, 10, 14))
    with time_machine.travel("2026-11-15T10:00:00+01:00"):
        html = secretary_client.get(page(consultation)).content.decode()
    assert "La date sûre du 14 novembre 2026 est passée" in html
    assert consultation.state == S.OPEN
    assert Entry.objects.filter(room=Room.SHARED).count() == 1
