"""The expertise of a consultation: who, on what ground, at whose cost, what is done."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from dialogue import running_expertise
from dialogue.access import own_consultation_or_404
from dialogue.actions import clock, resolutions
from dialogue.actions import expertise as acts
from dialogue.actions.attendance import point_result
from dialogue.enums import CertifiedField, EventKind, ExpertGround
from dialogue.expertise_facts import designation, sheet_of
from dialogue.forms.expertise import ExpertiseForm
from dialogue.forms.other_law import PublicExpertiseForm
from dialogue.instances import has_committee
from dialogue.law.books.experts import TWO_VOTES
from dialogue.law.books.public_scope import EXPERT
from dialogue.law.designation import doubts, who_pays
from dialogue.law.events import KEEPS
from dialogue.law.facts import LegalDate
from dialogue.models import AgendaPoint, Consultation, Event, Expertise
from dialogue.permissions import can_run_consultation
from dialogue.views.offered_acts import knows
from dialogue.views.panel import STEP_ACTS
from projects.access import require
from projects.errors import Refused
from projects.french import countdown, day
from projects.models import Document, Member

K = EventKind
#: The facts of the log that the page tells beside its steps.
CONTESTED = (K.CHALLENGE, K.JUDGMENT, K.FINAL_COST)


def _with_expertise_or_404(
    request: HttpRequest, project_id: UUID, consultation_id: UUID
) -> tuple[Consultation, Member, Expertise | None]:
    """No page where nobody may ask for an expert, save for a sheet left over."""
    row, member = own_consultation_or_404(request, project_id, consultation_id)
    sheet = sheet_of(row, member)
    if sheet is None and not knows("expertise", row):
        raise Http404
    return row, member, sheet


@require_GET
def expertise(
    request: HttpRequest, project_id: UUID, consultation_id: UUID
) -> HttpResponse:
    row, member, sheet = _with_expertise_or_404(request, project_id, consultation_id)
    log = list(
        Event.objects.visible_to(member)
        .filter(consultation=row)
        .live()
        .select_related("evidence")
    )
    known = {K(event.kind): event for event in log}
    alone = sheet is not None and sheet.ground == ExpertGround.SERIOUS_RISK
    context = _context(row, member) | {
        "sheet": sheet,
        "named": known.get(K.EXPERT_NAMED),
        "steps": list(_steps(row, known, alone=alone)),
        "contested": [event for event in log if event.kind in CONTESTED],
        "may_run": can_run_consultation(member),
        "rule": EXPERT if has_committee(row.project.workplace) else TWO_VOTES,
        "may_vote": K.EXPERT_NAMED not in known and knows("expertise", row),
        "has_terms": K.TERMS_NOTIFIED in known or knows("cahier-des-charges", row),
        "proofs": _proofs(member, sheet, known),
        "terms": known.get(K.TERMS_NOTIFIED),
        "report": known.get(K.REPORT),
        "ended": "" if alone else running_expertise.after_opinion(row, known),
    }
    if sheet is not None:
        context |= _designation(row, sheet, known)
    return render(request, "dialogue/expertise.html", context)


@require_http_methods(["GET", "POST"])
def expertise_edit(
    request: HttpRequest, project_id: UUID, consultation_id: UUID
) -> HttpResponse:
    row, member, sheet = _with_expertise_or_404(request, project_id, consultation_id)
    require(can_run_consultation(member))
    public = has_committee(row.project.workplace)
    form = (PublicExpertiseForm if public else ExpertiseForm)(
        request.POST or None,
        consultation=row,
        member=member,
        sheet=sheet,
        proposed=resolutions.sheet_proposed(
            row, member, request.GET.get("deliberation", "")
        ),
    )
    if request.method == "POST" and form.is_valid():
        try:
            acts.describe(row, actor=member, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("La fiche de l’expertise est enregistrée."))
            return redirect("dialogue:expertise", row.project_id, row.pk)
    context = _context(row, member) | {
        "form": form,
        "title": _("Fiche de l’expertise"),
        "button": _("Enregistrer la fiche"),
        "back": "dialogue:expertise",
    }
    return render(
        request,
        "dialogue/own_form.html",
        context,
        status=422 if form.errors else 200,
    )


def _context(row: Consultation, member: Member) -> dict[str, Any]:
    return {
        "project": row.project,
        "member": member,
        "tab": "summary",
        "consultation": row,
    }


def _designation(
    row: Consultation, sheet: Expertise, known: Mapping[K, Event]
) -> dict[str, Any]:
    """Who pays and why, what could be held against the choice, the recorded votes."""
    facts = designation(row, sheet, known)
    share, rule = who_pays(facts)
    cost = sheet.forecast_cost
    return {
        "share": share,
        "cost_rule": rule,
        "employer_cost": cost and cost * share.employer / 100,
        "cse_cost": cost and cost * share.cse / 100,
        "doubts": doubts(facts),
        "fields": [CertifiedField(field).label for field in sheet.fields],
        "principle": _vote(sheet.principle_vote),
        "choice": _vote(sheet.choice_vote),
    }


def _vote(point: AgendaPoint | None) -> dict[str, Any] | None:
    if point is None or not point.voted:
        return None
    return {
        "point": point,
        "on": point.meeting.held_on,
        "words": point_result(point),
    }


def _steps(
    row: Consultation, known: Mapping[K, Event], *, alone: bool
) -> Iterator[dict[str, Any]]:
    """The dates of the mission, each with what keeps it in the log.

    `alone`: it stands outside of the consultation, and its report outlives the avis.
    """
    try:
        dates = clock.compute(row).dates
    except Refused:
        return
    by_code = {legal.code: legal for legal in dates}
    today = clock.local_day(row)
    for kind, code in KEEPS.items():
        legal = by_code.get(code)
        if legal is None or legal.strict is None or legal.extended is None:
            continue
        event = known.get(kind)
        awaited = alone and kind == K.REPORT
        over = "" if event or awaited else running_expertise.over(row)
        # The report may come after the opinion; the other steps have no object left.
        late = kind == K.REPORT or row.opinion_on is None
        yield {
            "legal": legal,
            "done": event,
            "act": STEP_ACTS[code] if not event and late else "",
            **(
                {"tone": "plain", "words": over}
                if over
                else _progress(legal, legal.strict, legal.extended, event, today)
            ),
        }


def _progress(
    legal: LegalDate, strict: date, extended: date, event: Event | None, today: date
) -> dict[str, str]:
    """In words and tone: done in time, done late, late, or to come."""
    reached = event.on if event else today
    if event and reached <= strict:
        return {"tone": "ok", "words": _("fait le %(day)s") % {"day": day(event.on)}}
    if reached > extended:
        late = (reached - extended).days
        words = ngettext("%(days)s jour de retard", "%(days)s jours de retard", late)
        said = words % {"days": late}
        if event:
            said = _("fait le %(day)s, %(late)s") % {
                "day": day(event.on),
                "late": said,
            }
        return {"tone": "late", "words": said}
    if event:
        said = _("fait le %(day)s, après la date sûre") % {"day": day(event.on)}
        return {"tone": "wait", "words": said}
    return {"tone": "wait", "words": countdown(strict, today)}


def _proofs(
    member: Member, sheet: Expertise | None, known: Mapping[K, Event]
) -> list[dict[str, Any]]:
    """The three papers of the mission, as far as this person may open them."""
    wanted = {
        _("Lettre de mission"): sheet.mission_letter_id if sheet else None,
        _("Cahier des charges"): _evidence(known.get(K.TERMS_NOTIFIED)),
        _("Rapport"): _evidence(known.get(K.REPORT)),
    }
    found = Document.objects.visible_to(member).in_bulk(
        [one for one in wanted.values() if one]
    )
    return [
        {"label": label, "document": found[key]}
        for label, key in wanted.items()
        if key in found
    ]


def _evidence(event: Event | None) -> UUID | None:
    return event.evidence_id if event else None
