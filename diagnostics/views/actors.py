"""The map of a project's actors: drawing, table, and one form each."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from diagnostics import interview_permissions as permissions
from diagnostics.actions import stakeholders as actions
from diagnostics.drawings_actors import Placed, actors_svg, numbered_svg
from diagnostics.enums import Influence, Position, StakeSide
from diagnostics.forms.interviews import StakeholderForm
from diagnostics.interview_access import caucus_or_404
from diagnostics.models import Interview, Stakeholder
from diagnostics.models.interviews import StakeholderQuerySet
from diagnostics.views.pages import context_of
from projects.access import require
from projects.errors import Refused, Stale
from projects.forms.seen import keep_both
from projects.french import counted_on
from projects.models import Entry, Member, Project


@require_safe
def actors(request: HttpRequest, project_id: UUID) -> HttpResponse:
    project, member = caucus_or_404(request, project_id)
    found = Stakeholder.objects.visible_to(member).filter(project=project)
    rows = list(found.on_map())
    order = list(StakeSide)
    rows.sort(key=lambda row: (order.index(StakeSide(row.side)), counted_on(row.label)))
    placed = [
        Placed(
            row.label,
            StakeSide(row.side),
            Influence(row.influence),
            Position(row.position),
        )
        for row in rows
    ]
    context = context_of(project, member) | {
        "rows": rows,
        "drawing": actors_svg(placed),
        "numbered": numbered_svg(placed),
        "may_draw": permissions.can_listen(member),
    }
    return render(request, "diagnostics/actors.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def actor_new(request: HttpRequest, project_id: UUID) -> HttpResponse:
    project, member = caucus_or_404(request, project_id)
    require(permissions.can_listen(member))
    form = StakeholderForm(request.POST or None, row=None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add(project, actor=member, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("L’acteur est sur la carte."))
            return redirect("diagnostics:actors", project.pk)
    return _form_page(request, project, member, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
def actor_edit(request: HttpRequest, project_id: UUID, actor_id: UUID) -> HttpResponse:
    project, member = caucus_or_404(request, project_id)
    row = _on_map(project, member).filter(pk=actor_id).first()
    if row is None:
        return _taken_off(request, project, member, actor_id)
    require(permissions.can_listen(member))
    form = StakeholderForm(request.POST or None, row=row)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(row, actor=member, **form.cleaned_data)
        except Stale as stale:
            keep_both(form, stale)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("La carte est à jour."))
            return redirect("diagnostics:actors", project.pk)
    return _form_page(request, project, member, form, row)


@require_POST
def actor_remove(
    request: HttpRequest, project_id: UUID, actor_id: UUID
) -> HttpResponse:
    project, member = caucus_or_404(request, project_id)
    row = _actor_or_404(project, member, actor_id)
    require(permissions.can_listen(member))
    try:
        actions.remove(row, actor=member)
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("L’acteur n’est plus sur la carte."))
    return redirect("diagnostics:actors", project.pk)


def _on_map(project: Project, member: Member) -> StakeholderQuerySet:
    return Stakeholder.objects.visible_to(member).filter(project=project).on_map()


def _taken_off(
    request: HttpRequest, project: Project, member: Member, actor_id: UUID
) -> HttpResponse:
    """Somebody took the actor off meanwhile: it is said, and typed words come back."""
    told = Entry.objects.visible_to(member).filter(project=project, target=actor_id)
    if not told.exists():
        raise Http404
    require(permissions.can_listen(member))
    sentence = _("Cet acteur a déjà été retiré de la carte : rien n’est modifié.")
    if request.method != "POST":
        messages.info(request, sentence)
        return redirect("diagnostics:actors", project.pk)
    form = StakeholderForm(request.POST, row=None)
    form.add_error(None, sentence)
    kept = _("Vos mots sont gardés ici : enregistrez-les pour le remettre.")
    form.add_error(None, kept)
    return _form_page(request, project, member, form, None)


def _actor_or_404(project: Project, member: Member, actor_id: UUID) -> Stakeholder:
    return get_object_or_404(_on_map(project, member), pk=actor_id)


def _named_by(row: Stakeholder, member: Member) -> int:
    return Interview.objects.visible_to(member).filter(stakeholder=row).count()


def _form_page(
    request: HttpRequest,
    project: Project,
    member: Member,
    form: StakeholderForm,
    row: Stakeholder | None,
) -> HttpResponse:
    context = context_of(project, member) | {
        "form": form,
        "row": row,
        "interviews": _named_by(row, member) if row else 0,
        "title": _("Modifier un acteur") if row else _("Ajouter un acteur"),
        "back": reverse("diagnostics:actors", args=[project.pk]),
        "action": "" if row else reverse("diagnostics:actor_new", args=[project.pk]),
    }
    status = 422 if form.errors else 200
    return render(request, "diagnostics/actor_form.html", context, status=status)
