"""What people note from a criterion: the finding that a thread starts with."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from diagnostics import permissions
from diagnostics.access import assessment_or_404, criterion_or_404, finding_or_404
from diagnostics.actions import outcomes
from diagnostics.drawings import words
from diagnostics.enums import AssessmentState
from diagnostics.forms.assessments import FindingForm
from diagnostics.instruments.grids import Criterion
from diagnostics.models import Assessment, Finding
from diagnostics.reading import divided, party_names, results_of
from diagnostics.views.results import around
from projects import items
from projects.access import require
from projects.errors import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def finding_new(
    request: HttpRequest, project_id: UUID, assessment_id: UUID, code: str
) -> HttpResponse:
    row, member = assessment_or_404(request, project_id, assessment_id)
    require(permissions.can_note_finding(member))
    here = criterion_or_404(row, code)
    if row.state != AssessmentState.CLOSED:
        raise Http404
    form = FindingForm(
        request.POST or None, initial={"text": proposed_finding(row, code)}
    )
    if request.method == "POST" and form.is_valid():
        try:
            noted = outcomes.note_finding(row, code, actor=member, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(
                request, _("Constat noté : le fil commence ici, dans l’espace élus.")
            )
            return redirect("diagnostics:finding", project_id, noted.pk)
    context = around(row, member) | {"criterion": here, "form": form}
    return render(request, "diagnostics/finding_form.html", context)


def proposed_finding(row: Assessment, code: str) -> str:
    """The result of a criterion as a sentence, for people to rewrite."""
    grid = row.grid
    found = results_of(row)
    names = party_names(row, found)
    result = next(one for one in found.criteria if one.criterion.code == code)
    said = [
        f"{names[party]} : {divided(result, party, words(result.scale, middle))}"
        for party, middle in result.middles.items()
    ]
    title = f"{result.criterion.title} ({grid.header.title}, {code})."
    return f"{title} {' ; '.join(said)}." if said else title


def finding_of_criterion(
    request: HttpRequest, project_id: UUID, assessment_id: UUID, code: str
) -> tuple[Finding, Criterion]:
    """What upper floors draw from: the last finding of the criterion, or a new one.

    404 for who does not see the diagnostic or before its results, 403 for who may not
    note a finding.
    """
    row, member = assessment_or_404(request, project_id, assessment_id)
    require(permissions.can_note_finding(member))
    here = criterion_or_404(row, code)
    if row.state != AssessmentState.CLOSED:
        raise Http404
    known = row.findings.filter(criterion=code).select_related("item").last()
    if known is not None:
        return known, here
    text = proposed_finding(row, code)
    try:
        return outcomes.note_finding(row, code, actor=member, text=text), here
    except Refused:
        # Somebody opened the answers again between the two readings.
        raise Http404 from None


@require_safe
def finding(request: HttpRequest, project_id: UUID, finding_id: UUID) -> HttpResponse:
    row, member = finding_or_404(request, project_id, finding_id)
    context = {
        "project": row.project,
        "member": member,
        "tab": "diagnostics",
        "finding": row,
        "criterion": row.assessment.grid.by_code[row.criterion],
        "thread": items.chain(row.item, member),
        "may_share": permissions.can_share_finding(member, row),
        "may_note": permissions.can_note_finding(member),
        "sees_assessment": Assessment.objects.visible_to(member)
        .filter(pk=row.assessment_id)
        .exists(),
    }
    return render(request, "diagnostics/finding.html", context)


@require_POST
def finding_share(
    request: HttpRequest, project_id: UUID, finding_id: UUID
) -> HttpResponse:
    row, member = finding_or_404(request, project_id, finding_id)
    require(permissions.can_share_finding(member, row))
    outcomes.share_finding(row, actor=member)
    messages.success(request, _("La direction peut maintenant lire ce constat."))
    return redirect("diagnostics:finding", project_id, row.pk)
