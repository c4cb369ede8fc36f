"""Section A-05: the judge, when the information given is not enough."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from dialogue.law.books.addresses import CIVIL_PROCEDURE, article
from dialogue.law.books.consultation import JUDGE_EXTENSION
from dialogue.law.rules import Chapter, Rule
from dialogue.law.spans import Span
from projects.enums import Confidence

_L2312_15 = article("LEGIARTI000038791194")


def seised_in_time(writ_on: date, period_ends_on: date) -> bool:
    """Whether the writ (assignation) was served by the last day of the period."""
    return writ_on <= period_ends_on


WRIT_DATE = Rule(
    "A-05a",
    "L. 2312-15 ; Cass. soc., 9 octobre 2024, n° 23-11.339",
    _(
        "Le CSE à qui il manque des informations doit saisir le juge avant la fin du "
        "délai, et la date qui compte est celle où l’assignation est délivrée à "
        "l’employeur."
    ),
    Confidence.V2,
    "https://open.lefebvre-dalloz.fr/actualites/droit-social/demande-justice-"
    "informations-complementaires-cse-date-assignation-compte_f904d8019-1528-4ab5-"
    "887f-c86289a9c768",
    seised_in_time,
)

NO_EXTENSION_BY_ITSELF = Rule(
    "A-05b",
    "L. 2312-15",
    _("Saisir le juge ne prolonge pas le délai par soi-même."),
    Confidence.V1,
    _L2312_15,
    None,
)

RULING_AFTER_THE_END = Rule(
    "A-05c",
    "Cass. soc., 26 février 2020, n° 18-22.759",
    _(
        "Le juge saisi à temps peut prolonger le délai ou ordonner la remise des "
        "informations même si le délai est passé le jour où il décide."
    ),
    Confidence.V2,
    "https://41-avocats.fr/information-consultation-du-cse-et-delai-prefix/",
    None,
)

HEARING = Rule(
    "A-05d",
    "Code de procédure civile, articles 481-1 et 839",
    _(
        "La demande est jugée selon la procédure accélérée au fond, à une audience "
        "fixée d’avance, et la copie de l’assignation est remise au greffe avant elle, "
        "sous peine de caducité."
    ),
    Confidence.V1,
    CIVIL_PROCEDURE,
    None,
)

APPEAL = Rule(
    "A-05e",
    "Code de procédure civile, article 481-1",
    _(
        "Le jugement s’applique tout de suite, et l’appel est formé dans les quinze "
        "jours."
    ),
    Confidence.V1,
    CIVIL_PROCEDURE,
    Span(days=15),
)

RESOLUTION = Rule(
    "A-05f",
    "L. 2312-15",
    _("C’est le CSE qui saisit le juge, par une résolution adoptée à la majorité."),
    Confidence.V2,
    "https://www.capstan.fr/articles/163-les-delais-de-consultation-du-cse",
    None,
)

MANDATE = Rule(
    "A-05g",
    "L. 2312-15",
    _(
        "La résolution donne mandat à une personne du CSE, nommément désignée, pour "
        "agir en justice."
    ),
    Confidence.M,
    "https://www.capstan.fr/articles/163-les-delais-de-consultation-du-cse",
    None,
)

NO_EIGHT_DAYS = Rule(
    "A-05h",
    "L. 2312-15",
    _(
        "Le texte en vigueur ne fixe plus au juge le délai de huit jours que "
        "d’anciennes pages citent encore."
    ),
    Confidence.V1,
    _L2312_15,
    None,
)

CHAPTER = Chapter(
    _("Les informations manquent : saisir le juge"),
    (
        JUDGE_EXTENSION,
        WRIT_DATE,
        NO_EXTENSION_BY_ITSELF,
        RULING_AFTER_THE_END,
        HEARING,
        APPEAL,
        RESOLUTION,
        MANDATE,
        NO_EIGHT_DAYS,
    ),
)
