"""The answers on the use made of the tool: what the duties need of the sheet."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from projects import permissions
from projects.access import project_or_404, require
from projects.actions.projects import edit_project
from projects.errors import Stale
from projects.forms.seen import keep_both
from projects.forms.uses import UsesForm, asked
from projects.models import Project


@require_http_methods(["GET", "HEAD", "POST"])
def project_uses(request: HttpRequest, project_id: UUID) -> HttpResponse:
    project, member = project_or_404(request, project_id)
    require(permissions.can_edit_project(member, project))
    form = UsesForm(project, request.POST or None)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            edit_project(project, actor=member, seen=seen, uses=form.answers())
        except Stale as stale:
            keep_both(form, stale)
        else:
            messages.success(request, _("Les réponses sur l’usage sont à jour."))
            return redirect(project)
    context = {"project": project, "member": member, "tab": "summary", "form": form}
    return render(request, "projects/uses_form.html", context)


def known_uses(project: Project) -> list[tuple[str, str]]:
    """Each question with its answer, for the delegation's own part of the sheet."""
    words = {"yes": _("oui"), "no": _("non")}
    return [
        (str(use.label), words[project.uses[use]])
        for use in asked(project)
        if use in project.uses
    ]
