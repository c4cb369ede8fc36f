"""An opinion proposed from the dossier: read first, then added as drafts."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from dialogue.access import consultation_or_404
from dialogue.actions import opinion_proposal
from dialogue.enums import OpinionState
from dialogue.models import Opinion
from dialogue.opinion_material import proposed
from dialogue.permissions import can_write_opinion
from projects.access import require
from projects.errors import Refused


@require_http_methods(["GET", "POST"])
def opinion_propose(
    request: HttpRequest, project_id: UUID, consultation_id: UUID
) -> HttpResponse:
    consultation, member = consultation_or_404(request, project_id, consultation_id)
    require(can_write_opinion(member))
    back = reverse("dialogue:opinion", args=[project_id])
    if request.method == "POST":
        try:
            made = opinion_proposal.propose(consultation, actor=member)
        except Refused as refused:
            messages.error(request, refused.sentence)
        else:
            sentence = ngettext(
                "%(count)d passage est ajouté : relisez-le.",
                "%(count)d passages sont ajoutés : relisez-les.",
                len(made),
            )
            messages.success(request, sentence % {"count": len(made)})
        return redirect(f"{back}?consultation={consultation.pk}")
    opinion = Opinion.objects.filter(consultation=consultation).first()
    if opinion is not None and opinion.state != OpinionState.DRAFTING:
        messages.error(request, _("Le texte de cet avis ne peut plus être modifié."))
        return redirect(f"{back}?consultation={consultation.pk}")
    context = {
        "project": consultation.project,
        "member": member,
        "tab": "opinion",
        "consultation": consultation,
        "drafts": proposed(consultation, member=member, today=timezone.localdate()),
    }
    return render(request, "dialogue/opinion_propose.html", context)
