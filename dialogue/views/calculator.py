"""The public calculator of dates: a page and its JSON twin, one query for both."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dialogue.forms.calculator import CalculatorForm
from dialogue.law.calculator import Query, calculate
from dialogue.law.explanations import second_date
from dialogue.law.facts import LegalDate
from dialogue.law.rules import STATE_OF_LAW
from projects.enums import Regime
from projects.french import day
from projects.public import public
from projects.timeline import Moment, timeline_svg

#: Pages kept in memory: one query of one day gives one page.
KEPT = 256
BINDING = ("avis", "avis_etablissement")


@public
@require_safe
def calculator(request: HttpRequest) -> HttpResponse:
    status, page = _page(request.META["QUERY_STRING"], timezone.localdate())
    return HttpResponse(page, status=status)


@public
@require_safe
def calculator_json(request: HttpRequest) -> HttpResponse:
    form = CalculatorForm(request.GET)
    if not form.is_valid():
        return JsonResponse({"erreurs": form.errors_by_name()}, status=400)
    computation = calculate(form.query)
    return JsonResponse(
        {
            "echeances": [_in_words(legal) for legal in computation.dates],
            "avertissements": [
                {"code": warning.code, "message": warning.message}
                for warning in computation.warnings
            ],
        }
    )


def _in_words(legal: LegalDate) -> Mapping[str, str | None]:
    return {
        "code": legal.code,
        "regle": legal.rule.id,
        "article": legal.rule.article,
        "libelle": legal.label,
        "depart": _iso(legal.starts_on),
        "stricte": _iso(legal.strict),
        "etendue": _iso(legal.extended),
        "confiance": legal.rule.confidence.value,
        "explication": " ".join(legal.steps),
    }


def _iso(on: date | None) -> str | None:
    return None if on is None else on.isoformat()


@lru_cache(maxsize=KEPT)
def _page(query: str, today: date) -> tuple[int, str]:
    """Status and page: the same for everybody who asks the same on the same day."""
    asked = QueryDict(query)
    form = CalculatorForm(asked if asked else None)
    context: dict[str, Any] = {"form": form, "state_of_law": STATE_OF_LAW}
    status = 200
    if asked and form.is_valid():
        context |= _answer(form, today)
    elif asked:
        status = 400
    return status, render_to_string("dialogue/calculator.html", context)


def _answer(form: CalculatorForm, today: date) -> dict[str, Any]:
    # Who reads a safe date holds to it: the page gives the one of every committee.
    computation = calculate(replace(form.query, branch_known=False))
    known = [legal for legal in computation.dates if legal.strict]
    run = [
        *_asked(form, today),
        *(
            Moment(legal.strict, legal.label, "past" if legal.strict < today else "due")
            for legal in known
            if legal.strict
        ),
    ]
    answer = {
        "answered": True,
        "today": today,
        "address": form.address(),
        "cards": sorted(
            (_card(legal, form.query) for legal in known),
            key=lambda card: (not card["tone"], card["day"]),
        ),
        "waiting": [legal for legal in computation.dates if not legal.strict],
        "warnings": computation.warnings,
    }
    if not computation.dates:
        return answer
    moments = sorted(run, key=lambda moment: moment.day)
    return answer | {"moments": moments, "svg": timeline_svg(moments, today)}


def _asked(form: CalculatorForm, today: date) -> list[Moment]:
    """The days the visitor gave, told on the drawing."""
    facts = form.query.facts
    given = [
        (facts.information_on, _("information remise")),
        (facts.expert_named_on, _("expert désigné")),
        (facts.expert_asked_on, _("demande de l’expert")),
        (facts.terms_notified_on, _("cahier des charges")),
        *((begin, _("contestation")) for begin, _stop in facts.suspended),
        *((stop, _("jugement notifié")) for _begin, stop in facts.suspended),
        *((held_on, _("réunion")) for held_on in form.query.meetings),
    ]
    return [
        Moment(on, label, "done" if on <= today else "planned")
        for on, label in given
        if on is not None
    ]


def _detail(legal: LegalDate, query: Query) -> str:
    """How the second date differs; of public minutes it is another committee's."""
    assert legal.strict is not None
    if legal.code == "pv" and query.facts.regime == Regime.PUBLIC and legal.extended:
        words = {"day": day(legal.extended)}
        return (
            _("date sûre (comité territorial) ; ailleurs, un mois, jusqu’au %(day)s")
            % words
        )
    return second_date(legal.strict, legal.extended, legal.starts_on)


def _card(legal: LegalDate, query: Query) -> dict[str, Any]:
    assert legal.strict is not None
    return {
        "day": legal.strict,
        "title": legal.label,
        "detail": _detail(legal, query),
        "consequence": legal.consequence,
        "why": " ".join(legal.steps),
        "article": legal.rule.article,
        "confidence": legal.rule.confidence.label,
        "changes": " ".join(legal.what_would_change),
        "rule": legal.rule.id,
        "acts": [],
        "tone": "now" if legal.code in BINDING else "",
    }
