"""Adding and editing the sheet of a workplace."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from projects.actions import workplaces as actions
from projects.forms.workplaces import WorkplaceForm
from projects.models import Workplace
from projects.views.people import EDIT, form_page, managed


@require_http_methods(EDIT)
def workplace_new(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    organisation, actor = managed(request, organisation_id)
    return form_page(
        request,
        organisation,
        WorkplaceForm(request.POST or None),
        lambda data: actions.add_workplace(organisation, actor=actor, **data),
        title=_("Ajouter un lieu de travail"),
        submit=_("Ajouter le lieu de travail"),
        done=_("Le lieu de travail est ajouté."),
    )


@require_http_methods(EDIT)
def workplace_edit(
    request: HttpRequest, organisation_id: UUID, workplace_id: UUID
) -> HttpResponse:
    organisation, actor = managed(request, organisation_id)
    workplace = get_object_or_404(Workplace, pk=workplace_id, organisation=organisation)
    return form_page(
        request,
        organisation,
        WorkplaceForm(request.POST or None, instance=workplace),
        lambda data: actions.edit_workplace(workplace, actor=actor, **data),
        title=_("Modifier le lieu de travail"),
        intro=_("Les dates déjà calculées gardent la règle qui les a données."),
        submit=_("Enregistrer"),
        done=_("Le lieu de travail est à jour."),
    )
