"""The page of the calculator, and what caches and crowds may do with both addresses."""

import re
from html import unescape
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from projects import public
from tests.factories import World

PAGE, JSON = "/outils/delais/", "/outils/delais.json"
BOTH = pytest.mark.parametrize("path", [PAGE, JSON])
QUERY = (
    "information=2026-04-14&expertise=oui&niveaux=central_et_etablissements"
    "&expert_designe=2026-04-20&contestation=2026-04-27&jugement_notifie=2026-05-06"
    "&territoire=reunion&reunion=2026-05-12&reunion=2026-05-26"
)


def text(response: Any) -> str:
    words = re.sub(
        r"<(script|style|svg).*?</\1>", "", response.content.decode(), flags=16
    )
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", words)).split())


# ---- the page ---------------------------------------------------------------------
def test_the_page_first_asks() -> None:
    response = Client().get(PAGE)

    assert response.status_code == 200
    assert '<form method="get"' in response.content.decode()
    assert "Les dates" not in text(response)


def test_the_answers_come_before_the_dates_and_are_folded() -> None:
    page = Client().get(f"{PAGE}?{QUERY}").content.decode()
    folded = page.index('<details class="ask"><summary>Changer les réponses')
    assert folded < page.index("<form") < page.index('id="reponse"')
    assert page.count("<form") == 1


@pytest.mark.parametrize(
    ("query", "said", "unsaid"),
    [
        ("", "ou, au CSE, annoncé qu’elles sont dans la base de données", "publique, "),
        ("?regime=public", "publique, aucun délai n’est compté de ce jour", "BDESE"),
        ("?regime=public", "appelé par la présidence de l’instance", "voté par"),
        ("?regime=public&expertise=oui", "appelé par la présidence", "voté par"),
        (
            f"?{QUERY}",
            "expert-comptable ou expert habilité, voté par lui",
            "présidence",
        ),
    ],
)
def test_each_regime_is_asked_in_its_own_words(
    query: str, said: str, unsaid: str
) -> None:
    """Whether a field was touched or not, and in whatever order they are asked."""
    form = text(Client().get(f"{PAGE}{query}")).partition("Calculer")[2]
    asked = form[form.index("Votre situation") : form.index("Jours fériés")]
    assert said in asked
    assert unsaid not in asked
    optional = "Information remise le (facultatif)" in asked
    assert optional is ("regime=public" in query)


def test_a_public_body_reads_the_safe_day_of_every_committee() -> None:
    query = "?regime=public&reunion=2026-05-30"
    page = text(Client().get(f"{PAGE}{query}"))
    [minutes] = [
        one
        for one in Client().get(f"{JSON}{query}").json()["echeances"]
        if one["code"] == "pv"
    ]
    assert "Ces quinze jours sont ceux du comité social territorial" in page
    assert "Sans procès-verbal le 14 juin 2026" in page.replace("\u00a0", " ")
    assert "ailleurs, un mois, jusqu’au 30 juin 2026" in page.replace("\u00a0", " ")
    assert minutes["stricte"] == "2026-06-30"
    assert minutes["explication"].endswith(
        "Au comité social territorial, le procès-verbal est dû dans les quinze jours, "
        "au plus tard le 14 juin 2026."
    )


def test_the_page_says_the_dates_of_its_twin() -> None:
    page = Client().get(f"{PAGE}?{QUERY}").content.decode()
    twin = Client().get(f"{JSON}?{QUERY}").json()["echeances"]

    cards = re.findall(r'<article class="card due.*?</article>', page, flags=re.DOTALL)
    shown = [
        (re.search(r'datetime="(.*?)"', card)[1], re.search("<h2>(.*?)</h2>", card)[1])  # type: ignore[index]
        for card in cards
    ]
    assert sorted((day, unescape(title)) for day, title in shown) == sorted(
        (each["stricte"], each["libelle"]) for each in twin
    )
    assert page.count("Pourquoi cette date") == len(twin)


def test_a_date_that_waits_is_named_without_a_day() -> None:
    page = text(Client().get(f"{PAGE}?information=2026-04-14&contestation=2026-04-20"))

    assert "Date pas encore connue" in page
    assert "la date de l’avis sera connue à la notification du jugement" in page


def test_the_public_page_never_speaks_of_an_opinion_by_silence() -> None:
    page = text(
        Client().get(f"{PAGE}?regime=public&information=2026-04-14&reunion=2026-06-30")
    )

    assert "le silence de l’instance ne vaut jamais avis négatif" in page
    assert "réputé avoir rendu" not in page


def test_an_employer_without_instance_is_told_so_and_shown_no_drawing() -> None:
    page = Client().get(f"{PAGE}?regime=sans_instance")

    assert "le dialogue reste possible, sans date légale" in text(page)
    assert 'class="timeline"' not in page.content.decode()


def test_the_link_of_a_page_gives_it_again() -> None:
    padded = f"{QUERY}&regime=prive&accord=&reunion=&prolongation_juge="
    page = Client().get(f"{PAGE}?{padded}")
    [address] = re.findall(r'href="(/outils/delais/\?[^"]*)"', page.content.decode())

    again = Client().get(unescape(address))

    assert unescape(address).count("=") == QUERY.count("=")
    assert text(again) == text(page)


def test_the_page_keeps_what_was_typed_and_says_what_is_wrong() -> None:
    response = Client().get(f"{PAGE}?information=2026-04-14&accord=2026-04-01&a=b")

    assert response.status_code == 400
    assert "La date convenue précède le jour où les informations" in text(response)
    assert "« a » n’est pas connu." in text(response).replace("\u00a0", " ")
    assert 'value="2026-04-14"' in response.content.decode()
    assert "<details open>" in response.content.decode()


@pytest.mark.parametrize(
    "words", ["<script>alert(1)</script>", "%00", "\u202e", "é" * 900]
)
def test_a_name_nobody_knows_is_shown_and_never_run(words: str) -> None:
    response = Client().get(PAGE, {words: "1"})

    assert response.status_code == 400
    assert b"<script>alert" not in response.content


def test_each_day_of_the_drawing_says_where_it_stands() -> None:
    with time_machine.travel("2026-05-01T12:00+02:00", tick=False):
        page = Client().get(
            f"{PAGE}?information=2026-03-10&expertise=oui&contestation=2026-04-22"
            "&jugement_notifie=2026-05-02"
        )

    listed = re.findall(
        r'<li class="(.*?)"><b>(.*?)</b>[^<]*<small>(.*?)</small>',
        page.content.decode(),
    )
    assert [tuple(map(unescape, each)) for each in listed] == [
        ("done", "10 mars 2026", "fait"),
        ("done", "22 avril 2026", "fait"),
        ("planned", "2 mai 2026", "prévu"),
        ("due-m", "5 mai 2026", "à venir, dans 4 jours"),
        ("due-m", "20 mai 2026", "à venir, dans 19 jours"),
    ]


def test_past_dates_are_not_said_to_come() -> None:
    with time_machine.travel("2026-05-01T12:00+02:00", tick=False):
        page = Client().get(f"{PAGE}?information=2026-03-10").content.decode()

    assert '<li class="past"><b>10 avril 2026</b>' in page
    assert "(passé)" in page


# ---- nobody is known --------------------------------------------------------------
@BOTH
@pytest.mark.parametrize("query", [QUERY, "information=hier"])
def test_nobody_gets_a_cookie_and_nothing_depends_on_one(
    path: str, query: str, world: World, django_assert_num_queries: Any
) -> None:
    signed_in = Client()
    signed_in.force_login(world.secretary.user)
    strange = Client(headers={"cookie": "navette=" + "a" * 32})
    with django_assert_num_queries(0):
        answers = [c.get(f"{path}?{query}") for c in (signed_in, Client(), strange)]

    assert len({(each.status_code, each.content) for each in answers}) == 1
    for each in answers:
        assert not each.cookies
        assert not each.has_header("Vary")


@BOTH
def test_the_address_answers_to_reading_only(path: str) -> None:
    whole, head = Client().get(f"{path}?{QUERY}"), Client().head(f"{path}?{QUERY}")

    assert (head.status_code, head.content) == (200, b"")
    assert head["ETag"] == whole["ETag"]
    assert head["Content-Length"] == whole["Content-Length"]
    assert Client(enforce_csrf_checks=False).post(path).status_code == 405


# ---- caches -----------------------------------------------------------------------
@BOTH
@pytest.mark.parametrize("form", ["{}", "W/{}", '"autre", {}'])
def test_a_cache_asks_whether_its_copy_still_holds(path: str, form: str) -> None:
    first = Client().get(f"{path}?{QUERY}")
    again = Client().get(
        f"{path}?{QUERY}", headers={"if-none-match": form.format(first["ETag"])}
    )
    other = Client().get(
        f"{path}?information=2026-04-14", headers={"if-none-match": first["ETag"]}
    )

    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert again["Cache-Control"] == first["Cache-Control"]
    assert other.status_code == 200


@BOTH
@pytest.mark.parametrize(
    ("moment", "age"),
    [
        ("2026-06-15T12:00+02:00", 3600),
        ("2026-06-15T23:59:30+02:00", 30),
        # nights when the clock changes: 02:30 twice, then not at all
        ("2026-10-25T02:30+02:00", 3600),
        ("2026-10-25T02:30+01:00", 3600),
        ("2026-10-25T23:30+01:00", 1800),
        ("2027-03-28T01:59:59+01:00", 3600),
        ("2027-03-28T03:00+02:00", 3600),
        ("2026-12-31T23:59:59+01:00", 1),
        ("2027-01-01T00:00+01:00", 3600),
    ],
)
def test_a_page_of_today_is_kept_an_hour_and_not_past_midnight(
    path: str, moment: str, age: int
) -> None:
    with time_machine.travel(moment, tick=False):
        response = Client().get(f"{path}?{QUERY}")

    assert response["Cache-Control"] == f"public, max-age={age}"


@pytest.mark.parametrize(
    ("moment", "left"),
    [
        ("2026-12-30T23:59:59+01:00", "Dans 2 jours"),
        ("2026-12-31T23:59:59+01:00", "Demain"),
        ("2027-01-01T00:00+01:00", "Aujourd’hui"),
        ("2027-01-01T23:59:59+01:00", "Aujourd’hui"),
        ("2027-01-02T00:00+01:00", "Dépassée de 1 jour"),
    ],
)
def test_days_left_turn_at_midnight_in_paris(moment: str, left: str) -> None:
    with time_machine.travel(moment, tick=False):
        page = text(Client().get(f"{PAGE}?information=2026-12-01"))

    assert f"{left} · date sûre" in page


@BOTH
def test_an_error_is_kept_by_nobody(path: str) -> None:
    response = Client().get(f"{path}?information=hier")

    assert response["Cache-Control"] == "no-store, private"


# ---- crowds -----------------------------------------------------------------------
@pytest.fixture
def three_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public, "MOST_PER_MINUTE", 3)


@BOTH
def test_one_address_asks_so_many_times_a_minute(
    path: str, three_a_minute: None
) -> None:
    with time_machine.travel("2026-06-15T12:00+02:00", tick=False) as clock:
        codes = [Client().get(f"{path}?{QUERY}").status_code for _each in range(5)]
        refused = Client().get(f"{path}?{QUERY}")
        elsewhere = Client(REMOTE_ADDR="203.0.113.7").get(f"{path}?{QUERY}")
        clock.shift(61)
        later = Client().get(f"{path}?{QUERY}")

    assert codes == [200, 200, 200, 429, 429]
    assert refused["Retry-After"] == "60"
    assert refused["Cache-Control"] == "no-store, private"
    assert not refused.cookies
    assert (elsewhere.status_code, later.status_code) == (200, 200)


def test_too_many_questions_are_refused_in_the_language_of_the_address(
    three_a_minute: None,
) -> None:
    for _each in range(3):
        Client().get(JSON)

    assert Client().get(JSON).json() == {
        "erreurs": {"": ["Trop de demandes\u00a0: réessayez dans une minute."]}
    }
    assert "attendez quelques minutes" in text(Client().get(PAGE))


def test_a_minute_that_ends_between_two_looks_lets_the_question_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cache, "add", lambda *_given, **_named: False)

    assert Client().get(f"{JSON}?{QUERY}").status_code == 200
