"""Which instance a workplace has, as the law sees it: who runs a period, who sits."""

from django.utils.translation import gettext as _

from dialogue.actions.clock import has_consulted_cse
from projects.enums import Branch, Instance, Regime
from projects.models import Workplace


def runs_a_period(workplace: Workplace) -> bool:
    """A CSE that the labour code has consulted: its avis has a period."""
    return workplace.regime != Regime.PUBLIC and has_consulted_cse(workplace)


def has_committee(workplace: Workplace) -> bool:
    """A comité social of the public service."""
    return workplace.regime == Regime.PUBLIC and workplace.instance != Instance.NONE


def committee_name(workplace: Workplace) -> str:
    """What its branch calls the comité social; all three names while nobody said it."""
    names = {
        Branch.STATE: _("comité social d’administration (CSA)"),
        Branch.TERRITORIAL: _("comité social territorial (CST)"),
        Branch.HOSPITAL: _("comité social d’établissement (CSE hospitalier)"),
    }
    if workplace.branch not in Branch.values:
        return str(Instance.CSA.label)
    return names[Branch(workplace.branch)]


def short_name(workplace: Workplace) -> str:
    """Who gives the avis, as its title says it."""
    if not has_committee(workplace):
        return _("CSE")
    names = {
        Branch.STATE: _("CSA"),
        Branch.TERRITORIAL: _("CST"),
        Branch.HOSPITAL: _("CSE"),
    }
    known = workplace.branch in Branch.values
    return names[Branch(workplace.branch)] if known else _("comité social")
