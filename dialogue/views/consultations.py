"""Pages of the consultation: its panel, its start, its dates and its acts."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dialogue.access import consultation_or_404, current_consultation
from dialogue.actions import consultations, events
from dialogue.actions.opinion_days import CORRECTABLE
from dialogue.enums import ConsultationState
from dialogue.expertise_facts import sheet_of
from dialogue.forms.consultations import ActForm, StartForm, proofs
from dialogue.models import Consultation, Event
from dialogue.permissions import can_prepare_consultation, can_run_consultation
from dialogue.running_expertise import before_opinion
from dialogue.views.consultation_acts import BY_SLUG, Act
from dialogue.views.facts import facts, lines
from dialogue.views.offered_acts import as_told, knows, offered
from dialogue.views.panel import panel
from projects.access import project_or_404, require
from projects.errors import Refused
from projects.models import Member, Project


@require_GET
def consultation_panel(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Fragment of the Résumé tab: steps, drawing, next dates.

    `de` names another consultation than the latest one, for the page that shows it.
    Without htmx, the link that stands in its place leads to the whole page.
    """
    project, member = project_or_404(request, project_id)
    row = current_consultation(project, member)
    wanted = request.GET.get("de", "")
    if row is not None and wanted and wanted != str(row.pk):
        row = _other(project, member, wanted) or row
    if not getattr(request, "htmx", False):
        if row is not None:
            return redirect(row)
        context = panel(project, None, member) | {"tab": "summary"}
        return render(request, "dialogue/consultation.html", context)
    context = panel(project, row, member) | {"whole": bool(wanted)}
    return render(request, "dialogue/panel.html", context)


def _other(project: Project, member: Member, wanted: str) -> Consultation | None:
    try:
        consultation_id = UUID(wanted)
    except ValueError:
        return None
    return (
        Consultation.objects.visible_to(member)
        .filter(project=project, pk=consultation_id)
        .select_related("project__workplace")
        .first()
    )


@require_http_methods(["GET", "POST"])
def consultation_new(request: HttpRequest, project_id: UUID) -> HttpResponse:
    project, member = project_or_404(request, project_id)
    require(can_prepare_consultation(member))
    form = StartForm(request.POST or None, project=project)
    _keep_dates_for_those_who_run(form, member)
    if request.method == "POST" and form.is_valid():
        try:
            consultation = _start(project, member, form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("La consultation est préparée."))
            return redirect(consultation)
    return render(
        request,
        "dialogue/consultation_form.html",
        {"project": project, "member": member, "tab": "summary", "form": form},
    )


def _keep_dates_for_those_who_run(form: StartForm, member: Member) -> None:
    """An elected person prepares; only the secretary sets the dates that bind."""
    if not can_run_consultation(member):
        del form.fields["requested_on"]
        del form.fields["information_on"]


@transaction.atomic
def _start(project: Project, member: Member, cleaned: dict[str, Any]) -> Consultation:
    """Prepare, then as many moves as there are dates: all of them, or none."""
    consultation = consultations.prepare(
        project,
        actor=member,
        subject=cleaned["subject"],
        two_levels=cleaned.get("two_levels", False),
    )
    if cleaned.get("requested_on"):
        consultations.ask_information(
            consultation, actor=member, on=cleaned["requested_on"]
        )
    if cleaned.get("information_on"):
        consultations.open_consultation(
            consultation, actor=member, on=cleaned["information_on"]
        )
    return consultation


@require_GET
def consultation(
    request: HttpRequest, project_id: UUID, consultation_id: UUID
) -> HttpResponse:
    row, member = consultation_or_404(request, project_id, consultation_id)
    return _page(request, row, member)


@require_http_methods(["GET", "POST"])
def consultation_act(
    request: HttpRequest, project_id: UUID, consultation_id: UUID, act: str
) -> HttpResponse:
    """One act: its form opened in the page, then the act itself."""
    row, member = consultation_or_404(request, project_id, consultation_id)
    if act not in BY_SLUG:
        raise Http404
    require(can_run_consultation(member))
    chosen = as_told(BY_SLUG[act], row)
    if chosen is None:
        raise Http404
    form = _form(chosen, row, member, request)
    if request.method != "POST":
        return _page(request, row, member, chosen, form)
    if form.is_valid():
        try:
            chosen.do(row, member, form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.sentence)
            row, member = consultation_or_404(request, project_id, consultation_id)
        else:
            messages.success(request, _("C’est enregistré, avec la date et votre nom."))
            gone = row.state == ConsultationState.WITHDRAWN
            return redirect(row.project if gone else row)
    return _page(request, row, member, chosen, form)


def _form(act: Act, row: Consultation, member: Member, request: HttpRequest) -> ActForm:
    posted = request.POST if request.method == "POST" else None
    return act.form(posted, consultation=row, member=member, auto_id=f"{act.slug}_%s")


def _page(
    request: HttpRequest,
    row: Consultation,
    member: Member,
    opened: Act | None = None,
    opened_form: ActForm | None = None,
) -> HttpResponse:
    """The page of one consultation, with one act opened when it is being done."""
    runs = can_run_consultation(member)
    log = list(Event.objects.visible_to(member).filter(consultation=row).live())
    known = {event.kind for event in log}
    choices = [(doc.pk, str(doc)) for doc in proofs(row, member)] if runs else []
    ending = before_opinion(row, member, known) if runs else ""
    acts = [
        {
            "act": act,
            "form": opened_form
            if opened and act.slug == opened.slug
            else act.form(
                consultation=row,
                member=member,
                auto_id=f"{act.slug}_%s",
                shared_choices=choices,
            ),
            "open": bool(opened and act.slug == opened.slug),
            "remark": ending if act.slug == "avis" else "",
        }
        for act in offered(row)
        if runs and (act == opened or act.possible(row, known))
    ]
    context = panel(row.project, row, member) | {
        "tab": "summary",
        "acts": acts,
        "facts": facts(row, member),
        "log": lines(log, member),
        "others": _others(row, member),
        **_changes(row, runs=runs),
        **_own_words(row, member, runs=runs),
    }
    return render(request, "dialogue/consultation.html", context)


def _around(row: Consultation, member: Member) -> Iterator[tuple[str, str]]:
    """The pages of this consultation that the law of its workplace has."""
    if knows("expertise", row) or sheet_of(row, member) is not None:
        address = reverse("dialogue:expertise", args=[row.project_id, row.pk])
        yield _("Expertise : cabinet, coût, étapes"), address
    if knows("niveaux", row):
        address = reverse("dialogue:levels", args=[row.project_id, row.pk])
        yield _("CSE central et établissements"), address


def _others(row: Consultation, member: Member) -> QuerySet[Consultation]:
    rows = Consultation.objects.visible_to(member).filter(project=row.project)
    return rows.exclude(pk=row.pk)


def _changes(row: Consultation, *, runs: bool) -> dict[str, bool]:
    """Which lines of the log may be put right, and whether that of the opinion may."""
    counted = events.COUNTABLE | events.BEFORE_OPENING
    return {
        "may_change": runs and row.state in counted,
        "may_redate": runs and row.state in CORRECTABLE,
    }


def _own_words(row: Consultation, member: Member, *, runs: bool) -> dict[str, Any]:
    """For the delegation only: where to go, what the other side sees, who acts."""
    if not member.sees_caucus:
        return {}
    words: dict[str, Any] = {
        "around": list(_around(row, member)),
        "employer_sees": _(
            "La direction voit l’objet, l’état et les dates de remise, de suspension "
            "et d’avis. Ni vos échéances, ni leur calcul, ni l’expertise, ni vos "
            "motifs."
        ),
    }
    if not runs:
        words["who_acts"] = _(
            "Les actes de la consultation reviennent à la ou au secrétaire."
        )
    return words
