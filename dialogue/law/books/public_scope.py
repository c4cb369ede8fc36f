"""Section B-07 a to c: which body of the public service is consulted, which expert."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from dialogue.law.books.addresses import PUBLIC_SERVICE
from dialogue.law.books.public_sector import NO_DEEMED_OPINION
from dialogue.law.rules import Chapter, Rule
from dialogue.law.spans import Span
from projects.enums import Confidence


class Branch(StrEnum):
    """Versant: which public service."""

    STATE = "state"
    TERRITORIAL = "territorial"
    HOSPITAL = "hospital"


def committee_from(agents: int) -> bool:
    """Whether a local authority must have a CST of its own (L251-5)."""
    return agents >= 50


def health_body_from(agents: int) -> bool:
    """Whether the CST must have a formation spécialisée (L251-9)."""
    return agents >= 200


def expertise_span(branch: Branch) -> Span:
    """The longest expertise of the formation spécialisée (R253-55)."""
    return Span(days=45) if branch is Branch.HOSPITAL else Span(months=1)


TERRITORIAL_COMMITTEE = Rule(
    "B-07-1",
    "Code général de la fonction publique, article L. 251-5",
    _("Un comité social territorial existe à partir de cinquante agent·es."),
    Confidence.V1,
    PUBLIC_SERVICE,
    committee_from,
)

HEALTH_BODY = Rule(
    "B-07-2",
    "Code général de la fonction publique, article L. 251-9",
    _(
        "La formation spécialisée en santé, sécurité et conditions de travail est "
        "obligatoire dans la fonction publique territoriale à partir de deux cents "
        "agent·es."
    ),
    Confidence.V1,
    PUBLIC_SERVICE,
    health_body_from,
)

STATE_HEALTH_BODY = Rule(
    "B-07-3",
    "Code général de la fonction publique, articles L. 251-3 et L. 251-12",
    _(
        "Pour l’État et l’hôpital, un décret fixe l’effectif à partir duquel la "
        "formation spécialisée est obligatoire."
    ),
    Confidence.V1,
    PUBLIC_SERVICE,
    None,
)

CODIFIED = Rule(
    "B-07-4",
    "Code général de la fonction publique, articles R. 251 et suivants",
    _(
        "Les articles du code ont remplacé le décret de 2020 pour l’État et les "
        "décrets de 2021 pour les collectivités et l’hôpital."
    ),
    Confidence.M,
    PUBLIC_SERVICE,
    None,
)

HEALTH_CONSULTATION = Rule(
    "B-07a",
    "Code général de la fonction publique, articles R. 253-21, R. 253-25 et R. 253-29",
    _(
        "La formation spécialisée est consultée sur les projets importants qui "
        "introduisent de nouvelles technologies, et sur leur introduction même, "
        "lorsqu’elles peuvent toucher la santé et la sécurité des agent·es."
    ),
    Confidence.V1,
    PUBLIC_SERVICE,
    None,
)

IMPORTANT_CHANGES = Rule(
    "B-07a1",
    "Code général de la fonction publique, articles R. 253-21, R. 253-25 et R. 253-29",
    _(
        "La formation spécialisée est aussi consultée sur les changements importants "
        "des postes, des outils, des cadences ou des normes de productivité."
    ),
    Confidence.V1,
    PUBLIC_SERVICE,
    None,
)

REORGANISATION = Rule(
    "B-07a2",
    "Code général de la fonction publique, articles L. 253-2, R. 253-1 et R. 253-7",
    _(
        "Quand le projet fait partie d’une réorganisation de service, c’est le comité "
        "social lui-même qui est consulté."
    ),
    Confidence.V1,
    PUBLIC_SERVICE,
    None,
)

DIGITAL_THEMES = Rule(
    "B-07b",
    "Code général de la fonction publique, articles L. 253-1, 7°, et L. 253-5, 7°",
    _(
        "Le comité social connaît de l’organisation du travail, du télétravail, de la "
        "déconnexion et de la régulation des outils numériques."
    ),
    Confidence.V1,
    PUBLIC_SERVICE,
    None,
)

DIGITAL_THEMES_OF_HEALTH = Rule(
    "B-07b1",
    "Code général de la fonction publique, articles R. 253-19, R. 253-24 et R. 253-28",
    _(
        "La formation spécialisée connaît elle aussi du télétravail, de la déconnexion "
        "et de la régulation des outils numériques."
    ),
    Confidence.V1,
    PUBLIC_SERVICE,
    None,
)

EXPERT = Rule(
    "B-07c",
    "Code général de la fonction publique, article R. 253-54",
    _(
        "La présidence de la formation spécialisée peut, d’elle-même ou après une "
        "délibération, appeler un expert certifié pour un risque grave ou pour un "
        "projet important qui ne fait pas partie d’une réorganisation de service."
    ),
    Confidence.V1,
    PUBLIC_SERVICE,
    None,
)

EXPERT_COST = Rule(
    "B-07c1",
    "Code général de la fonction publique, article R. 253-54",
    _("L’administration paie l’expert de la formation spécialisée."),
    Confidence.V1,
    PUBLIC_SERVICE,
    None,
)

NOT_TECHNOLOGY_ALONE = Rule(
    "B-07c2",
    "Code général de la fonction publique, article R. 253-54",
    _(
        "Dans la fonction publique, une nouvelle technologie ne suffit pas, à elle "
        "seule, à ouvrir l’expertise."
    ),
    Confidence.V1,
    PUBLIC_SERVICE,
    None,
)

EXPERT_REFUSED = Rule(
    "B-07c3",
    "Code général de la fonction publique, article R. 253-56",
    _(
        "Le refus de l’expertise demandée par la formation spécialisée est motivé et "
        "transmis."
    ),
    Confidence.V1,
    PUBLIC_SERVICE,
    None,
)

EXPERTISE_LENGTH = Rule(
    "B-07c4",
    "Code général de la fonction publique, article R. 253-55",
    _(
        "L’expertise de la formation spécialisée dure au plus un mois pour l’État et "
        "les collectivités, et au plus quarante-cinq jours à partir du choix de "
        "l’expert à l’hôpital."
    ),
    Confidence.V1,
    PUBLIC_SERVICE,
    expertise_span,
)

DISAGREEMENT = Rule(
    "B-07c5",
    "Code général de la fonction publique, articles R. 253-57, R. 253-62 et R. 253-65",
    _(
        "Un désaccord sérieux et persistant sur l’expertise suit la procédure propre à "
        "l’État, aux collectivités ou à l’hôpital."
    ),
    Confidence.V1,
    PUBLIC_SERVICE,
    None,
)

CHAPTER = Chapter(
    _("La fonction publique : consultation et expertise"),
    (
        NO_DEEMED_OPINION,
        TERRITORIAL_COMMITTEE,
        HEALTH_BODY,
        STATE_HEALTH_BODY,
        CODIFIED,
        HEALTH_CONSULTATION,
        IMPORTANT_CHANGES,
        REORGANISATION,
        DIGITAL_THEMES,
        DIGITAL_THEMES_OF_HEALTH,
        EXPERT,
        EXPERT_COST,
        NOT_TECHNOLOGY_ALONE,
        EXPERT_REFUSED,
        EXPERTISE_LENGTH,
        DISAGREEMENT,
    ),
)
