"""Section A-13, A-14: control of employees, algorithms, the price of obstruction."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dialogue.law.books.addresses import LABOUR_CODE
from dialogue.law.rules import Chapter, Rule
from projects.enums import Confidence

_CONTROL = (
    "https://www.happyce.fr/cse-recherche-alphabetique/consultations-et-informations-"
    "ponctuelles-methodes-de-recrutement-et-moyens-de-controle-de-lactivite-des-"
    "salaries/"
)

CONTROL = Rule(
    "A-13",
    "L. 2312-38",
    _(
        "Le CSE est informé et consulté avant la décision de mettre en œuvre un moyen "
        "ou une technique qui permet de contrôler l’activité des salarié·es."
    ),
    Confidence.V1,
    _CONTROL,
    None,
)

RECRUITMENT = Rule(
    "A-13a",
    "L. 2312-38",
    _(
        "Le CSE est informé, avant leur utilisation, des méthodes ou techniques d’aide "
        "au recrutement et de leurs modifications."
    ),
    Confidence.V1,
    _CONTROL,
    None,
)

AUTOMATED_MANAGEMENT = Rule(
    "A-13b",
    "L. 2312-38",
    _(
        "Le CSE est informé, avant leur introduction, des traitements automatisés de "
        "gestion du personnel et de leurs modifications."
    ),
    Confidence.V1,
    _CONTROL,
    None,
)

CONTROL_BY_USE = Rule(
    "A-13c",
    "Cass. soc., 11 décembre 2019, n° 18-11.792",
    _(
        "Un outil qui n’a pas été acheté pour surveiller, mais qui permet de vérifier "
        "l’activité d’une personne, appelle aussi la consultation, faute de quoi la "
        "preuve qu’il donne est illicite."
    ),
    Confidence.V2,
    "https://expertise-comptable-des-cse.fr/qui-dit-dispositif-de-controle-de-"
    "lactivite-des-salaries-dit-consultation-prealable-du-comite-social-et-economique",
    None,
)

PERSONAL_INFORMATION = Rule(
    "A-13d",
    "L. 1222-4",
    _(
        "Aucune information sur un·e salarié·e ne peut être recueillie par un "
        "dispositif qui n’a pas d’abord été porté à sa connaissance."
    ),
    Confidence.V3,
    LABOUR_CODE,
    None,
)

CANDIDATES = Rule(
    "A-13e",
    "L. 1221-9",
    _(
        "Aucune information sur un·e candidat·e ne peut être recueillie par un "
        "dispositif qui n’a pas d’abord été porté à sa connaissance."
    ),
    Confidence.M,
    LABOUR_CODE,
    None,
)

PROPORTION = Rule(
    "A-13f",
    "L. 1121-1",
    _(
        "Une restriction des droits et des libertés doit être justifiée par la nature "
        "de la tâche et proportionnée au but recherché."
    ),
    Confidence.M,
    LABOUR_CODE,
    None,
)

OBSTRUCTION = Rule(
    "A-14",
    "L. 2317-1",
    _(
        "L’entrave au fonctionnement régulier du CSE est punie d’une amende de sept "
        "mille cinq cents euros."
    ),
    Confidence.V3,
    LABOUR_CODE,
    None,
)

OBSTRUCTION_OF_ELECTIONS = Rule(
    "A-14a",
    "L. 2317-1",
    _(
        "L’entrave à la constitution du CSE ou à ses élections est punie d’un an "
        "d’emprisonnement et de sept mille cinq cents euros d’amende."
    ),
    Confidence.M,
    LABOUR_CODE,
    None,
)

CIVIL_REMEDIES = Rule(
    "A-14b",
    "TJ Nanterre, 14 février 2025, n° 24/01457",
    _(
        "Le juge peut suspendre le projet sous astreinte et accorder des dommages et "
        "intérêts au CSE."
    ),
    Confidence.V2,
    "https://www.actu-juridique.fr/social/travail/lintelligence-artificielle-a-"
    "lepreuve-du-dialogue-social/",
    None,
)

CHAPTER = Chapter(
    _("Le contrôle, les algorithmes et l’entrave"),
    (
        CONTROL,
        RECRUITMENT,
        AUTOMATED_MANAGEMENT,
        CONTROL_BY_USE,
        PERSONAL_INFORMATION,
        CANDIDATES,
        PROPORTION,
        OBSTRUCTION,
        OBSTRUCTION_OF_ELECTIONS,
        CIVIL_REMEDIES,
    ),
)
