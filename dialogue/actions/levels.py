"""Two levels: the central CSE, and the establishments whose date follows its own."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from dialogue.actions import clock, events
from dialogue.actions.consultations import refuse_future, store, tell
from dialogue.actions.counting import BEFORE_OPENING, count
from dialogue.actions.locks import hold_consultation
from dialogue.enums import ConsultationState
from dialogue.law.books.consultation import ESTABLISHMENT_OPINION
from dialogue.models import Consultation, ForwardedOpinion
from projects.errors import Refused
from projects.models import Document, Member
from projects.workdays import day_in_words

S = ConsultationState
SETTABLE = BEFORE_OPENING | events.COUNTABLE
#: Before the information there is no period, so nothing to forward in it.
FORWARDABLE = frozenset(S) - {S.DRAFT, S.INFORMING, S.WITHDRAWN}


@transaction.atomic
def set_levels(
    consultation: Consultation,
    *,
    actor: Member,
    measures: str = "",
    central: Consultation | None = None,
    central_ends_on: date | None = None,
    central_source: str = "",
) -> Consultation:
    """Say how the project lands in the establishments, and whose end this one follows.

    Raises Refused when the two files would each wait for the other.
    """
    if central is not None:
        hold_consultation(central)
    hold_consultation(consultation)
    if consultation.state not in SETTABLE:
        raise Refused(_("L’avis est rendu : les niveaux consultés ne changent plus."))
    if central is not None:
        _check_central(consultation, central)
    consultation.measures, consultation.central = measures, central
    consultation.central_ends_on = central_ends_on
    consultation.central_source = central_source
    store(consultation, "measures", "central", "central_ends_on", "central_source")
    line = _("Niveaux consultés précisés")
    tell(consultation, "levels", line, actor)
    if consultation.state in events.COUNTABLE:
        count(consultation, actor, line)
    return consultation


def _check_central(consultation: Consultation, central: Consultation) -> None:
    if central.of_establishment or consultation.establishments.exists():
        raise Refused(
            _("Un CSE central ne suit pas une autre consultation : vérifiez le lien.")
        )
    if not central.two_levels:
        raise Refused(
            _(
                "Cette consultation n’est pas menée aux deux niveaux : corrigez-le "
                "d’abord dans son dossier."
            )
        )


def last_day(central: Consultation) -> tuple[date | None, date | None]:
    """Safe day and last day for the establishments; None while it is not known."""
    found = clock.compute(central).date_for("avis_etablissement")
    return (found.strict, found.extended) if found else (None, None)


@transaction.atomic
def record_forwarded(
    central: Consultation,
    *,
    actor: Member,
    establishment: str,
    received_on: date,
    source: Consultation | None = None,
    document: Document | None = None,
) -> ForwardedOpinion:
    """The central CSE received the opinion of an establishment; a late one is kept,
    and told to be deemed negative."""
    hold_consultation(central)
    refuse_future(received_on, central)
    _check_forwarded(central, received_on)
    row = ForwardedOpinion(
        organisation_id=central.organisation_id,
        project_id=central.project_id,
        central=central,
        source=source,
        establishment=establishment,
        received_on=received_on,
        document=document,
        recorded_by=actor,
    )
    try:
        row.validate_constraints()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    row.save(force_insert=True)
    tell(central, "forwarded", _arrival(row), actor)
    return row


def _check_forwarded(central: Consultation, received_on: date) -> None:
    if central.state not in FORWARDABLE or not central.two_levels:
        raise Refused(
            _(
                "Cette consultation n’attend l’avis d’aucun établissement : dites "
                "d’abord qu’elle est menée aux deux niveaux, et ouvrez-la."
            )
        )
    if central.information_on and received_on < central.information_on:
        raise Refused(_("Cet avis précéderait la remise de l’information."))


def _arrival(row: ForwardedOpinion) -> str:
    """« Avis de … reçu le … », and what follows from a late one."""
    sentence = _("Avis de « %(place)s » reçu le %(day)s") % {
        "place": row.establishment,
        "day": day_in_words(row.received_on),
    }
    _safe, last = last_day(row.central)
    if last and row.received_on > last:
        sentence = _(
            "%(sentence)s, après le %(last)s : réputé négatif (%(article)s)"
        ) % {
            "sentence": sentence,
            "last": day_in_words(last),
            "article": ESTABLISHMENT_OPINION.article,
        }
    return sentence


@transaction.atomic
def remove_forwarded(row: ForwardedOpinion, *, actor: Member, reason: str) -> None:
    """It was written by mistake; the journal keeps it, with the reason."""
    central = row.central
    hold_consultation(central)
    sentence = _("Avis de « %(place)s » retiré de la liste (%(reason)s)") % {
        "place": row.establishment,
        "reason": reason,
    }
    row.delete()
    tell(central, "forwarded_removed", sentence, actor, reason=reason)
