"""Section D-01 and D-02: what makes an agreement valid, with or without delegates."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from agreements import law
from dialogue.law.books.addresses import LABOUR_CODE, article
from dialogue.law.rules import Chapter, Rule
from dialogue.law.spans import Span
from projects.enums import Confidence

_L2232_12 = article("LEGIARTI000035652760")
_REFERENDUM = (
    "https://www.alexia.fr/fiche/12577/mettre-en-place-en-pratique-un-accord-collectif-"
    "avec-un-delegue-syndical.htm"
)
_D2232_6 = "https://legal.tricoteuses.fr/articles/LEGIARTI000036191656"

MAJORITY = Rule(
    "D-01",
    "L. 2232-12",
    _(
        "Un accord d’entreprise est valable s’il est signé par l’employeur et par des "
        "syndicats qui ont recueilli plus de la moitié des voix données aux syndicats "
        "représentatifs, au premier tour des dernières élections des titulaires du "
        "CSE, quel que soit le nombre de votants."
    ),
    Confidence.V3,
    _L2232_12,
    law.validity,
)

REFERENDUM = Rule(
    "D-01a",
    "L. 2232-12",
    _(
        "Signé par des syndicats qui ont plus de trente pour cent de ces voix, "
        "l’accord est valable si les salarié·es l’approuvent à la majorité des voix "
        "exprimées."
    ),
    Confidence.V3,
    _L2232_12,
    law.majority_of_cast,
)

REQUEST = Rule(
    "D-01b",
    "L. 2232-12",
    _(
        "Les syndicats signataires qui ont plus de trente pour cent des voix ont un "
        "mois à compter de la signature pour demander cette consultation des "
        "salarié·es."
    ),
    Confidence.V2,
    _REFERENDUM,
    Span(months=1),
)

EMPLOYER_REQUEST = Rule(
    "D-01c",
    "L. 2232-12",
    _(
        "Passé ce mois, l’employeur peut demander la consultation si aucun syndicat "
        "signataire ne s’y oppose."
    ),
    Confidence.V2,
    _REFERENDUM,
    law.employer_may_ask,
)

WRITTEN_REQUEST = Rule(
    "D-01d",
    "D. 2232-6, I",
    _(
        "La demande de faire voter les salarié·es est faite par écrit, dans le mois, à "
        "l’employeur et aux autres syndicats représentatifs."
    ),
    Confidence.V1,
    _D2232_6,
    Span(months=1),
)

ANNULLED_STEPS = Rule(
    "D-01e",
    "D. 2232-6, II et III",
    _(
        "Deux paragraphes du décret sur le déroulement de ce vote sont annulés : ne "
        "vous fondez pas sur eux."
    ),
    Confidence.V1,
    _D2232_6,
    None,
)

JOINING = Rule(
    "D-01f",
    "L. 2232-12",
    _(
        "Après la demande de vote, les autres syndicats ont huit jours pour signer et "
        "faire passer l’accord au-dessus de la moitié des voix."
    ),
    Confidence.M,
    _L2232_12,
    Span(days=8),
)

VOTING = Rule(
    "D-01g",
    "L. 2232-12",
    _(
        "Si les signatures ne suffisent toujours pas, les salarié·es votent dans les "
        "deux mois."
    ),
    Confidence.M,
    _L2232_12,
    Span(months=2),
)

ONE_COLLEGE = Rule(
    "D-01h",
    "Code du travail",
    _(
        "Quand l’accord ne concerne qu’un collège, les seuils se mesurent dans ce "
        "collège."
    ),
    Confidence.M,
    LABOUR_CODE,
    None,
)

EMPLOYER_DRAFT = Rule(
    "D-02",
    "L. 2232-21 à L. 2232-23",
    _(
        "Sans délégué·e syndical·e, en dessous de onze salarié·es, ou de onze à vingt "
        "sans CSE, l’employeur peut proposer un projet d’accord, et le vote a lieu "
        "quinze jours au moins après sa communication à chaque salarié·e."
    ),
    Confidence.V1,
    "https://french-business-law.com/french-legislation/legiscta000006189521-"
    "legiscta000035627976-subsection-3-negotiation-procedures-in-undertakings-without-"
    "a-trade-union-delegate-or-works-council",
    Span(days=15),
)

TWO_THIRDS = Rule(
    "D-02a",
    "L. 2232-22",
    _(
        "Le projet de l’employeur devient un accord valable si les deux tiers du "
        "personnel l’approuvent."
    ),
    Confidence.M,
    LABOUR_CODE,
    law.two_thirds_of_staff,
)

FROM_ELEVEN = Rule(
    "D-02b",
    "L. 2232-23-1",
    _(
        "Sans délégué·e syndical·e, de onze à quarante-neuf salarié·es, l’accord se "
        "négocie avec des salarié·es mandaté·es par un syndicat ou avec des titulaires "
        "du CSE."
    ),
    Confidence.M,
    LABOUR_CODE,
    law.routes_without_delegate,
)

ELECTED_MAJORITY = Rule(
    "D-02c",
    "L. 2232-23-1",
    _(
        "Signé par des titulaires du CSE, l’accord est valable s’ils représentent la "
        "majorité des voix données aux membres du CSE aux dernières élections."
    ),
    Confidence.M,
    LABOUR_CODE,
    law.majority_of_cast,
)

FROM_FIFTY = Rule(
    "D-02d",
    "L. 2232-24 à L. 2232-26",
    _(
        "Sans délégué·e syndical·e, à partir de cinquante salarié·es, l’accord se "
        "négocie avec des élu·es mandaté·es et un référendum, sinon avec des élu·es "
        "sans mandat sur des sujets limités, sinon avec des salarié·es mandaté·es et "
        "un référendum."
    ),
    Confidence.M,
    LABOUR_CODE,
    law.routes_without_delegate,
)

CHAPTER = Chapter(
    _("Conclure un accord"),
    (
        MAJORITY,
        REFERENDUM,
        REQUEST,
        EMPLOYER_REQUEST,
        WRITTEN_REQUEST,
        ANNULLED_STEPS,
        JOINING,
        VOTING,
        ONE_COLLEGE,
        EMPLOYER_DRAFT,
        TWO_THIRDS,
        FROM_ELEVEN,
        ELECTED_MAJORITY,
        FROM_FIFTY,
    ),
)
