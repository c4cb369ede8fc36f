"""Section E-20 and E-30: personal data, and the directive on platform work."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from dialogue.law.books.addresses import GDPR
from dialogue.law.books.ai_act import AppliesFrom
from dialogue.law.rules import Chapter, Rule
from projects.enums import Confidence

_IMPACT = (
    "https://www.editions-legislatives.fr/actualite/rgpd-quand-faut-il-realiser-une-"
    "analyse-d-impact/"
)
_EXEMPT = (
    "https://blog-des-cse.fr/rgpd-la-gestion-des-asc-par-les-elus-nexige-pas-danalyse-"
    "dimpact"
)
_PLATFORMS = "https://eur-lex.europa.eu/legal-content/FR/TXT/?uri=OJ%3AL_202402831"
#: Of the nine criteria of the European data protection board.
CRITERIA = 9


def impact_assessment_expected(criteria: int) -> bool:
    """Whether two at least of the nine criteria are met. Raises ValueError."""
    if not 0 <= criteria <= CRITERIA:
        raise ValueError(_("Il y a neuf critères, de zéro à neuf."))
    return criteria >= 2


UNION_MEMBERSHIP = Rule(
    "E-20",
    "RGPD, article 9, paragraphe 1",
    _(
        "L’appartenance syndicale est une donnée sensible, qu’il est en principe "
        "interdit de traiter."
    ),
    Confidence.M,
    GDPR,
    None,
)

SENSITIVE_EXCEPTIONS = Rule(
    "E-20a",
    "RGPD, article 9, paragraphe 2",
    _(
        "Une donnée sensible peut être traitée avec un consentement explicite, si le "
        "droit du travail le demande, par un syndicat pour ses membres et sans la "
        "divulguer, ou si la personne l’a rendue publique."
    ),
    Confidence.M,
    GDPR,
    None,
)

AUTOMATED_DECISIONS = Rule(
    "E-20b",
    "RGPD, article 22",
    _(
        "Une décision qui touche notablement une personne ne peut en principe pas être "
        "prise par une machine seule."
    ),
    Confidence.M,
    GDPR,
    None,
)

IMPACT_ASSESSMENT = Rule(
    "E-20c",
    "RGPD, article 35",
    _(
        "Un traitement qui présente un risque élevé pour les personnes appelle une "
        "analyse d’impact avant sa mise en œuvre."
    ),
    Confidence.M,
    GDPR,
    None,
)

EMPLOYMENT_RULES = Rule(
    "E-20d",
    "RGPD, article 88",
    _(
        "La loi et les conventions collectives peuvent fixer des règles propres aux "
        "données des salarié·es."
    ),
    Confidence.M,
    GDPR,
    None,
)

COMPULSORY_LIST = Rule(
    "E-20e",
    "CNIL, liste publiée le 6 novembre 2018",
    _(
        "La CNIL exige une analyse d’impact pour établir des profils de personnes dans "
        "la gestion des ressources humaines, surveiller constamment l’activité, ou "
        "recueillir des alertes professionnelles."
    ),
    Confidence.V2,
    _IMPACT,
    None,
)

EXEMPT_LIST = Rule(
    "E-20f",
    "CNIL, liste publiée le 22 octobre 2019",
    _("La CNIL dispense d’analyse d’impact la gestion des activités du CSE."),
    Confidence.V2,
    _EXEMPT,
    None,
)

SMALL_EMPLOYERS = Rule(
    "E-20g",
    "CNIL, liste publiée le 22 octobre 2019",
    _(
        "La CNIL dispense aussi les entreprises de moins de deux cent cinquante "
        "personnes pour la seule gestion courante du personnel."
    ),
    Confidence.M,
    _EXEMPT,
    None,
)

TWO_CRITERIA = Rule(
    "E-20h",
    "Lignes directrices européennes, neuf critères",
    _(
        "Une analyse d’impact est d’ordinaire attendue dès que deux des neuf critères "
        "européens sont réunis, comme la surveillance, un usage innovant ou des "
        "personnes en situation de dépendance, dont les salarié·es."
    ),
    Confidence.V2,
    "https://vivaldi-chronos.com/",
    impact_assessment_expected,
)

PERSONNEL_REFERENCE = Rule(
    "E-20i",
    "CNIL, référentiel 2019-160",
    _(
        "Le référentiel de la CNIL sur la gestion du personnel ne couvre pas l’IA ni "
        "les techniques innovantes."
    ),
    Confidence.V2,
    "https://www.cnil.fr/",
    None,
)

PLATFORMS = Rule(
    "E-30",
    "Directive (UE) 2024/2831",
    _(
        "La directive sur le travail de plateforme, en vigueur depuis le 1er décembre "
        "2024, doit entrer dans le droit français au plus tard le 2 décembre 2026."
    ),
    Confidence.V2,
    _PLATFORMS,
    AppliesFrom(date(2026, 12, 2)),
    since=date(2024, 12, 1),
)

PLATFORM_RIGHTS = Rule(
    "E-30a",
    "Directive (UE) 2024/2831",
    _(
        "La directive sur le travail de plateforme prévoit une présomption de "
        "salariat, la transparence et le contrôle humain des systèmes automatisés, et "
        "des limites aux données recueillies."
    ),
    Confidence.V2,
    _PLATFORMS,
    None,
)

PLATFORM_CONSULTATION = Rule(
    "E-30b",
    "Directive (UE) 2024/2831",
    _(
        "La directive sur le travail de plateforme prévoit que la représentation du "
        "personnel soit informée et consultée, avec l’aide d’un expert."
    ),
    Confidence.V2,
    _PLATFORMS,
    None,
)

PLATFORM_EXPERT = Rule(
    "E-30c",
    "Directive (UE) 2024/2831",
    _(
        "La plateforme qui compte au moins deux cent cinquante personnes paie l’expert "
        "de la représentation du personnel."
    ),
    Confidence.M,
    _PLATFORMS,
    None,
)

NO_TRANSPOSITION = Rule(
    "E-30d",
    "Directive (UE) 2024/2831",
    _(
        "Aucun texte français de transposition de la directive sur le travail de "
        "plateforme n’a été trouvé à la date de cette vérification."
    ),
    Confidence.M,
    _PLATFORMS,
    None,
)

CHAPTER = Chapter(
    _("Les données personnelles et les plateformes"),
    (
        UNION_MEMBERSHIP,
        SENSITIVE_EXCEPTIONS,
        AUTOMATED_DECISIONS,
        IMPACT_ASSESSMENT,
        EMPLOYMENT_RULES,
        COMPULSORY_LIST,
        EXEMPT_LIST,
        SMALL_EMPLOYERS,
        TWO_CRITERIA,
        PERSONNEL_REFERENCE,
        PLATFORMS,
        PLATFORM_RIGHTS,
        PLATFORM_CONSULTATION,
        PLATFORM_EXPERT,
        NO_TRANSPOSITION,
    ),
)
