"""What the sheet of a system says, in words: for its page, the public one, a table."""

from datetime import date
from typing import NamedTuple

from django.db.models import Field
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from projects.enums import AIFunction
from projects.french import day
from projects.models import System

#: The whole sheet, in the order in which it is filled and read.
SECTIONS = (
    (
        _("Le système"),
        (
            *("workplace", "name", "state", "supplier_sheet", "version"),
            *("stated_purpose", "real_use", "decided_by", "decided_on"),
        ),
    ),
    (
        _("Ce qu’il fait, et pour qui"),
        (
            *("uses_ai", "ai_functions", "trades", "people_count"),
            *("data_in", "personal_data", "staff_data", "outputs"),
            *("human_role", "may_set_aside", "set_aside_how"),
        ),
    ),
    (
        _("Effets constatés sur le travail"),
        (
            *("effect_content", "effect_skills", "effect_conditions"),
            *("effect_relations", "effect_organisation"),
        ),
    ),
    (
        _("Droit et consultation"),
        (
            *("legal_basis", "ai_class", "ai_class_on", "impact_assessment"),
            *("project", "consulted_on", "opinion", "expert"),
        ),
    ),
    (
        _("Formation, repli et revue"),
        (
            *("training", "fallback", "rehearsed_on", "review_on"),
            *("review_triggers", "contact"),
        ),
    ),
)
#: What a public page says, and nothing else: no name of a person, no effect, no
#: incident, nothing that the delegation wrote for itself.
PUBLIC = (
    *("name", "workplace", "supplier_sheet", "version", "state", "stated_purpose"),
    *("uses_ai", "ai_functions", "trades", "people_count"),
    *("data_in", "personal_data", "staff_data", "outputs"),
    *("human_role", "may_set_aside", "set_aside_how"),
    *("legal_basis", "ai_class", "ai_class_on", "impact_assessment"),
    *("consulted_on", "opinion", "training", "review_on"),
)
NAMES = tuple(name for _title, names in SECTIONS for name in names)
KEPT = tuple(name for name in NAMES if name not in PUBLIC)
_FUNCTIONS = dict(AIFunction.choices)


class Fact(NamedTuple):
    name: str
    label: str
    words: str


def plain_label(name: str) -> str:
    field = System._meta.get_field(name)
    assert isinstance(field, Field)
    return str(field.verbose_name)


def label(name: str) -> str:
    return capfirst(plain_label(name))


def words(system: System, name: str) -> str:
    """The value as people read it; "" when nothing was said."""
    value = getattr(system, name)
    if name == "ai_functions":
        return ", ".join(str(_FUNCTIONS.get(one, one)) for one in value)
    field = System._meta.get_field(name)
    if getattr(field, "choices", None):
        return capfirst(str(getattr(system, f"get_{name}_display")()))
    if isinstance(value, date):
        return day(value)
    return "" if value is None else str(value)


def fact(system: System, name: str) -> Fact:
    return Fact(name, label(name), words(system, name))


def sections(system: System, *, but: frozenset[str]) -> list[tuple[str, list[Fact]]]:
    return [
        (str(title), [fact(system, name) for name in names if name not in but])
        for title, names in SECTIONS
    ]


def public_facts(system: System) -> list[list[str]]:
    """Label and words of what a public page would say today, JSON-ready."""
    facts = (fact(system, name) for name in PUBLIC)
    return [[one.label, one.words] for one in facts if one.words]


def table(systems: list[System]) -> list[list[str]]:
    """The register for a spreadsheet: a line of titles, then one line per system."""
    return [
        [label(name) for name in NAMES],
        *([words(system, name) for name in NAMES] for system in systems),
    ]
