"""What the engine says of its dates, word for word: it is read aloud in meetings."""

from datetime import date

import pytest

from dialogue.law.books import consultation as rules
from dialogue.law.consultation import Facts, consultation_dates
from dialogue.law.explanations import second_date

START = date(2026, 3, 10)


def opinion_of(facts):
    return consultation_dates(facts).date_for("avis")


def test_the_opinion_tells_its_arithmetic_and_what_silence_does():
    opinion = opinion_of(Facts(information_on=date(2026, 1, 31)))

    assert opinion.steps == (
        "Point de départ\u00a0: le samedi 31 janvier 2026, jour où le CSE a reçu les "
        "informations ou a su qu’elles étaient dans la base de données.",
        "Durée\u00a0: un mois, car aucun expert n’intervient.",
        "Le mois d’arrivée n’a pas de 31\u00a0: le délai finit le dernier jour de ce "
        "mois, le 28 février 2026.",
        "Le samedi 28 février 2026 n’est pas un jour ouvré. Il reste le dernier jour "
        "sûr\u00a0; un report au lundi 2 mars 2026 se plaide, mais il est à vérifier.",
    )
    assert opinion.consequence == (
        "Sans avis au plus tard le 28 février 2026, le CSE sera réputé avoir rendu un "
        "avis négatif, et l’employeur pourra décider."
    )
    assert opinion.what_would_change == (
        "Si les informations ont été données un autre jour, la date change.",
        "Un expert désigné avant la fin du délai le porterait à deux mois.",
        "L’employeur et le CSE peuvent convenir d’une autre date\u00a0: gardez-en la "
        "preuve.",
        "Le juge saisi avant la fin du délai peut le prolonger si les informations "
        "nécessaires sont particulièrement difficiles d’accès.",
    )


def test_a_holiday_is_named_in_the_arithmetic():
    opinion = opinion_of(Facts(information_on=date(2026, 4, 14)))

    assert opinion.steps[-2:] == (
        "Un délai en mois finit le jour qui porte le même numéro\u00a0: le 14 mai "
        "2026.",
        "Le jeudi 14 mai 2026 est un jour férié (Ascension). Il reste le dernier jour "
        "sûr\u00a0; un report au vendredi 15 mai 2026 se plaide, mais il est à "
        "vérifier.",
    )


def test_a_suspension_is_told_with_the_days_it_adds():
    facts = Facts(
        information_on=START,
        expert=True,
        two_levels=True,
        suspended=(
            (date(2026, 4, 15), date(2026, 4, 25)),
            (date(2026, 5, 1), date(2026, 5, 2)),
        ),
    )

    assert opinion_of(facts).steps[1:] == (
        "Durée\u00a0: trois mois, car l’expertise porte sur une consultation menée au "
        "CSE central et dans des établissements.",
        "Un délai en mois finit le jour qui porte le même numéro\u00a0: le 10 juin "
        "2026.",
        "La contestation du 15 avril 2026, jugement notifié le 25 avril 2026, a "
        "suspendu le délai 10 jours\u00a0: il finit le 20 juin 2026.",
        "La contestation du 1er mai 2026, jugement notifié le 2 mai 2026, a suspendu "
        "le délai un jour\u00a0: il finit le 21 juin 2026.",
        "Le dimanche 21 juin 2026 n’est pas un jour ouvré. Il reste le dernier jour "
        "sûr\u00a0; un report au lundi 22 juin 2026 se plaide, mais il est à vérifier.",
    )


def test_a_backward_date_tells_why_it_moved_earlier():
    found = consultation_dates(Facts(information_on=date(2024, 9, 26), expert=True))
    report = found.date_for("rapport_expert")

    assert report.steps == (
        "Point de départ\u00a0: la fin du délai de l’avis, le mardi 26 novembre 2024. "
        "En reculant de quinze jours, on arrive au 11 novembre 2024.",
        "Le lundi 11 novembre 2024 est un jour férié (armistice de 1918). Un délai à "
        "rebours n’est jamais repoussé\u00a0: le jour sûr est le jour ouvré précédent, "
        "le vendredi 8 novembre 2024.",
    )
    assert report.consequence == (
        "Visez le 8 novembre 2024\u00a0: un rapport remis en retard ne repousse pas, à "
        "lui seul, la date de l’avis."
    )


def test_the_two_levels_name_the_central_committee():
    found = consultation_dates(Facts(information_on=START, two_levels=True))

    assert [(each.label, each.consequence) for each in found.dates] == [
        (
            "Dernier jour pour rendre l’avis du CSE central",
            "Sans avis au plus tard le 10 avril 2026, le CSE central sera réputé avoir "
            "rendu un avis négatif, et l’employeur pourra décider.",
        ),
        (
            "Dernier jour pour transmettre l’avis du CSE d’établissement",
            "Visez le 3 avril 2026\u00a0: transmis au CSE central moins de sept jours "
            "avant la fin du délai, l’avis d’un établissement est réputé négatif.",
        ),
    ]
    assert found.date_for("avis_etablissement").steps[-1] == (
        "Le vendredi 3 avril 2026 est un jour ouvré."
    )


@pytest.mark.parametrize(
    ("facts", "changes"),
    [
        (
            Facts(information_on=START, expert=True),
            (
                "Si les informations ont été données un autre jour, la date change.",
                "Sans expert désigné dans le premier mois, le délai en reste là.",
                "Une contestation de l’expertise par l’employeur suspendrait le délai "
                "jusqu’à la notification du jugement.",
            ),
        ),
        (
            Facts(information_on=START, two_levels=True),
            (
                "Si les informations ont été données un autre jour, la date change.",
                "Un expert désigné avant la fin du délai le porterait à trois mois.",
            ),
        ),
        (Facts(information_on=START, agreed_on=date(2026, 5, 1)), ()),
    ],
)
def test_what_would_change_depends_on_what_is_already_settled(facts, changes):
    agreement_and_judge = opinion_of(Facts(information_on=START)).what_would_change[-2:]

    assert opinion_of(facts).what_would_change == (*changes, *agreement_and_judge)


def test_after_the_judge_only_the_parties_or_a_judge_move_the_date():
    facts = Facts(information_on=START, judge_extended_to=date(2026, 6, 15))

    assert opinion_of(facts).what_would_change == (
        "Seul un nouvel accord ou une nouvelle décision la changerait.",
    )


def test_the_weekend_extension_is_shown_as_unchecked():
    assert str(rules.WEEKEND_EXTENSION.confidence.label) == "à vérifier"


@pytest.mark.parametrize(
    ("strict", "extended", "start", "words"),
    [
        (date(2026, 4, 10), None, START, "date sûre"),
        (date(2026, 4, 10), date(2026, 4, 10), START, "date sûre"),
        (
            date(2026, 5, 10),
            date(2026, 5, 11),
            START,
            "date sûre\u00a0; un report au 11 mai 2026 se plaide, à vérifier",
        ),
        (
            date(2026, 5, 10),
            date(2026, 5, 11),
            None,
            "date sûre\u00a0; un report au 11 mai 2026 se plaide, à vérifier",
        ),
        (
            date(2026, 5, 7),
            date(2026, 5, 9),
            date(2026, 5, 12),
            "date sûre\u00a0; le calcul simple donne le 9 mai 2026",
        ),
    ],
)
def test_the_second_date_is_told_by_the_way_it_was_counted(
    strict, extended, start, words
):
    assert second_date(strict, extended, start) == words
