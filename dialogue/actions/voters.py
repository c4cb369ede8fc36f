"""Who may vote: the mandates of that day, and the sheet of the meeting (C-03)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from dialogue.law.votes import LARGEST_NUMBER
from dialogue.models import Attendance, Opinion
from projects.enums import MandateKind, Side
from projects.errors import Refused
from projects.models import Mandate, Member, Organisation


@dataclass(frozen=True)
class Entitled:
    """A member with a mandate that may vote; a substitute only replaces somebody."""

    member: Member
    substitute: bool


def entitled(organisation: Organisation, day: date) -> list[Entitled]:
    """Titulaires whose mandate is open on `day`, then suppléant·es.

    The employer presides and is not consulted by himself: only places of the
    delegation count, and guests hold none.
    """
    mandates = (
        Mandate.objects.filter(
            Q(ends_on=None) | Q(ends_on__gte=day),
            organisation=organisation,
            kind__in=[MandateKind.FULL, MandateKind.SUBSTITUTE],
            starts_on__lte=day,
            member__in=Member.objects.active(day).of_organisation(),
            member__side=Side.DELEGATION,
        )
        .select_related("member__user")
        .order_by("member__user__name", "member_id")
    )
    full = {m.member_id: m.member for m in mandates if m.kind == MandateKind.FULL}
    others = {m.member_id: m.member for m in mandates if m.member_id not in full}
    return [
        *(Entitled(member, substitute=False) for member in full.values()),
        *(Entitled(member, substitute=True) for member in others.values()),
    ]


def check_present(may_vote: list[Entitled], chosen: set[UUID]) -> None:
    if not chosen:
        raise Refused(_("Cochez les membres présents : il en faut au moins un."))
    if chosen - {row.member.pk for row in may_vote}:
        raise Refused(
            _("Seuls les membres élus dont le mandat est en cours peuvent voter.")
        )
    seats = sum(not row.substitute for row in may_vote)
    if len(chosen) > min(seats, LARGEST_NUMBER):
        raise Refused(
            _(
                "Vous avez coché %(count)s votant·es pour %(seats)s titulaires. Un·e "
                "suppléant·e ne vote qu’à la place d’un·e titulaire absent·e."
            )
            % {"count": len(chosen), "seats": seats}
        )


def voting_at_meeting(opinion: Opinion, day: date) -> list[Member] | None:
    """Present and entitled at the meeting that treats it on that day (C-03).

    Titulaires present, and suppléant·es who replace one; None without a sheet.
    """
    sheet = Attendance.objects.treating(opinion.consultation, day)
    if not sheet.exists():
        return None
    return [row.member for row in sheet.voting().select_related("member__user")]


def check_sheet(voting: list[Member] | None, chosen: set[UUID]) -> None:
    if voting is not None and not chosen <= {member.pk for member in voting}:
        raise Refused(
            _(
                "La feuille de présence de la réunion ne compte pas comme votant·e une "
                "des personnes cochées : corrigez l’une ou l’autre."
            )
        )


def check_seats(opinion: Opinion, held_on: date, present: int) -> None:
    """Where mandates are known, more voters than titulaires is a slip or a gap.

    Where the meeting has its sheet, so is any other number than the sheet's.
    """
    voting = voting_at_meeting(opinion, held_on)
    if voting is not None and present != len(voting):
        raise Refused(
            _(
                "Membres présents saisis : %(count)s. Votant·es sur la feuille de "
                "présence de la réunion : %(voting)s. Vérifiez ce nombre, ou cochez "
                "« Je confirme ce nombre »."
            )
            % {"count": present, "voting": len(voting)}
        )
    seats = sum(not row.substitute for row in entitled(opinion.organisation, held_on))
    if seats and present > seats:
        raise Refused(
            _(
                "Membres présents saisis : %(count)s. Mandats de titulaire connus de "
                "Navette ce jour-là : %(seats)s. Vérifiez ce nombre, ou cochez "
                "« Je confirme ce nombre »."
            )
            % {"count": present, "seats": seats}
        )
