"""Section A: who is consulted, on what and how often (A-01 to A-04, A-11)."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from dialogue.law.books.addresses import FROM_FIFTY, LABOUR_CODE, article
from dialogue.law.books.consultation import CONSULTED_CSE, CSE_SINCE
from dialogue.law.rules import Chapter, Rule
from dialogue.law.spans import Span
from projects.enums import Confidence

_L2312_8 = article("LEGIARTI000043975196")
_L2312_17 = article("LEGIARTI000051559706")
#: Law n° 2021-1104 of 22 August 2021, published on the 24th.
_CLIMATE_LAW = date(2021, 8, 25)


NEW_TECHNOLOGY = Rule(
    "A-01",
    "L. 2312-8, II, 4°",
    _(
        "Dans les entreprises d’au moins cinquante salarié·es, le CSE est informé et "
        "consulté sur l’introduction de nouvelles technologies, et le texte n’exige "
        "pas d’en démontrer les effets."
    ),
    Confidence.V1,
    _L2312_8,
    None,
    since=CSE_SINCE,
)

IMPORTANT_CHANGE = Rule(
    "A-01a",
    "L. 2312-8, II, 4°",
    _(
        "Le CSE est aussi informé et consulté sur tout aménagement important qui "
        "modifie les conditions de santé et de sécurité ou les conditions de travail."
    ),
    Confidence.V1,
    _L2312_8,
    None,
    since=CSE_SINCE,
)

ENVIRONMENT = Rule(
    "A-01b",
    "L. 2312-8, III",
    _(
        "Depuis la loi du 22 août 2021, le CSE est informé et consulté sur les "
        "conséquences des projets de l’employeur pour l’environnement."
    ),
    Confidence.V1,
    _L2312_8,
    None,
    since=_CLIMATE_LAW,
)

NEW_HERE = Rule(
    "A-01c",
    "Circulaire DRT 84-12 du 30 novembre 1984",
    _(
        "Une technologie est nouvelle quand elle l’est pour cette entreprise, même si "
        "d’autres s’en servent déjà."
    ),
    Confidence.V2,
    "https://diceavocatparis.fr/lia-dans-lentreprise-les-elus-doivent-tils-etre-"
    "consultes",
    None,
)

UPGRADES = Rule(
    "A-01d",
    "L. 2312-8, II, 4° (décisions)",
    _(
        "Les juges ne s’accordent pas encore sur les mises à jour, les pilotes et les "
        "petites expérimentations."
    ),
    Confidence.V2,
    "https://www.leonassocies.com/?p=133687",
    None,
)

BELOW_FIFTY = Rule(
    "A-02a",
    "L. 2312-5",
    _(
        "En dessous de cinquante salarié·es, le CSE présente les réclamations, agit "
        "pour la santé et la sécurité, enquête et alerte, mais n’est pas consulté sur "
        "les projets."
    ),
    Confidence.V1,
    article("LEGIARTI000043893930"),
    None,
)

REACHING_FIFTY = Rule(
    "A-02b",
    "L. 2312-2",
    _(
        "Quand l’effectif a atteint cinquante salarié·es pendant douze mois de suite, "
        "le CSE exerce toutes les consultations récurrentes douze mois après cette "
        "date."
    ),
    Confidence.V1,
    article("LEGIARTI000035650754"),
    Span(months=12),
)

REACHING_FIFTY_LATE = Rule(
    "A-02b1",
    "L. 2312-2",
    _(
        "S’il reste moins d’un an de mandat quand ces consultations récurrentes "
        "devraient commencer, elles commencent au renouvellement du CSE."
    ),
    Confidence.V1,
    article("LEGIARTI000035650754"),
    None,
)

REACHING_FIFTY_NEW = Rule(
    "A-02b2",
    "L. 2312-2",
    _(
        "Si l’entreprise n’avait pas de CSE, les consultations récurrentes commencent "
        "un an après sa mise en place."
    ),
    Confidence.V1,
    article("LEGIARTI000035650754"),
    Span(months=12),
)

THREE_HUNDRED = Rule(
    "A-02c",
    "L. 2312-34",
    _(
        "Le seuil de trois cents salarié·es est franchi quand l’effectif le dépasse "
        "pendant douze mois de suite, et l’employeur a ensuite un an pour se mettre en "
        "règle."
    ),
    Confidence.V1,
    article("LEGIARTI000035609830"),
    Span(months=12),
)

BETTER_AGREEMENTS = Rule(
    "A-02d",
    "L. 2312-4",
    _(
        "Les accords et les usages plus favorables au CSE que la loi restent "
        "applicables."
    ),
    Confidence.V1,
    LABOUR_CODE,
    None,
)

PRIOR = Rule(
    "A-03",
    "L. 2312-14",
    _("La consultation du CSE précède la décision de l’employeur."),
    Confidence.V1,
    article("LEGIARTI000036262404"),
    None,
)

NOT_SUBMITTED = Rule(
    "A-03a",
    "L. 2312-14",
    _(
        "Les projets d’accord collectif, leur révision et leur dénonciation ne sont "
        "pas soumis à l’avis du CSE."
    ),
    Confidence.V1,
    article("LEGIARTI000036262404"),
    None,
)

SKILLS_AGREEMENT = Rule(
    "A-03b",
    "L. 2312-14",
    _(
        "Une entreprise couverte par un accord de gestion des emplois et des parcours "
        "professionnels n’est pas tenue de consulter le CSE dans ce domaine : lisez "
        "d’abord ce que l’accord couvre."
    ),
    Confidence.V1,
    article("LEGIARTI000036262404"),
    None,
)

STAGED_DECISIONS = Rule(
    "A-03c",
    "TJ Créteil, 15 juillet 2025 ; TJ Paris, 2 septembre 2025",
    _(
        "Quand un projet complexe se décide en plusieurs fois, le CSE est consulté à "
        "chaque décision."
    ),
    Confidence.V2,
    "https://www.leonassocies.com/?p=133687",
    None,
)

INFORMATION = Rule(
    "A-04",
    "L. 2312-15",
    _(
        "Le CSE dispose d’un temps d’examen suffisant, d’informations précises et "
        "écrites, et des réponses motivées de l’employeur à ses observations."
    ),
    Confidence.V1,
    article("LEGIARTI000038791194"),
    None,
)

FOLLOW_UP = Rule(
    "A-04a",
    "L. 2312-15",
    _(
        "L’employeur rend compte ensuite, en donnant ses raisons, de la suite donnée "
        "aux avis et aux vœux du CSE."
    ),
    Confidence.V1,
    article("LEGIARTI000038791194"),
    None,
)

RECURRING = Rule(
    "A-11",
    "L. 2312-17",
    _(
        "Le CSE est consulté régulièrement sur les orientations stratégiques, sur la "
        "situation économique et financière, et sur la politique sociale, les "
        "conditions de travail et l’emploi."
    ),
    Confidence.V1,
    _L2312_17,
    None,
)

RECURRING_ENVIRONMENT = Rule(
    "A-11a",
    "L. 2312-17",
    _(
        "Chaque consultation récurrente comporte des informations sur les conséquences "
        "de l’activité pour l’environnement."
    ),
    Confidence.V1,
    _L2312_17,
    None,
)

YEARLY = Rule(
    "A-11b",
    "L. 2312-22",
    _("À défaut d’accord, les consultations récurrentes ont lieu chaque année."),
    Confidence.V1,
    article("LEGIARTI000043975191"),
    Span(months=12),
)

RESEARCH = Rule(
    "A-11c",
    "L. 2312-25 et L. 2312-26",
    _(
        "La politique de recherche et de développement technologique et le plan de "
        "formation sont discutés lors des consultations récurrentes."
    ),
    Confidence.V1,
    FROM_FIFTY,
    None,
)

RECURRING_IS_NOT_ENOUGH = Rule(
    "A-11d",
    "L. 2312-8 et L. 2312-17",
    _(
        "Un projet d’IA déjà évoqué dans les orientations stratégiques appelle quand "
        "même sa propre consultation."
    ),
    Confidence.M,
    FROM_FIFTY,
    None,
)

CHAPTER = Chapter(
    _("Quand le CSE est consulté, et sur quoi"),
    (
        NEW_TECHNOLOGY,
        IMPORTANT_CHANGE,
        ENVIRONMENT,
        NEW_HERE,
        UPGRADES,
        CONSULTED_CSE,
        BELOW_FIFTY,
        REACHING_FIFTY,
        REACHING_FIFTY_LATE,
        REACHING_FIFTY_NEW,
        THREE_HUNDRED,
        BETTER_AGREEMENTS,
        PRIOR,
        NOT_SUBMITTED,
        SKILLS_AGREEMENT,
        STAGED_DECISIONS,
        INFORMATION,
        FOLLOW_UP,
        RECURRING,
        RECURRING_ENVIRONMENT,
        YEARLY,
        RESEARCH,
        RECURRING_IS_NOT_ENOUGH,
    ),
)
