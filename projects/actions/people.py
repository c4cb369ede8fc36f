"""Acts on the places people have: role, end, mandates."""

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from projects import journal
from projects.enums import (
    CAUCUS_GUESTS,
    ORGANISATION_ROLES,
    SIDE_OF_ROLE,
    JobState,
    MandateKind,
    Role,
)
from projects.errors import Refused
from projects.french import of_person
from projects.models import (
    Invitation,
    Mandate,
    Member,
    Organisation,
    Reminder,
    User,
)
from projects.permissions import CAPABILITIES, Can

MANAGER_ROLES = [r for r, can in CAPABILITIES.items() if Can.MANAGE_ORGANISATION in can]


def refuse_caucus_to_the_other_side(role: str, caucus: bool) -> None:
    if caucus and SIDE_OF_ROLE[Role(role)] not in CAUCUS_GUESTS:
        raise Refused(
            _("La direction et le fournisseur n’entrent jamais dans l’espace élus.")
        )


def _hold(organisation_id: UUID) -> None:
    """Two people who demote each other at once must not both succeed."""
    Organisation.objects.select_for_update().only("pk").get(pk=organisation_id)


def _refuse_orphan(member: Member) -> None:
    """Refuse when nobody else manages the organisation without an end date."""
    if member.project_id is not None or member.role not in MANAGER_ROLES:
        return
    others = Member.objects.active().filter(
        organisation=member.organisation_id,
        project=None,
        role__in=MANAGER_ROLES,
        until=None,
    )
    if not others.exclude(pk=member.pk).exists():
        raise Refused(
            _(
                "Il faut qu’au moins une personne puisse gérer l’organisation : "
                "donnez d’abord ce rôle à quelqu’un d’autre."
            )
        )


@transaction.atomic
def change_role(member: Member, *, actor: Member, role: str) -> Member:
    """Change what a member of the organisation may do; effective at the next page."""
    _hold(member.organisation_id)
    member = Member.objects.select_for_update().get(pk=member.pk)
    if role not in ORGANISATION_ROLES or member.project_id is not None:
        raise Refused(_("Ce rôle n’est pas celui d’un membre de l’organisation."))
    if member.role == role:
        raise Refused(_("Cette personne a déjà ce rôle."))
    if role not in MANAGER_ROLES:
        _refuse_orphan(member)
    old, member.role = member.role, role
    member.save(update_fields=["role"])
    journal.record(
        member.organisation,
        "member.role",
        _("Rôle de %(name)s : « %(old)s » devient « %(new)s »")
        % {"name": member, "old": Role(old).label, "new": Role(role).label},
        actor=actor,
        target=member,
        old=old,
        new=role,
    )
    return member


@transaction.atomic
def end_membership(
    member: Member, *, actor: Member, until: date | None = None
) -> Member:
    """Close a place after the day `until`, or at once when it is None.

    Leaving the organisation also closes the person's places as a guest in it.
    """
    _hold(member.organisation_id)
    member = Member.objects.select_for_update().get(pk=member.pk)
    today = timezone.localdate()
    if member.until is not None and member.until < today:
        raise Refused(_("L’accès de cette personne est déjà fermé."))
    if until is not None and until < today:
        raise Refused(_("Le dernier jour d’accès ne peut pas être passé."))
    _refuse_orphan(member)
    last_day = until or today - timedelta(days=1)
    if member.project_id is None:
        others = Member.objects.filter(
            organisation=member.organisation_id, user=member.user_id
        ).filter(Q(until=None) | Q(until__gt=last_day))
        for place in others:
            _close(place, last_day)
    _close(member, last_day)
    journal.record(
        member.project or member.organisation,
        "member.ended",
        _("Fin de l’accès %(of)s, dernier jour le %(day)s")
        % {"of": of_person(member), "day": date_format(last_day)}
        if until
        else _("Accès de %(name)s fermé") % {"name": member},
        actor=actor,
        target=member,
        until=last_day.isoformat(),
    )
    return member


def _close(place: Member, last_day: date) -> None:
    """Write the last day, and what must not outlive it."""
    place.since, place.until = min(place.since, last_day), last_day
    place.save(update_fields=["since", "until"])
    mandates = Mandate.objects.filter(member=place)
    mandates.filter(starts_on__gt=last_day).delete()
    mandates.filter(Q(ends_on=None) | Q(ends_on__gt=last_day)).update(ends_on=last_day)
    if last_day < timezone.localdate():
        Invitation.objects.filter(
            invited_by=place, accepted_at=None, withdrawn_at=None
        ).update(withdrawn_at=timezone.now())
        Reminder.objects.filter(member=place, state=JobState.WAITING).update(
            state=JobState.DROPPED
        )


def end_every_place(user: User) -> list[Member]:
    """Close all places of a person at once; the caller holds the transaction.

    Raises Refused when an organisation would be left without anybody to manage it.
    """
    today = timezone.localdate()
    places = list(
        Member.objects.filter(user=user)
        .filter(Q(until=None) | Q(until__gte=today))
        .select_related("organisation", "project", "user")
        .order_by("organisation_id", "id")
    )
    for place in places:
        _hold(place.organisation_id)
        _refuse_orphan(place)
    for place in places:
        _close(place, today - timedelta(days=1))
    return places


@transaction.atomic
def add_mandate(
    member: Member,
    *,
    actor: Member,
    kind: str,
    starts_on: date,
    ends_on: date | None = None,
) -> Mandate:
    """Note a mandate with its dates. No union is ever named (GDPR, article 9)."""
    same = Mandate.objects.filter(member=member, kind=kind).filter(
        Q(ends_on=None) | Q(ends_on__gte=starts_on)
    )
    if ends_on is not None:
        same = same.filter(starts_on__lte=ends_on)
    if same.exists():
        raise Refused(_("Ce mandat est déjà noté sur cette période."))
    mandate = Mandate.objects.create(
        organisation=member.organisation,
        member=member,
        kind=kind,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    journal.record(
        member.organisation,
        "mandate.added",
        _("Mandat de %(name)s : %(kind)s à partir du %(day)s")
        % {
            "name": member,
            "kind": MandateKind(kind).label,
            "day": date_format(starts_on),
        },
        actor=actor,
        target=mandate,
    )
    return mandate


@transaction.atomic
def end_mandate(mandate: Mandate, *, actor: Member, ends_on: date) -> Mandate:
    """Give a mandate its last day."""
    if ends_on < mandate.starts_on:
        raise Refused(_("La fin du mandat ne peut pas précéder son début."))
    old, mandate.ends_on = mandate.ends_on, ends_on
    mandate.save(update_fields=["ends_on"])
    journal.record(
        mandate.organisation,
        "mandate.ended",
        _("Fin du mandat %(of)s (%(kind)s) le %(day)s")
        % {
            "of": of_person(mandate.member),
            "kind": mandate.get_kind_display(),
            "day": date_format(ends_on),
        },
        actor=actor,
        target=mandate,
        old=old.isoformat() if old else None,
        new=ends_on.isoformat(),
    )
    return mandate
