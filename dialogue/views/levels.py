"""Two levels: who is consulted and why, whose end this one follows, what arrived."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dialogue.access import own_consultation_or_404
from dialogue.actions import levels as acts
from dialogue.forms.consultations import ActForm
from dialogue.forms.expertise import ForwardedForm, LevelsForm, RemoveForwardedForm
from dialogue.law.books.consultation import ESTABLISHMENT_OPINION
from dialogue.law.books.levels import Level, Measures, consulted_levels, level_rule
from dialogue.models import Consultation, ForwardedOpinion
from dialogue.permissions import can_run_consultation
from dialogue.views.offered_acts import knows
from projects.access import request_places, require
from projects.errors import Refused
from projects.models import Document, Member


def _with_levels_or_404(
    request: HttpRequest, project_id: UUID, consultation_id: UUID
) -> tuple[Consultation, Member]:
    """Only the labour code has two levels: elsewhere their pages do not exist."""
    row, member = own_consultation_or_404(request, project_id, consultation_id)
    if not knows("niveaux", row):
        raise Http404
    return row, member


@require_GET
def levels(
    request: HttpRequest, project_id: UUID, consultation_id: UUID
) -> HttpResponse:
    row, member = _with_levels_or_404(request, project_id, consultation_id)
    context = _context(row, member) | {
        "consulted": consulted(row),
        "rule": ESTABLISHMENT_OPINION,
        "may_run": can_run_consultation(member),
        "central": _linked(request).filter(pk=row.central_id).first(),
        "sent": row.forwards.first() if row.of_establishment else None,
    }
    if row.two_levels and not row.of_establishment:
        context |= _received(request, row, member)
    return render(request, "dialogue/levels.html", context)


def consulted(row: Consultation) -> dict[str, Any] | None:
    """Which committees the law has consulted, with the rule, once measures are told."""
    if not row.measures:
        return None
    measures = Measures(row.measures)
    both = Level.ESTABLISHMENT in consulted_levels(measures)
    return {
        "words": _("CSE central et CSE d’établissement")
        if both
        else _("CSE central seul"),
        "rule": level_rule(measures),
        "differs": both != row.two_levels,
    }


def _linked(request: HttpRequest) -> Any:
    """Consultations in whose caucus this person sits, wherever they are."""
    return Consultation.objects.visible_to(*own_places(request)).select_related(
        "organisation", "project"
    )


def own_places(request: HttpRequest) -> tuple[Member, ...]:
    return tuple(place for place in request_places(request) if place.sees_caucus)


def _received(
    request: HttpRequest, row: Consultation, member: Member
) -> dict[str, Any]:
    """What the central CSE received, what is late, and what it still waits for."""
    try:
        safe, last = acts.last_day(row)
    except Refused:
        safe = last = None
    rows = list(
        ForwardedOpinion.objects.visible_to(member)
        .filter(central=row)
        .select_related("document")
    )
    told = {one.source_id for one in rows}
    seen = Document.objects.visible_to(member).in_bulk(
        [one.document_id for one in rows if one.document_id]
    )
    return {
        "safe": safe,
        "last": last,
        "received": [
            {
                "row": one,
                "late": bool(last and one.received_on > last),
                "document": seen.get(one.document_id),
            }
            for one in rows
        ],
        "awaited": [
            other
            for other in _linked(request).filter(central=row)
            if other.pk not in told
        ],
        "may_receive": can_run_consultation(member) and row.state in acts.FORWARDABLE,
    }


@require_http_methods(["GET", "POST"])
def levels_edit(
    request: HttpRequest, project_id: UUID, consultation_id: UUID
) -> HttpResponse:
    row, member = _with_levels_or_404(request, project_id, consultation_id)
    require(can_run_consultation(member))
    form = LevelsForm(
        request.POST or None,
        consultation=row,
        member=member,
        places=own_places(request),
    )
    if request.method == "POST" and form.is_valid():
        try:
            acts.set_levels(row, actor=member, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(
                request, _("Les niveaux sont enregistrés, les dates aussi.")
            )
            return _back(row)
    words = _("Niveaux consultés"), _("Enregistrer")
    return _form_page(request, row, member, form, *words)


@require_http_methods(["GET", "POST"])
def forwarded_new(
    request: HttpRequest, project_id: UUID, consultation_id: UUID
) -> HttpResponse:
    row, member = _with_levels_or_404(request, project_id, consultation_id)
    require(can_run_consultation(member))
    form = ForwardedForm(
        request.POST or None,
        consultation=row,
        member=member,
        places=own_places(request),
    )
    if request.method == "POST" and form.is_valid():
        try:
            acts.record_forwarded(row, actor=member, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("L’avis de l’établissement est inscrit."))
            return _back(row)
    words = _("Avis reçu d’un établissement"), _("Inscrire cet avis")
    return _form_page(request, row, member, form, *words)


@require_http_methods(["GET", "POST"])
def forwarded_remove(
    request: HttpRequest, project_id: UUID, consultation_id: UUID, forwarded_id: UUID
) -> HttpResponse:
    row, member = _with_levels_or_404(request, project_id, consultation_id)
    seen = ForwardedOpinion.objects.visible_to(member).filter(central=row)
    opinion = get_object_or_404(seen, pk=forwarded_id)
    opinion.central = row
    require(can_run_consultation(member))
    form = RemoveForwardedForm(request.POST or None, consultation=row, member=member)
    if request.method == "POST" and form.is_valid():
        acts.remove_forwarded(opinion, actor=member, **form.cleaned_data)
        messages.success(request, _("L’avis est retiré de la liste."))
        return _back(row)
    title = _("Retirer l’avis de « %(place)s »") % {"place": opinion.establishment}
    return _form_page(request, row, member, form, title, _("Retirer"))


def _back(row: Consultation) -> HttpResponse:
    return redirect("dialogue:levels", row.project_id, row.pk)


def _context(row: Consultation, member: Member) -> dict[str, Any]:
    return {
        "project": row.project,
        "member": member,
        "tab": "summary",
        "consultation": row,
    }


def _form_page(
    request: HttpRequest,
    row: Consultation,
    member: Member,
    form: ActForm,
    title: str,
    button: str,
) -> HttpResponse:
    context = _context(row, member) | {
        "form": form,
        "title": title,
        "button": button,
        "back": "dialogue:levels",
    }
    return render(
        request,
        "dialogue/own_form.html",
        context,
        status=422 if form.errors else 200,
    )
