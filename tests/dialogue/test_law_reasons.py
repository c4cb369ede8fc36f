"""The rule and the words behind each date and each warning, and the edges of rules."""

from datetime import date, timedelta

import pytest

from agreements.law import two_thirds_of_staff
from dialogue.law.books import consultation as books
from dialogue.law.books.experts import SHARED_COST, Ground, cost_share
from dialogue.law.books.meetings import video_allowed
from dialogue.law.books.public_sector import must_be_examined_again
from dialogue.law.calculator import Query, calculate
from dialogue.law.consultation import Facts, consultation_dates
from dialogue.law.facts import ImpossibleFactsError
from dialogue.law.meetings import meeting_dates
from dialogue.law.rules import Rule
from dialogue.law.spans import Span
from dialogue.law.votes import result_sentence
from projects.enums import Branch, Confidence, Regime
from projects.workdays import Territory, easter, holiday_name, is_working_day

START = date(2026, 3, 10)
MARTINIQUE = Territory.MARTINIQUE
#: A Monday and a holiday in Martinique alone.
ABOLITION = date(2028, 5, 22)


def dates(*meetings, regime=Regime.PRIVATE, **facts):
    query = Query(Facts(regime=regime, territory=MARTINIQUE, **facts), meetings)
    return list(calculate(query).dates)


def only(code, found):
    [each] = [each for each in found if each.code == code]
    return each


# ---- the territory ----------------------------------------------------------------
@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("avis", {"information_on": date(2028, 4, 22)}),
        ("expert_demande", {"expert_named_on": date(2028, 5, 19)}),
        ("expert_notification", {"expert_named_on": date(2028, 5, 12)}),
        ("employeur_reponse_expert", {"expert_asked_on": date(2028, 5, 17)}),
        ("contestation_employeur", {"terms_notified_on": date(2028, 5, 12)}),
        ("contestation_employeur", {"expert_named_on": date(2028, 5, 12)}),
    ],
)
def test_a_local_holiday_moves_every_date_of_a_consultation(code, found):
    each = only(code, dates(**{"information_on": None, **found}))

    assert (each.strict, each.extended) == (ABOLITION, date(2028, 5, 23))
    assert "abolition de l’esclavage" in each.steps[-1]
    assert "mardi 23 mai 2028" in each.steps[-1]


@pytest.mark.parametrize(
    ("code", "regime", "held_on"),
    [
        ("pv", Regime.PRIVATE, date(2028, 5, 7)),
        ("pv", Regime.PUBLIC, date(2028, 4, 22)),
    ],
)
def test_a_local_holiday_moves_the_minutes(code, regime, held_on):
    each = only(code, dates(held_on, regime=regime, information_on=None))

    assert (each.strict, each.extended) == (ABOLITION, date(2028, 5, 23))
    # In the public sector, what the CST owes is said after the reason.
    assert ["abolition de l’esclavage" in step for step in each.steps].count(True) == 1


@pytest.mark.parametrize(
    ("code", "meetings", "found"),
    [
        (
            *("avis_etablissement", []),
            {"information_on": date(2028, 4, 29), "two_levels": True},
        ),
        (
            *("rapport_expert", []),
            {"information_on": date(2028, 4, 6), "expert": True},
        ),
        ("ordre_du_jour", [date(2028, 5, 25)], {}),
        ("convocation", [date(2028, 6, 6)], {"regime": Regime.PUBLIC}),
        ("documents", [date(2028, 5, 30)], {"regime": Regime.PUBLIC}),
    ],
)
def test_a_local_holiday_moves_every_backward_date_earlier(code, meetings, found):
    each = only(code, dates(*meetings, **{"information_on": None, **found}))

    assert (each.strict, each.extended) == (date(2028, 5, 19), ABOLITION)
    assert "abolition de l’esclavage" in each.steps[-1]


def test_an_unknown_public_body_has_the_minutes_of_the_sooner_one():
    facts = Facts(regime=Regime.PUBLIC, information_on=None)
    held_on = (date(2027, 1, 4),)
    for known, safe in ((True, date(2027, 2, 4)), (False, date(2027, 1, 19))):
        each = only("pv", calculate(Query(facts, held_on, branch_known=known)).dates)
        assert each.strict == safe
        sooner = [step for step in each.steps if "au plus tard le 19 janvier" in step]
        assert bool(sooner) is known


def test_good_friday_is_told_only_where_it_moves_a_date():
    """Bas-Rhin, Haut-Rhin et Moselle, 3 April 2026."""

    def opinion(start, **more):
        facts = Facts(information_on=start, territory=Territory.ALSACE_MOSELLE, **more)
        return consultation_dates(facts).dates

    forward = only("avis", opinion(date(2026, 3, 3)))
    backward = only("rapport_expert", opinion(date(2026, 2, 18), expert=True))

    assert forward.strict == forward.extended == date(2026, 4, 3)
    assert forward.steps[-1].startswith("Le vendredi 3 avril 2026 est un jour ouvré")
    assert "(Vendredi saint, dans certaines communes)" in backward.steps[-1]
    assert is_working_day(date(2026, 4, 3), Territory.ALSACE_MOSELLE)
    assert holiday_name(date(2026, 4, 3), Territory.ALSACE_MOSELLE) is None


def test_two_holidays_of_one_day_are_both_named():
    assert holiday_name(date(2031, 5, 22), MARTINIQUE) == (
        "Ascension, abolition de l’esclavage"
    )


# ---- the words --------------------------------------------------------------------
def test_a_step_says_its_start_with_the_day_of_the_week_and_binds_on_the_safe_day():
    """Named on a Thursday; the third day is Easter Sunday."""
    found = dates(information_on=None, expert_named_on=date(2026, 4, 2))
    step = only("expert_demande", found)

    assert step.label == "Dernier jour pour que l’expert demande des informations"
    assert step.steps[0] == (
        "Point de départ\u00a0: la désignation de l’expert, le jeudi 2 avril 2026."
    )
    assert step.consequence == (
        "Après le 5 avril 2026, l’employeur pourra juger la demande tardive."
    )
    assert step.head == ""


def test_the_two_heads_of_a_challenge_are_told_apart():
    found = dates(
        information_on=None,
        expert_named_on=date(2026, 4, 2),
        terms_notified_on=date(2026, 4, 7),
    )

    assert [
        (each.head, each.label)
        for each in found
        if each.code == "contestation_employeur"
    ] == [
        (
            "designation",
            "Dernier jour pour que l’employeur conteste la nécessité de l’expertise ou "
            "le choix de l’expert",
        ),
        (
            "cahier_des_charges",
            "Dernier jour pour que l’employeur conteste le coût prévu, l’étendue ou la "
            "durée de l’expertise",
        ),
    ]


def test_dates_around_a_meeting_name_it_and_say_what_follows():
    agenda, minutes = dates(date(2026, 5, 12), information_on=None)

    assert agenda.label == (
        "Ordre du jour de la réunion du 12 mai 2026\u00a0: dernier jour pour le "
        "recevoir"
    )
    assert minutes.consequence == (
        "Sans procès-verbal le 27 mai 2026, l’employeur peut reporter sa réponse "
        "motivée aux propositions du CSE."
    )


@pytest.mark.parametrize(("gap", "words"), [(15, "avant elle"), (16, "quinze jours")])
def test_minutes_say_which_of_both_ends_came_first(gap, words):
    held_on = date(2026, 3, 3)
    found = dates(held_on, held_on + timedelta(gap), information_on=None)
    minutes = next(each for each in found if each.code == "pv")

    assert minutes.strict == held_on + timedelta(gap - 1)
    assert words in minutes.steps[1]
    assert ("avant elle" in minutes.steps[1]) is (gap == 15)


def test_the_agenda_of_a_central_committee_comes_eight_days_before():
    [agenda, _minutes] = meeting_dates(
        [date(2026, 5, 12)],
        regime=Regime.PRIVATE,
        territory=Territory.METROPOLE,
        central=True,
    )

    assert (agenda.strict, agenda.rule.id) == (date(2026, 5, 4), "C-02e")


def test_a_committee_of_an_unknown_branch_keeps_the_shorter_minutes():
    """Fifteen days for the CST, a month for the others (R254-73)."""
    found = meeting_dates(
        [date(2026, 5, 12)],
        regime=Regime.PUBLIC,
        territory=Territory.METROPOLE,
        branch_known=False,
    )
    minutes = only("pv", found)

    assert (minutes.strict, minutes.extended) == (date(2026, 5, 27), date(2026, 6, 12))
    assert minutes.steps[1] == (
        "Le premier jour ne compte pas\u00a0; quinze jours plus tard, c’est le 27 mai "
        "2026."
    )
    assert "jusqu’au vendredi 12 juin 2026" in minutes.steps[2]


def test_a_territorial_committee_has_fifteen_days_for_its_minutes():
    """R254-73; Whit Monday of 2026 is the 25th of May."""
    found = meeting_dates(
        [date(2026, 5, 10)],
        regime=Regime.PUBLIC,
        territory=Territory.METROPOLE,
        branch=Branch.TERRITORIAL,
    )
    minutes = only("pv", found)

    assert (minutes.strict, minutes.extended) == (date(2026, 5, 25), date(2026, 5, 26))
    assert (minutes.rule.id, minutes.starts_on) == ("B-07h1", date(2026, 5, 10))
    assert minutes.steps[1].endswith("quinze jours plus tard, c’est le 25 mai 2026.")
    assert "un report au mardi 26 mai 2026 se plaide" in minutes.steps[2]
    assert minutes.consequence.startswith("Sans procès-verbal le 25 mai 2026")


def test_those_fifteen_days_know_the_holidays_of_the_territory():
    """The 26th of December is one in Alsace and Moselle alone."""
    found = {
        territory: only(
            "pv",
            meeting_dates(
                [date(2028, 12, 11)],
                regime=Regime.PUBLIC,
                territory=territory,
                branch=Branch.TERRITORIAL,
            ),
        )
        for territory in (Territory.METROPOLE, Territory.ALSACE_MOSELLE)
    }

    assert [each.extended.day for each in found.values()] == [26, 27]
    assert "lendemain de Noël" in found[Territory.ALSACE_MOSELLE].steps[2]


def test_the_fifteen_days_of_a_territorial_committee_are_told_of_its_minutes_alone():
    held_on = date(2026, 5, 12)
    found = dates(held_on, regime=Regime.PUBLIC, information_on=None)
    told = [
        each.code
        for each in found
        if any("Au comité social territorial" in step for step in each.steps)
    ]

    assert told == ["pv"]
    assert {"convocation", "documents"} <= {each.code for each in found}


def test_a_fixed_end_is_told_with_its_day_and_keeps_the_report():
    found = dates(information_on=START, agreed_on=date(2026, 7, 4), expert=True)

    assert only("avis", found).steps == (
        "L’employeur et le CSE ont convenu du samedi 4 juillet 2026, avec ou sans "
        "expert.",
        "Cette date remplace le délai du décret\u00a0: rien ne s’y ajoute.",
    )
    assert only("rapport_expert", found).consequence.startswith("Visez le 19 juin 2026")


def test_a_late_expert_is_told_in_the_length_and_promises_no_challenge():
    found = dates(information_on=START, expert=True, expert_named_on=date(2026, 4, 20))
    opinion = only("avis", found)

    assert opinion.steps[1] == (
        "Durée\u00a0: un mois, car l’expert a été désigné après la fin du délai."
    )
    assert not any("contestation" in change for change in opinion.what_would_change)


def test_what_contradicts_is_said_in_one_breath_too():
    with pytest.raises(
        ImpossibleFactsError,
        match=r"^La date convenue .* données\. La date du juge .* données\.$",
    ):
        calculate(
            Query(
                Facts(
                    information_on=START,
                    agreed_on=date(2026, 3, 1),
                    judge_extended_to=date(2026, 3, 2),
                )
            )
        )


# ---- warnings ---------------------------------------------------------------------
@pytest.mark.parametrize(
    ("facts", "code", "rule", "opening"),
    [
        (
            {"regime": Regime.PUBLIC, "information_on": START},
            *("sans_avis_repute", "B-07", "Dans le secteur public, le silence"),
        ),
        (
            {"has_cse": False, "information_on": START},
            *("sans_consultation", "A-02", "Sans CSE d’une entreprise d’au moins"),
        ),
        (
            {"information_on": None},
            *("information_attendue", "A-06", "Le délai n’a pas commencé"),
        ),
        (
            {"information_on": date(2017, 6, 1)},
            *("droit_anterieur", "A-07", "Avant le 1er janvier 2018"),
        ),
        (
            {"information_on": START, "expert_named_on": date(2026, 3, 12)},
            *("expert_sans_expertise", "A-07", "Une date de désignation d’expert"),
        ),
        (
            {
                "information_on": START,
                "agreed_on": date(2026, 6, 1),
                "judge_extended_to": date(2026, 5, 1),
            },
            *("prolongation_plus_courte", "A-05", "La date du juge précède la fin"),
        ),
        (
            {
                "information_on": START,
                "agreed_on": date(2026, 6, 1),
                "suspended": ((date(2026, 4, 1), None),),
            },
            *(
                "contestation_date_fixee",
                "B-06",
                "La contestation de l’expertise",
            ),
        ),
        (
            {"information_on": START, "suspended": ((date(2026, 5, 1), None),)},
            *("contestation_tardive", "B-06", "La contestation du 1er mai 2026 arrive"),
        ),
        (
            {"information_on": START, "suspended": ((date(2026, 4, 1), None),)},
            *("suspendu", "B-06", "Depuis le 1er avril 2026, la contestation"),
        ),
        (
            {
                "information_on": START,
                "expert": True,
                "expert_named_on": date(2026, 4, 20),
            },
            *("expert_hors_delai", "A-07a", "L’expert a été désigné le 20 avril 2026"),
        ),
    ],
)
def test_a_warning_names_its_rule_and_says_why(facts, code, rule, opening):
    [warning] = calculate(Query(Facts(**facts))).warnings

    assert (warning.code, warning.rule.id) == (code, rule)
    assert warning.message.startswith(opening)
    assert "se plaide" not in warning.message


def test_a_judge_who_fixes_a_day_without_any_information_shortens_nothing():
    facts = Facts(information_on=None, judge_extended_to=date(2026, 5, 1))

    told = [warning.code for warning in consultation_dates(facts).warnings]
    assert told == ["information_attendue"]


def test_a_late_expert_and_a_shorter_day_are_both_told():
    facts = Facts(
        information_on=START,
        agreed_on=date(2026, 6, 1),
        judge_extended_to=date(2026, 5, 1),
        expert=True,
        expert_named_on=date(2026, 5, 20),
    )

    told = [warning.code for warning in consultation_dates(facts).warnings]
    assert told == ["expert_hors_delai", "prolongation_plus_courte"]


def test_the_judge_is_seised_in_time_by_the_end_without_him():
    facts = Facts(
        information_on=START,
        judge_extended_to=date(2026, 6, 1),
        writ_on=date(2026, 4, 11),
    )

    told = [warning.code for warning in consultation_dates(facts).warnings]
    assert told == ["saisine_tardive"]


def test_the_day_to_which_a_late_vote_is_argued_follows_the_territory():
    facts = Facts(
        information_on=date(2028, 4, 22),
        territory=MARTINIQUE,
        expert=True,
        expert_named_on=date(2028, 5, 23),
    )

    assert (
        consultation_dates(facts)
        .warnings[0]
        .message.endswith("Un report de la fin au mardi 23 mai 2028 se plaide.")
    )


def test_two_challenges_of_one_day_wait_for_the_later_judgment():
    writ = date(2026, 4, 1)
    facts = Facts(
        information_on=START, suspended=((writ, date(2026, 4, 6)), (writ, None))
    )

    assert consultation_dates(facts).date_for("avis").strict is None


# ---- versions ---------------------------------------------------------------------
def test_a_dossier_keeps_the_version_of_its_own_days():
    def version(since, earlier=None):
        return Rule("T", "T", "T", Confidence.M, "T", None, since, earlier)

    first = version(date(2018, 1, 1))
    second = version(date(2024, 7, 1), first)
    third = version(date(2026, 1, 1), second)

    assert list(third.versions()) == [third, second, first]
    assert third.on(date(2026, 1, 1)) is third
    assert third.on(date(2025, 12, 31)) is second
    assert third.on(date(2017, 12, 31)) is first
    assert third.on(None) is third
    assert third.in_force(date(2018, 1, 1))
    assert not third.in_force(date(2017, 12, 31))


# ---- edges ------------------------------------------------------------------------
def test_easter_is_that_of_the_tables_for_a_thousand_years():
    """Golden number, century corrections and epact, as the calendar was written."""
    for year in range(1600, 2600):
        golden, century = year % 19 + 1, year // 100 + 1
        dropped, moon = 3 * century // 4 - 12, (8 * century + 5) // 25 - 5
        epact = (11 * golden + 20 + moon - dropped) % 30
        if epact == 24 or (epact == 25 and golden > 11):
            epact += 1
        full = 44 - epact if 44 - epact >= 21 else 74 - epact
        day = date(year, 3, 1) + timedelta(full)
        while day.weekday() != 6:
            day += timedelta(1)

        assert easter(year) == day


def test_months_can_be_counted_back():
    span = Span(months=1, backward=True)

    assert span(date(2026, 3, 31), Territory.METROPOLE) == (
        date(2026, 2, 27),
        date(2026, 2, 28),
    )


def test_defaults_are_those_of_somebody_who_says_nothing():
    assert video_allowed(3) is False
    assert cost_share(Ground.STRATEGY, budget_suffices=False).employer == 100
    assert cost_share(Ground.STRATEGY) == SHARED_COST
    assert must_be_examined_again(1, 1) is True
    assert two_thirds_of_staff(1, 1) is True
    assert books.opinion_span(expert=False, two_levels=True) == Span(months=1)


def test_the_largest_vote_counts_ninety_nine_and_one_voice_is_feminine():
    said = result_sentence(present_voting=99, votes_for=99, against=0, abstentions=0)
    alone = result_sentence(present_voting=1, votes_for=0, against=1, abstentions=0)

    assert said.startswith("Quatre-vingt-dix-neuf (99) membres présents votent")
    assert alone.endswith("il fallait au moins une (1) voix pour.")
