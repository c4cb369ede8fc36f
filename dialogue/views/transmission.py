"""Recap, confirmation and receipt of the opinion sent to the employer."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dialogue import documents
from dialogue.access import opinion_or_404
from dialogue.actions import batches, transmission
from dialogue.enums import OpinionState
from dialogue.forms.opinions import TransmitForm
from dialogue.models import Transmission
from dialogue.permissions import can_transmit_opinion
from projects.access import require
from projects.enums import Side
from projects.errors import Refused
from projects.models import Member


@require_http_methods(["GET", "POST"])
def transmit(request: HttpRequest, project_id: UUID, opinion_id: UUID) -> HttpResponse:
    opinion, member = opinion_or_404(request, project_id, opinion_id)
    require(can_transmit_opinion(member))
    if opinion.state == OpinionState.TRANSMITTED:
        return redirect("dialogue:receipt", project_id, opinion_id)
    if opinion.state != OpinionState.ADOPTED:
        messages.error(request, _("Seul un avis rendu par un vote peut être transmis."))
        return redirect("dialogue:opinion", project_id)
    people = transmission.recipients(opinion.project)
    employer = [row for row in people if row.side == Side.MANAGEMENT]
    posted = request.POST if request.method == "POST" else None
    invited = not employer and batches.awaits_management(opinion.project)
    form = TransmitForm(posted, by_hand=not employer, invited=invited)
    if form.is_valid():
        try:
            transmission.transmit(opinion, actor=member)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            return redirect("dialogue:receipt", project_id, opinion_id)
    context = {
        "project": opinion.project,
        "member": member,
        "tab": "opinion",
        "opinion": opinion,
        "content": documents.shared_opinion_content(opinion)["opinion"],
        "employer": employer,
        "invited": invited,
        "delegation": [row for row in people if row.side == Side.DELEGATION],
        "form": form,
    }
    return render(
        request, "dialogue/transmit.html", context, status=422 if form.errors else 200
    )


@require_GET
def receipt(request: HttpRequest, project_id: UUID, opinion_id: UUID) -> HttpResponse:
    opinion, member = opinion_or_404(request, project_id, opinion_id)
    sent = (
        Transmission.objects.filter(opinion=opinion)
        .select_related("report", "sent_by__user")
        .first()
    )
    if sent is None:
        raise Http404
    context = {
        "project": opinion.project,
        "member": member,
        "tab": "opinion",
        "opinion": opinion,
        "sent": sent,
        "report": sent.report,
        "recipients": _recipients(sent, member),
    }
    return render(request, "dialogue/receipt.html", context)


def _recipients(sent: Transmission, member: Member) -> list[str]:
    """Those this person may know of; a receipt without who they were, by address."""
    if member.sees_caucus:
        return [_recipient(row, member) for row in sent.recipients]
    people = Member.objects.on_project(sent.opinion.project).known_to(member)
    known = set()
    for pk, email in people.values_list("pk", "user__email"):
        known |= {str(pk), email}
    return [
        _recipient(row, member)
        for row in sent.recipients
        if row.get("member", row["email"]) in known
    ]


def _recipient(row: dict[str, str], member: Member) -> str:
    """Name and side; addresses are for the delegation, which sent it."""
    if not member.sees_caucus:
        return f"{row['name']}, {row['side']}"
    return f"{row['name']} ({row['email']}), {row['side']}"
