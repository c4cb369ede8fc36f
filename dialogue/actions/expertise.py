"""The sheet of an expertise. Dates follow the log of events; one ground counts too.

An expertise for a serious risk stands outside of the consultation: it lengthens
nothing, and its report has its own two months (R2315-47).
"""

from datetime import date
from decimal import Decimal
from typing import TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from dialogue.actions import clock
from dialogue.actions.consultations import refuse_future, tell
from dialogue.actions.counting import count
from dialogue.actions.events import COUNTABLE
from dialogue.actions.locks import hold_consultation
from dialogue.enums import ConsultationState, EventKind, ExpertGround
from dialogue.instances import runs_a_period
from dialogue.models import AgendaPoint, Consultation, Expertise
from projects.errors import Refused
from projects.models import Document, Member


class ExpertiseFields(TypedDict, total=False):
    """See the model; what is left out keeps its value."""

    ground: str
    firm: str
    certificate: str
    fields: list[str]
    valid_until: date | None
    chosen_on: date | None
    principle_vote: AgendaPoint | None
    choice_vote: AgendaPoint | None
    mission_letter: Document | None
    forecast_cost: Decimal | None
    no_equality_indicator: bool
    budget_short: bool
    surplus_transferred: bool


@transaction.atomic
def describe(
    consultation: Consultation, *, actor: Member, **fields: Unpack[ExpertiseFields]
) -> Expertise:
    """Write the sheet, or put it right; the journal names the lines that changed.

    Raises Refused when the firm is chosen before the vote of the principle.
    """
    hold_consultation(consultation)
    if consultation.state == ConsultationState.CLOSED:
        raise Refused(_("La consultation est close : sa fiche ne change plus."))
    sheet = Expertise.objects.filter(consultation=consultation).first() or Expertise(
        organisation_id=consultation.organisation_id,
        project_id=consultation.project_id,
        consultation=consultation,
    )
    changed = [name for name, value in fields.items() if getattr(sheet, name) != value]
    recounted = "ground" in changed and _moves_dates(sheet, fields.get("ground"))
    for name in changed:
        setattr(sheet, name, fields[name])  # type: ignore[literal-required]
    if not changed:
        return sheet
    _check_choice(sheet)
    try:
        sheet.validate_constraints()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    sheet.save()
    labels = ", ".join(
        str(field.verbose_name)
        for field in Expertise._meta.fields
        if field.name in changed
    )
    sentence = _("Fiche de l’expertise complétée : %(lines)s") % {"lines": labels}
    tell(consultation, "expertise", sentence, actor, changed=changed)
    if recounted and consultation.state in COUNTABLE:
        count(consultation, actor, sentence)
    elif recounted:
        clock.follow_risk_report(consultation, actor=actor, reason=sentence)
    return sheet


def _moves_dates(sheet: Expertise, ground: str | None) -> bool:
    """A serious risk that comes or goes counts, where a period runs."""
    workplace = sheet.consultation.project.workplace
    risk = ExpertGround.SERIOUS_RISK in (sheet.ground, ground)
    return risk and runs_a_period(workplace)


def _check_choice(sheet: Expertise) -> None:
    if sheet.chosen_on is None:
        return
    refuse_future(sheet.chosen_on, sheet.consultation)
    log = sheet.consultation.events.live()
    voted = log.filter(kind=EventKind.EXPERT_NAMED).first()
    if voted and sheet.chosen_on < voted.on:
        raise Refused(
            _("Le cabinet ne peut pas être choisi avant le vote de l’expertise.")
        )
