"""The public calculator: what it answers to a query, in JSON and in words."""

from datetime import date
from urllib.parse import urlencode

import pytest
from django.test import Client

from dialogue.forms.calculator import MOST_MEETINGS

JSON = "/outils/delais.json"


def ask(query: str) -> dict[str, object]:
    response = Client().get(f"{JSON}?{query}")
    assert response.status_code == 200, response.content
    found: dict[str, object] = response.json()
    return found


def dates(query: str) -> list[tuple[str, str, str, str]]:
    """(code, depart, stricte, etendue), a second date left out when it is the same."""
    found = []
    for each in ask(query)["echeances"]:  # type: ignore[attr-defined]
        days = [each["depart"], each["stricte"], each["etendue"]]
        if days[1] == days[2]:
            days.pop()
        found.append((each["code"], *days))
    return found


def warnings(query: str) -> list[str]:
    return [each["code"] for each in ask(query)["avertissements"]]  # type: ignore[attr-defined]


# ---- the answer -------------------------------------------------------------------
def test_a_date_is_told_with_its_rule_and_its_reasons() -> None:
    assert ask("information=2026-04-14") == {
        "echeances": [
            {
                "code": "avis",
                "regle": "A-07",
                "article": "R. 2312-6, I",
                "libelle": "Dernier jour pour rendre l’avis du CSE",
                "depart": "2026-04-14",
                "stricte": "2026-05-14",
                "etendue": "2026-05-15",
                "confiance": "V1",
                "explication": (
                    "Point de départ\u00a0: le mardi 14 avril 2026, jour où le CSE a "
                    "reçu les informations ou a su qu’elles étaient dans la base de "
                    "données. Durée\u00a0: un mois, car aucun expert n’intervient. Un "
                    "délai en mois finit le jour qui porte le même numéro\u00a0: le 14 "
                    "mai 2026. Le jeudi 14 mai 2026 est un jour férié (Ascension). Il "
                    "reste le dernier jour sûr\u00a0; un report au vendredi 15 mai "
                    "2026 se plaide, mais il est à vérifier."
                ),
            }
        ],
        "avertissements": [],
    }


def test_a_warning_is_a_code_and_a_sentence() -> None:
    query = "information=2026-04-14&expertise=oui&contestation=2026-04-24"

    assert ask(query)["avertissements"] == [
        {
            "code": "suspendu",
            "message": (
                "Depuis le 24 avril 2026, la contestation de l’expertise suspend le "
                "délai\u00a0: la date de l’avis sera connue à la notification du "
                "jugement."
            ),
        }
    ]


MARCH = "information=2026-03-10"
EXPERT = f"{MARCH}&expertise=oui"
BOTH = "niveaux=central_et_etablissements"
APRIL_10 = ("avis", "2026-03-10", "2026-04-10")
MAY_10 = ("avis", "2026-03-10", "2026-05-10", "2026-05-11")
#: Two months and their report.
WITH_EXPERT = [MAY_10, ("rapport_expert", "2026-05-10", "2026-04-24", "2026-04-25")]
NAMED = [
    ("expert_demande", "2026-03-20", "2026-03-23"),
    ("expert_notification", "2026-03-20", "2026-03-30"),
    ("contestation_employeur", "2026-03-20", "2026-03-30"),
]


@pytest.mark.parametrize(
    ("query", "expected", "told"),
    [
        (MARCH, [APRIL_10], []),
        (f"{MARCH}&regime=prive&expertise=non&niveaux=simple", [APRIL_10], []),
        (f"{MARCH}&territoire=metropole&accord=&reunion=&reunion=", [APRIL_10], []),
        (EXPERT, WITH_EXPERT, []),
        (
            f"{MARCH}&{BOTH}",
            [APRIL_10, ("avis_etablissement", "2026-04-10", "2026-04-03")],
            [],
        ),
        (
            f"{EXPERT}&{BOTH}",
            [
                ("avis", "2026-03-10", "2026-06-10"),
                ("avis_etablissement", "2026-06-10", "2026-06-03"),
                ("rapport_expert", "2026-06-10", "2026-05-26"),
            ],
            [],
        ),
        # each step from its own day, whatever is said of the expertise
        (f"{EXPERT}&expert_designe=2026-03-20", [*WITH_EXPERT, *NAMED], []),
        (
            f"{MARCH}&expert_designe=2026-03-20",
            [APRIL_10, *NAMED],
            ["expert_sans_expertise"],
        ),
        (
            f"{EXPERT}&expert_demande=2026-04-01&cahier_des_charges=2026-04-02",
            [
                *WITH_EXPERT,
                ("employeur_reponse_expert", "2026-04-01", "2026-04-06", "2026-04-07"),
                ("contestation_employeur", "2026-04-02", "2026-04-12", "2026-04-13"),
            ],
            [],
        ),
        # voted on the last day of the first month, then the day after
        (
            f"{EXPERT}&expert_designe=2026-04-10",
            [
                *WITH_EXPERT,
                ("expert_demande", "2026-04-10", "2026-04-13"),
                ("expert_notification", "2026-04-10", "2026-04-20"),
                ("contestation_employeur", "2026-04-10", "2026-04-20"),
            ],
            [],
        ),
        (
            f"{EXPERT}&expert_designe=2026-04-11",
            [
                APRIL_10,
                ("expert_demande", "2026-04-11", "2026-04-14"),
                ("expert_notification", "2026-04-11", "2026-04-21"),
                ("contestation_employeur", "2026-04-11", "2026-04-21"),
                ("rapport_expert", "2026-04-10", "2026-03-26"),
            ],
            ["expert_hors_delai"],
        ),
        # an agreement, then the judge, fix the day
        (f"{MARCH}&accord=2026-05-17", [("avis", "2026-03-10", "2026-05-17")], []),
        (
            f"{MARCH}&accord=2026-05-17&prolongation_juge=2026-07-04",
            [("avis", "2026-03-10", "2026-07-04")],
            [],
        ),
        (
            f"{MARCH}&accord=2026-05-17&contestation=2026-04-01",
            [("avis", "2026-03-10", "2026-05-17")],
            ["contestation_date_fixee"],
        ),
        # ten days stopped, ten days added; on the last day; one day too late
        (
            f"{EXPERT}&contestation=2026-04-15&jugement_notifie=2026-04-25",
            [
                ("avis", "2026-03-10", "2026-05-20"),
                ("rapport_expert", "2026-05-20", "2026-05-05"),
            ],
            [],
        ),
        (
            f"{MARCH}&contestation=2026-04-10&jugement_notifie=2026-04-11",
            [("avis", "2026-03-10", "2026-04-11", "2026-04-13")],
            [],
        ),
        (
            f"{EXPERT}&{BOTH}&contestation=2026-06-10",
            [
                ("avis", "2026-03-10", None),
                ("avis_etablissement", None, None),
                ("rapport_expert", None, None),
            ],
            ["suspendu"],
        ),
        (
            f"{MARCH}&contestation=2026-04-11",
            [APRIL_10],
            ["contestation_tardive"],
        ),
        (
            f"{MARCH}&contestation=2026-04-11&jugement_notifie=2026-04-11",
            [APRIL_10],
            ["contestation_tardive"],
        ),
        # minutes: fifteen days, or the eve of the next meeting
        (
            f"{MARCH}&reunion=2026-05-19&reunion=2026-05-04&reunion=2026-05-12",
            [
                APRIL_10,
                ("ordre_du_jour", "2026-05-04", "2026-04-30", "2026-05-01"),
                ("pv", "2026-05-04", "2026-05-11"),
                ("ordre_du_jour", "2026-05-12", "2026-05-07", "2026-05-09"),
                ("pv", "2026-05-12", "2026-05-18"),
                ("ordre_du_jour", "2026-05-19", "2026-05-15", "2026-05-16"),
                ("pv", "2026-05-19", "2026-06-03"),
            ],
            [],
        ),
        # the fifteenth day is a Saturday and the next meeting a Monday
        (
            f"{MARCH}&reunion=2026-05-15&reunion=2026-06-01",
            [
                APRIL_10,
                ("ordre_du_jour", "2026-05-15", "2026-05-12"),
                ("pv", "2026-05-15", "2026-05-30", "2026-05-31"),
                ("ordre_du_jour", "2026-06-01", "2026-05-29"),
                ("pv", "2026-06-01", "2026-06-16"),
            ],
            [],
        ),
        # public sector: meetings only, never an opinion by silence
        (
            "regime=public&information=2026-03-10&expertise=oui&reunion=2026-05-30",
            [
                ("convocation", "2026-05-30", "2026-05-15"),
                ("documents", "2026-05-30", "2026-05-22"),
                ("pv", "2026-05-30", "2026-06-30"),
            ],
            ["sans_avis_repute"],
        ),
        ("regime=public&reunion=", [], ["sans_avis_repute"]),
        (
            f"regime=sans_instance&{MARCH}&accord=2026-06-01&reunion=2026-05-30",
            [],
            ["sans_consultation"],
        ),
    ],
)
def test_every_code_follows_its_line_of_the_table(
    query: str, expected: list[tuple[str, ...]], told: list[str]
) -> None:
    assert dates(query) == expected
    assert warnings(query) == told


def test_an_agreed_date_is_told_with_the_article_that_allows_it() -> None:
    [opinion] = ask(f"{MARCH}&accord=2026-05-17")["echeances"]  # type: ignore[misc]

    assert (opinion["regle"], opinion["article"]) == ("A-10", "L. 2312-55")


# ---- what is refused --------------------------------------------------------------
WHOLE = "Indiquez une date complète\u00a0: jour, mois et année."
ONE = "Donnez une seule valeur."
YEAR = "Vérifiez l’année\u00a0: elle va de 2000 à 2199."


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        ("", {"information": ["Indiquez le jour de l’information."]}),
        ("information=", {"information": ["Indiquez le jour de l’information."]}),
        ("information=demain", {"information": [WHOLE]}),
        ("information=14/04/2026", {"information": [WHOLE]}),
        ("information=20260414", {"information": [WHOLE]}),
        ("information=2026-W16-2", {"information": [WHOLE]}),
        ("information=2026-4-14", {"information": [WHOLE]}),
        ("information=2026-02-29", {"information": [WHOLE]}),
        ("information=2026-04-14T00:00", {"information": [WHOLE]}),
        ("information=%202026-04-14", {"information": [WHOLE]}),
        ("information=2026-04-14%00", {"information": [WHOLE]}),
        ("information=٢٠٢٦-٠٤-١٤", {"information": [WHOLE]}),
        ("information=0000-00-00", {"information": [WHOLE]}),
        ("information=1999-12-31", {"information": [YEAR]}),
        ("information=2200-01-01", {"information": [YEAR]}),
        (
            f"{MARCH}&information=2026-04-14",
            {"information": ["Donnez une seule valeur."]},
        ),
        (f"{MARCH}&reunion=2026-05-04&reunion=bientot", {"reunion": [WHOLE]}),
        (
            f"{MARCH}&jugement_notifie=2026-04-01",
            {
                "jugement_notifie": [
                    "Indiquez aussi le jour de la contestation que ce jugement tranche."
                ]
            },
        ),
        (f"{MARCH}&retour=1", {"retour": ["Ce nom n’est pas connu du calculateur."]}),
        (
            "regime=public&jugement_notifie=2026-04-01&contestation=2026-04-02",
            {
                "jugement_notifie": [
                    "Le jugement est notifié avant la contestation qu’il tranche."
                ]
            },
        ),
    ],
)
def test_what_cannot_be_read_is_refused_under_its_name(
    query: str, errors: dict[str, list[str]]
) -> None:
    response = Client().get(f"{JSON}?{query}")

    assert (response.status_code, response.json()) == (400, {"erreurs": errors})


@pytest.mark.parametrize("name", ["regime", "expertise", "niveaux", "territoire"])
@pytest.mark.parametrize("value", ["PRIVE", "autre", "1", "prive "])
def test_an_unknown_choice_is_refused(name: str, value: str) -> None:
    response = Client().get(JSON, {"information": "2026-04-14", name: value})

    assert response.status_code == 400
    assert list(response.json()["erreurs"]) == [name]


def test_every_error_is_told_at_once() -> None:
    response = Client().get(
        f"{JSON}?information=2026-03-10&regime=autre&territoire=corse&accord=2026-03-09"
        "&prolongation_juge=2026-03-01&expert_designe=2026-03-20"
        "&expert_demande=2026-03-19&cahier_des_charges=2026-03-18"
        "&contestation=2026-03-17&jugement_notifie=2026-03-16&reunion=jamais&deux=2"
    )

    assert response.status_code == 400
    assert sorted(response.json()["erreurs"]) == [
        *("accord", "cahier_des_charges", "contestation", "deux", "expert_demande"),
        *("jugement_notifie", "prolongation_juge", "regime", "reunion", "territoire"),
    ]


def test_a_query_holds_so_many_meetings_and_no_more() -> None:
    days = [("reunion", date(2026, 1, day + 1)) for day in range(MOST_MEETINGS + 1)]

    assert len(dates(f"{MARCH}&{urlencode(days[:-1])}")) == 1 + 2 * MOST_MEETINGS
    response = Client().get(f"{JSON}?{MARCH}&{urlencode(days)}")
    assert response.json() == {
        "erreurs": {"reunion": [f"Donnez {MOST_MEETINGS} réunions au plus."]}
    }
