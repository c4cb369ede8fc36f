"""From a criterion of a diagnostic to the dialogue: a question, in one click."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diagnostics.views.results import finding_of_criterion
from dialogue.access import current_consultation
from dialogue.actions import questions
from dialogue.enums import Theme
from dialogue.permissions import can_ask
from projects.access import project_or_404, require
from projects.errors import Refused


@require_POST
def question_from_criterion(
    request: HttpRequest, project_id: UUID, assessment_id: UUID, code: str
) -> HttpResponse:
    """The finding, then a draft that comes from it, to be read again before sending.

    Without a consultation the finding is kept, and the page says what to prepare.
    """
    project, member = project_or_404(request, project_id)
    require(can_ask(member))
    finding, criterion = finding_of_criterion(request, project_id, assessment_id, code)
    consultation = current_consultation(project, member)
    if consultation is None:
        messages.info(
            request,
            _("Constat noté. Préparez la consultation : la question s’y rattachera."),
        )
        return redirect("dialogue:consultation_new", project.pk)
    try:
        question = questions.draft(
            consultation,
            actor=member,
            text=criterion.ask or criterion.question,
            theme=Theme.WORK,
            origin=finding.item,
        )
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect("diagnostics:criterion", project_id, assessment_id, code)
    messages.success(
        request,
        _("Question %(number)s en brouillon, dans l’espace élus. Relisez-la.")
        % {"number": question.item.number},
    )
    return redirect("dialogue:question_edit", project.pk, question.pk)
