"""The synthesis of interviews: written by theme, shared, carried into a thread."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from diagnostics import interview_permissions as permissions
from diagnostics.actions import syntheses as actions
from diagnostics.forms.interviews import SynthesisForm
from diagnostics.interview_access import (
    guide_or_404,
    observation_or_404,
    synthesis_or_404,
    theme_or_404,
)
from diagnostics.models import (
    InstrumentVersion,
    Interview,
    InterviewNote,
    Synthesis,
    ThemeObservation,
)
from diagnostics.models.instruments import TITLE_THEN
from diagnostics.models.interviews import guide_of
from diagnostics.views.pages import context_of, page_of
from projects import items
from projects.access import project_or_404, require
from projects.enums import Room
from projects.errors import Conflict, Refused
from projects.models import Member, Project

#: Under this many interviews, the number itself could point at somebody.
FEWEST = 3


@require_safe
def synthesis_guide(
    request: HttpRequest, project_id: UUID, guide_id: UUID
) -> HttpResponse:
    """Every theme of one guide, with what was written of it."""
    version, project, member = guide_or_404(request, project_id, guide_id)
    written = {
        one.theme: one for one in syntheses_of(project, member).filter(version=version)
    }
    mine = _notes(project, version, member).values_list("themes", flat=True)
    codes = [code for themes in mine for code in themes]
    led = Interview.objects.visible_to(member).filter(project=project, version=version)
    context = _context(project, member, version) | _number(led.held().count())
    context |= {
        "lines": [
            {
                "theme": theme,
                "synthesis": written.get(theme.code),
                "mine": codes.count(theme.code),
            }
            for theme in guide_of(version).themes
        ],
        "may_write": permissions.can_listen(member),
    }
    return render(request, "diagnostics/synthesis_guide.html", context)


def _context(
    project: Project, member: Member, version: InstrumentVersion
) -> dict[str, Any]:
    """What the pages of one guide start from, in the caucus."""
    return context_of(project, member, version=version, guide=guide_of(version))


@require_http_methods(["GET", "HEAD", "POST"])
def synthesis_theme(
    request: HttpRequest, project_id: UUID, guide_id: UUID, theme: str
) -> HttpResponse:
    """Write what comes out of a theme, beside the notes that one may read."""
    version, project, member = guide_or_404(request, project_id, guide_id)
    _guide, here = theme_or_404(version, theme)
    require(permissions.can_listen(member))
    known = syntheses_of(project, member).filter(version=version, theme=theme).first()
    text = known.text if known else ""
    initial = {"text": text, "seen": actions.stamp(text)}
    form = SynthesisForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.write(project, version, theme, actor=member, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.sentence)
            form.data = {**request.POST.dict(), "seen": initial["seen"]}
        else:
            messages.success(request, _("La synthèse de ce thème est gardée."))
            return redirect("diagnostics:synthesis_guide", project.pk, version.pk)
    # Codes are looked for in Python: the two databases do not search lists alike.
    notes = _notes(project, version, member)
    heard = actions.heard(project, version, theme, known)
    context = _context(project, member, version) | _number(heard)
    context |= {
        "theme": here,
        "synthesis": known,
        "notes": [note for note in notes if theme in note.themes],
        "form": form if known is None or known.room == Room.CAUCUS else None,
    }
    status = 422 if form.errors else 200
    return render(request, "diagnostics/synthesis_theme.html", context, status=status)


def _notes(
    project: Project, version: InstrumentVersion, member: Member
) -> QuerySet[InterviewNote]:
    return InterviewNote.objects.readable_by(member).filter(
        interview__project=project, interview__version=version
    )


def syntheses_of(project: Project, member: Member) -> QuerySet[Synthesis]:
    return (
        Synthesis.objects.visible_to(member)
        .filter(project=project)
        .annotate(guide_title=TITLE_THEN)
        .select_related("version")
        .defer("version__content")
    )


def _number(count: int) -> dict[str, Any]:
    """How many interviews, never who; not even how many when they are too few."""
    return {"held": count if count >= FEWEST else None, "few": count < FEWEST}


def _told(synthesis: Synthesis) -> dict[str, Any]:
    """What the text rests on, as when it was written."""
    heard = synthesis.heard
    if heard is None:
        place = (synthesis.project, synthesis.version, synthesis.theme)
        heard = actions.heard(*place, synthesis)
    return _number(heard)


@require_safe
def syntheses(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """What came out of interviews, for those of each room."""
    project, member = project_or_404(request, project_id)
    page = page_of(request, syntheses_of(project, member))
    context = context_of(project, member, page=page)
    return render(request, "diagnostics/syntheses.html", context)


@require_safe
def synthesis(
    request: HttpRequest, project_id: UUID, synthesis_id: UUID
) -> HttpResponse:
    row, member = synthesis_or_404(request, project_id, synthesis_id)
    context = (
        context_of(row.project, member)
        | _told(row)
        | {
            "synthesis": row,
            "may_share": permissions.can_share_synthesis(member, row),
            "may_note": permissions.can_listen(member),
            "observations": ThemeObservation.objects.visible_to(member)
            .filter(synthesis=row)
            .select_related("item"),
        }
    )
    return render(request, "diagnostics/synthesis.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def synthesis_share(
    request: HttpRequest, project_id: UUID, synthesis_id: UUID
) -> HttpResponse:
    """What the other side will read, then the step that has no way back."""
    row, member = synthesis_or_404(request, project_id, synthesis_id)
    require(permissions.can_share_synthesis(member, row))
    if request.method == "POST":
        try:
            actions.share(row, actor=member, seen=request.POST.get("seen", ""))
        except Conflict as conflict:
            messages.error(request, conflict.sentence)
            return redirect("diagnostics:synthesis_share", project_id, row.pk)
        messages.success(request, _("La direction peut maintenant lire ce texte."))
        return redirect("diagnostics:synthesis", project_id, row.pk)
    context = context_of(row.project, member) | _told(row)
    context |= {"synthesis": row, "seen": actions.stamp(row.text)}
    return render(request, "diagnostics/synthesis_share.html", context)


@require_POST
def observation_new(
    request: HttpRequest, project_id: UUID, synthesis_id: UUID
) -> HttpResponse:
    row, member = synthesis_or_404(request, project_id, synthesis_id)
    require(permissions.can_listen(member))
    noted = actions.observe(row, actor=member)
    messages.success(
        request, _("Observation notée : le fil commence ici, dans l’espace élus.")
    )
    return redirect("diagnostics:observation", project_id, noted.pk)


@require_safe
def observation(
    request: HttpRequest, project_id: UUID, observation_id: UUID
) -> HttpResponse:
    row, member = observation_or_404(request, project_id, observation_id)
    context = context_of(row.project, member) | {
        "observation": row,
        "thread": items.chain(row.item, member),
        "may_ask": permissions.can_listen(member),
    }
    return render(request, "diagnostics/observation.html", context)
