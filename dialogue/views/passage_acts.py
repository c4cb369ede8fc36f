"""Adding, hanging, moving and removing the paragraphs of an opinion; its stance."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dialogue.access import consultation_or_404, consultation_shown, passage_or_404
from dialogue.actions import opinions
from dialogue.enums import PassageKind, Stance
from dialogue.forms.opinions import NewPassageForm, SourceForm, StanceForm
from dialogue.permissions import can_write_opinion
from projects.access import project_or_404, require
from projects.errors import Refused


@require_http_methods(["GET", "POST"])
def passage_new(request: HttpRequest, project_id: UUID) -> HttpResponse:
    project, member = project_or_404(request, project_id)
    require(can_write_opinion(member))
    shown, _rows = consultation_shown(project, member, "")
    if shown is None:
        messages.error(request, _("Préparez d’abord la consultation."))
        return redirect("dialogue:opinion", project_id)
    kind = request.POST.get("kind") or request.GET.get("partie") or PassageKind.POINT
    if kind not in PassageKind.values:
        raise Http404
    form = NewPassageForm(
        request.POST if request.method == "POST" else None,
        initial={"kind": kind, "source": request.GET.get("source")},
        project=project,
        member=member,
        kind=kind,
    )
    if form.is_valid():
        try:
            opinions.add_passage(
                shown,
                actor=member,
                kind=PassageKind(kind),
                title=form.cleaned_data["title"],
                text=form.cleaned_data["text"],
                origin=form.cleaned_data.get("source"),
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Passage ajouté."))
            return redirect("dialogue:opinion", project_id)
    context = {"project": project, "member": member, "tab": "opinion", "form": form}
    return render(
        request,
        "dialogue/passage.html",
        context | {"name": PassageKind(kind).label.capitalize()},
        status=422 if form.errors else 200,
    )


@require_POST
def passage_source(
    request: HttpRequest, project_id: UUID, passage_id: UUID
) -> HttpResponse:
    passage, member = passage_or_404(request, project_id, passage_id)
    require(can_write_opinion(member))
    form = SourceForm(request.POST, project=passage.opinion.project, member=member)
    if not form.is_valid():
        messages.error(request, _("Choisissez une source de la liste."))
    else:
        _act(
            request,
            lambda: opinions.choose_source(
                passage, actor=member, origin=form.cleaned_data["source"]
            ),
            _("Source enregistrée."),
        )
    return redirect("dialogue:passage", project_id, passage_id)


@require_http_methods(["GET", "POST"])
def passage_remove(
    request: HttpRequest, project_id: UUID, passage_id: UUID
) -> HttpResponse:
    passage, member = passage_or_404(request, project_id, passage_id)
    require(can_write_opinion(member))
    if request.method == "POST":
        _act(
            request,
            lambda: opinions.remove_passage(passage, actor=member),
            _("Passage retiré. Son historique est gardé."),
        )
        return redirect("dialogue:opinion", project_id)
    context = {
        "project": passage.opinion.project,
        "member": member,
        "tab": "opinion",
        "passage": passage,
        "name": opinions.name_of(passage),
    }
    return render(request, "dialogue/passage_remove.html", context)


@require_POST
def passage_move(
    request: HttpRequest, project_id: UUID, passage_id: UUID
) -> HttpResponse:
    passage, member = passage_or_404(request, project_id, passage_id)
    require(can_write_opinion(member))
    way = request.POST.get("sens")
    if way in ("haut", "bas"):
        _act(
            request,
            lambda: opinions.move_passage(passage, actor=member, up=way == "haut"),
        )
    else:
        messages.error(request, _("Dites dans quel sens déplacer ce passage."))
    return redirect("dialogue:opinion", project_id)


@require_POST
def opinion_stance(
    request: HttpRequest, project_id: UUID, consultation_id: UUID
) -> HttpResponse:
    consultation, member = consultation_or_404(request, project_id, consultation_id)
    require(can_write_opinion(member))
    form = StanceForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choisissez le sens de l’avis."))
        return redirect("dialogue:opinion", project_id)
    stance = Stance(form.cleaned_data["stance"])
    _act(
        request,
        lambda: opinions.choose_stance(consultation, actor=member, stance=stance),
        _("Sens de l’avis enregistré."),
    )
    return redirect("dialogue:opinion", project_id)


def _act(request: HttpRequest, act: Callable[[], object], done: str = "") -> None:
    """Do it and say so, or say why not."""
    try:
        act()
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        if done:
            messages.success(request, done)
