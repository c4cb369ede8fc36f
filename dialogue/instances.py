"""Which instance a workplace has, as the law sees it: who runs a period, who sits."""

from dialogue.actions.clock import has_consulted_cse
from projects.enums import Instance, Regime
from projects.models import Workplace


def runs_a_period(workplace: Workplace) -> bool:
    """A CSE that the labour code has consulted: its avis has a period."""
    return workplace.regime != Regime.PUBLIC and has_consulted_cse(workplace)


def has_committee(workplace: Workplace) -> bool:
    """A comité social of the public service."""
    return workplace.regime == Regime.PUBLIC and workplace.instance != Instance.NONE
