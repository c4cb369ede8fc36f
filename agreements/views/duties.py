"""« Ce qui est dû » on a project: duties, phase, grid of decisions, path without CSE.

The delegation's own page: what it may claim, and how strongly, is its strategy. The
employer is never shown it; what it asks of them goes by a question.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_safe

from agreements.obligations import all_duties, paths
from agreements.views.law import mark, tone
from dialogue.known_facts import facts_of
from dialogue.law.duty import Duty, DutyState, Moment
from dialogue.law.obligations import owed_now
from dialogue.law.owed.questions import QUESTIONS
from dialogue.law.owed.risk import Classified, RiskClass, classify
from dialogue.law.owed.strength import Points, Reading, strength
from dialogue.law.project_facts import ProjectFacts
from dialogue.law.rules import STATE_OF_LAW, AnyRule
from dialogue.permissions import can_ask
from dialogue.phases import DIALOGUE
from projects.access import project_or_404
from projects.enums import Phase
from projects.french import day
from projects.permissions import can_edit_project

WHEN = {
    Moment.DECISION: _l("avant la décision"),
    Moment.PERIOD: _l("pendant la consultation"),
    Moment.TALKS: _l("à la négociation"),
    Moment.USE: _l("avant l’usage"),
    Moment.USED: _l("tant que l’avis n’est pas rendu"),
    Moment.OPINION: _l("après l’avis"),
    Moment.LIFE: _l("tant que l’outil sert"),
    Moment.REQUEST: _l("sur demande"),
}
CLASSES = {
    RiskClass.NO_AI: (_l("sans IA"), "plain"),
    RiskClass.UNKNOWN: (_l("à vérifier"), "wait"),
    RiskClass.PROHIBITED: (_l("usage peut-être interdit"), "late"),
    RiskClass.HIGH: (_l("haut risque probable"), "late"),
    RiskClass.TRANSPARENCY: (_l("transparence"), "plain"),
    RiskClass.MINIMAL: (_l("risque minime"), "plain"),
}
POINTS = {
    Points.TOWARDS: (_l("va vers la consultation"), "ok"),
    Points.AGAINST: (_l("peut l’affaiblir"), "wait"),
    Points.OPEN: (_l("ne tranche pas"), "plain"),
}


@dataclass(frozen=True)
class Cited:
    """A rule or a decision as the page shows it, with a link to its words."""

    id: str
    words: str
    mark: str
    tone: str


@dataclass(frozen=True)
class Row:
    """A duty with the words around it."""

    duty: Duty
    when: str
    cited: list[Cited]
    label: str
    tone: str
    has_question: bool


@dataclass(frozen=True)
class Line:
    """A line of the grid."""

    reading: Reading
    label: str
    tone: str
    cited: list[Cited]


@require_safe
def duties(request: HttpRequest, project_id: UUID) -> HttpResponse:
    project, member = project_or_404(request, project_id)
    if not member.sees_caucus:
        raise Http404
    facts = facts_of(project, member)
    today = timezone.localdate()
    found = all_duties(facts, today)
    context = {
        "project": project,
        "member": member,
        "tab": "summary",
        "groups": _groups(found, facts.phase, today),
        "excluded": [
            _row(one, today)
            for one in found
            if one.state == DutyState.NOT_APPLICABLE and not one.later
        ],
        "risk": _risk(classify(facts)),
        "phase": DIALOGUE[facts.phase],
        "grid": [_line(reading) for reading in strength(facts)],
        "elsewhere": _elsewhere(facts),
        "paths": [
            (path, [_cited(rule) for rule in path.rules]) for path in paths(facts)
        ],
        "may_ask": can_ask(member),
        "may_edit": can_edit_project(member, project),
        "state_of_law": STATE_OF_LAW,
    }
    return render(request, "agreements/duties.html", context)


def _elsewhere(facts: ProjectFacts) -> str:
    """What the decisions are worth here, where they were not made for this body."""
    if facts.public:
        return _(
            "Ces décisions appliquent le code du travail, qui ne vaut pas dans le "
            "secteur public : elles n’éclairent ici que par comparaison."
        )
    if facts.on_its_own:
        return _(
            "Ces décisions concernent des CSE que la loi fait consulter : elles "
            "n’éclairent ici que par comparaison."
        )
    return ""


def _groups(
    found: Iterable[Duty], phase: Phase, today: date
) -> list[dict[str, object]]:
    """What is open in this phase first; what the law or the project brings later."""
    found = list(found)
    now = owed_now(found, phase)
    pressing = [one for one in now if one.pressing]
    late = [one for one in now if one.state == DutyState.LATE and not one.pressing]
    due = [one for one in now if one.state == DutyState.DUE]
    sure = [one for one in due if not one.to_check]
    asked = [one for one in due if one.to_check]
    later = [one for one in found if one.later or (one.is_open and one not in now)]
    met = [one for one in found if one.state == DutyState.DONE]
    return [
        {"anchor": anchor, "title": title, "rows": [_row(one, today) for one in chosen]}
        for anchor, title, chosen in (
            ("retard", _("En retard ou non respecté"), late),
            ("sans-attendre", _("À faire maintenant"), pressing),
            ("maintenant", _("Dû dans cette phase"), sure),
            ("verifier", _("À vérifier"), asked),
            ("plus-tard", _("Plus tard"), later),
            ("fait", _("Fait"), met),
        )
        if chosen
    ]


def _row(duty: Duty, today: date) -> Row:
    label, colour = _state(duty)
    rules = [_cited(rule) for rule in (duty.rule, *duty.outline.also)]
    rulings = [
        Cited(one.id, day(one.decided_on), mark(one.confidence), tone(one.confidence))
        for one in duty.outline.decisions
    ]
    return Row(
        duty,
        _when(duty, today),
        [*rules, *rulings],
        label,
        colour,
        duty.code in QUESTIONS,
    )


def _state(duty: Duty) -> tuple[str, str]:
    if duty.later:
        return _("pas encore"), "plain"
    if duty.to_check:
        return _("à vérifier"), "wait"
    if duty.pressing:
        return _("à faire maintenant"), "late"
    if duty.outline.forbids and duty.state == DutyState.LATE:
        return _("non respecté"), "late"
    return {
        DutyState.DONE: (_("fait"), "ok"),
        DutyState.DUE: (_("dû"), "wait"),
        DutyState.LATE: (_("en retard"), "late"),
        DutyState.NOT_APPLICABLE: (_("sans objet"), "plain"),
    }[duty.state]


def _when(duty: Duty, today: date) -> str:
    words = str(WHEN[duty.outline.moment])
    if duty.state != DutyState.DUE or duty.due_on is None:
        return words
    known = {"moment": words, "day": day(duty.due_on)}
    if duty.due_on < today:
        return _("%(moment)s (prévu pour le %(day)s)") % known
    return _("%(moment)s, au plus tard le %(day)s") % known


def _cited(rule: AnyRule) -> Cited:
    return Cited(rule.id, rule.article, mark(rule.confidence), tone(rule.confidence))


def _risk(found: Classified) -> dict[str, object]:
    label, colour = CLASSES[found.found]
    return {
        "label": label,
        "tone": colour,
        "reason": found.reason,
        "rule": _cited(found.rule),
    }


def _line(reading: Reading) -> Line:
    label, colour = POINTS[reading.points]
    cited = [
        Cited(one.id, day(one.decided_on), mark(one.confidence), tone(one.confidence))
        for one in reading.decisions
    ]
    return Line(reading, str(label), colour, cited)
