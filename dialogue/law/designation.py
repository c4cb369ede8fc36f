"""What the law says of the expert that was chosen: who pays, and what does not fit."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from dialogue.law.books import experts as law
from dialogue.law.books.expertise import OTHER_REPORT
from dialogue.law.books.experts import CostShare, Ground
from dialogue.law.books.public_scope import EXPERT, EXPERT_COST, NOT_TECHNOLOGY_ALONE
from dialogue.law.facts import LegalWarning
from dialogue.law.rules import AnyRule
from projects.enums import Regime
from projects.workdays import day_in_words


@dataclass(frozen=True, kw_only=True, slots=True)
class Designation:
    """What is known of an expert; `voted_on` is the day the firm was chosen.

    `fields`: what it is certified for, empty when unknown. `lengthens`: the log of
    the consultation counts this expertise.
    """

    ground: Ground
    regime: Regime = Regime.PRIVATE
    headcount: int
    uses_ai: bool
    fields: Collection[str] = ()
    valid_until: date | None = None
    voted_on: date | None = None
    lengthens: bool = False
    equality_indicator: bool = True
    budget_suffices: bool = True
    surplus_transferred: bool = False


def who_pays(facts: Designation) -> tuple[CostShare, AnyRule]:
    """The shares of the cost, in percent, and the rule that gives them (L2315-80)."""
    if facts.regime == Regime.PUBLIC:
        return law.EMPLOYER_PAYS, EXPERT_COST
    share = law.cost_share(
        facts.ground,
        equality_indicator=facts.equality_indicator,
        budget_suffices=facts.budget_suffices,
        surplus_transferred=facts.surplus_transferred,
    )
    rule = law.cost_rule(
        facts.ground,
        equality_indicator=facts.equality_indicator,
        budget_suffices=facts.budget_suffices,
    )
    return share, rule


def doubts(facts: Designation) -> list[LegalWarning]:
    """What could be held against the designation, most serious first."""
    if facts.regime == Regime.PUBLIC:
        return _public(facts)
    if facts.ground is Ground.FREE:
        return _free(facts)
    return [*_certificate(facts), *_ground(facts)]


def _free(facts: Designation) -> list[LegalWarning]:
    if not facts.lengthens:
        return []
    message = _(
        "Cet expert est payé librement par le CSE, et une expertise votée allonge "
        "pourtant le délai : ce point est discuté. Si c’est le même, annulez le fait "
        "« expertise votée »."
    )
    return [LegalWarning("expert_libre", law.FREE_EXPERT_COST, message)]


def _public(facts: Designation) -> list[LegalWarning]:
    """A certified expert of R253-54: neither the labour code's grounds nor its cost."""
    found = _expired(facts, EXPERT)
    if facts.ground is Ground.NEW_TECHNOLOGY:
        rule = NOT_TECHNOLOGY_ALONE
        found.append(LegalWarning("technologie_seule", rule, str(rule.sentence)))
    return found


def _expired(facts: Designation, rule: AnyRule) -> list[LegalWarning]:
    ended, voted = facts.valid_until, facts.voted_on
    if not ended or not voted or ended >= voted:
        return []
    message = _(
        "Le certificat était valable jusqu’au %(ended)s, et le cabinet est choisi "
        "le %(voted)s : demandez son renouvellement."
    ) % {"ended": day_in_words(ended), "voted": day_in_words(voted)}
    return [LegalWarning("certificat_expire", rule, message)]


def _certificate(facts: Designation) -> list[LegalWarning]:
    found = _expired(facts, law.CERTIFIED)
    if facts.uses_ai and facts.fields and not law.AI_FIELD.function(facts.fields):
        message = _(
            "Le projet utilise l’IA, et ce cabinet n’est pas certifié pour "
            "l’organisation du travail, dont les équipements."
        )
        found.append(LegalWarning("domaine_inadapte", law.AI_FIELD, message))
    return found


def _ground(facts: Designation) -> list[LegalWarning]:
    if facts.ground is Ground.EQUALITY and not law.EQUALITY.function(facts.headcount):
        message = _(
            "L’entreprise a moins de trois cents salarié·es : cet expert n’est pas "
            "ouvert par la loi."
        )
        return [LegalWarning("effectif_insuffisant", law.EQUALITY, message)]
    if facts.ground is Ground.SERIOUS_RISK:
        message = _(
            "L’expertise pour risque grave suit son propre délai : deux mois à compter "
            "de la désignation, renouvelables une fois par accord."
        )
        return [LegalWarning("risque_grave", OTHER_REPORT, message)]
    return []
