"""People, the collectives they belong to, and the place each has in them."""

import secrets
import uuid
from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.enums import (
    CAUCUS_GUESTS,
    ORGANISATION_ROLES,
    SIDE_OF_ROLE,
    SOMEBODY,
    MandateKind,
    OrganisationKind,
    Role,
    Side,
)

#: Roles of the delegation that the other side knows by name: their mandate is public.
PUBLIC_ROLES = frozenset({Role.SECRETARY, Role.ELECTED, Role.DELEGATE})


def new_feed_token() -> str:
    return secrets.token_urlsafe(32)


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email or "")

    def create_user(
        self, email: str, password: str | None = None, **fields: Any
    ) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    """One person on this installation; what they may do comes from Member rows."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("adresse électronique"), max_length=254, unique=True)
    name = models.CharField(_("prénom et nom"), max_length=120)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)
    # Wishes of the person about what Navette sends (features N1).
    digest = models.BooleanField(_("recevoir le résumé du jour"), default=True)
    reminder_days = models.JSONField(_("rappels"), default=list, blank=True)
    reminders_by_mail = models.BooleanField(
        _("recevoir les rappels d’échéance par courriel"), default=True
    )
    feed_token = models.CharField(
        max_length=64, unique=True, default=new_feed_token, editable=False
    )
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = UserManager()
    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_unique"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def is_authenticated_person(self) -> bool:
        return self.is_active and self.closed_at is None


class Organisation(models.Model):
    """The collective that owns the data: everything below carries its id."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("nom"), max_length=160)
    kind = models.CharField(_("type"), max_length=24, choices=OrganisationKind)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name


class MemberQuerySet(models.QuerySet["Member"]):
    def active(self, on: date | None = None) -> Self:
        """Members whose place is open on `on` (today when not given)."""
        day = on or timezone.localdate()
        return self.filter(
            Q(until=None) | Q(until__gte=day), since__lte=day, user__is_active=True
        )

    def of_organisation(self) -> Self:
        return self.filter(project=None)

    def on_project(self, project: Any) -> Self:
        """Everybody who has a place on `project`: the organisation and its guests."""
        return self.filter(
            Q(project=project) | Q(project=None, organisation=project.organisation_id)
        )

    def known_to(self, member: "Member") -> Self:
        """People whom `member` may know by name.

        Outside the caucus nobody learns whom the delegation let into it, nor who reads
        for it without a public mandate.
        """
        if member.sees_caucus:
            return self
        hidden = Q(side=Side.DELEGATION) & ~Q(role__in=PUBLIC_ROLES)
        return self.exclude(hidden | Q(caucus=True))

    def delegation(self) -> Self:
        return self.filter(side=Side.DELEGATION)


class Member(models.Model):
    """A person's place: in an organisation, or as the guest of one project."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="members"
    )
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="members")
    project = models.ForeignKey(
        "projects.Project",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="guests",
    )
    role = models.CharField(_("rôle"), max_length=16, choices=Role)
    side = models.CharField(_("partie"), max_length=16, choices=Side)
    caucus = models.BooleanField(_("accès à l’espace élus"), default=False)
    since = models.DateField(_("depuis"), default=timezone.localdate)
    until = models.DateField(_("jusqu’au"), null=True, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        ordering = ("user__name", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("organisation", "user"),
                condition=Q(project=None),
                name="member_once_per_organisation",
                violation_error_message=_("Cette personne est déjà membre."),
            ),
            models.UniqueConstraint(
                fields=("project", "user"),
                condition=Q(project__isnull=False),
                name="member_once_per_project",
                violation_error_message=_("Cette personne est déjà invitée."),
            ),
            models.CheckConstraint(
                condition=Q(project=None, role__in=sorted(ORGANISATION_ROLES))
                | (Q(project__isnull=False) & ~Q(role__in=sorted(ORGANISATION_ROLES))),
                name="member_guest_roles_need_project",
            ),
            models.CheckConstraint(
                condition=Q(caucus=False)
                | Q(side__in=sorted({Side.DELEGATION, *CAUCUS_GUESTS})),
                name="member_management_never_in_caucus",
                violation_error_message=_(
                    "La direction et le fournisseur n’entrent jamais "
                    "dans l’espace élus."
                ),
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="member_until_after_since",
                violation_error_message=_("La fin ne peut pas précéder le début."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def sees_caucus(self) -> bool:
        return self.side == Side.DELEGATION or self.caucus

    @property
    def name_outside(self) -> str:
        """Who this is for who does not enter the caucus, as `known_to` has it."""
        reads = self.side == Side.DELEGATION and self.role not in PUBLIC_ROLES
        hidden = reads or self.caucus
        return str(SOMEBODY[Side(self.side)]) if hidden else str(self)

    def name_for(self, reader: "Member") -> str:
        return str(self) if reader.sees_caucus else self.name_outside


class Mandate(models.Model):
    """A mandate with its dates; union names are never stored (GDPR, article 9)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="mandates"
    )
    member = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="mandates"
    )
    kind = models.CharField(_("mandat"), max_length=24, choices=MandateKind)
    starts_on = models.DateField(_("début"))
    ends_on = models.DateField(_("fin"), null=True, blank=True)

    class Meta:
        ordering = ("starts_on", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="mandate_ends_after_start",
                violation_error_message=_("La fin ne peut pas précéder le début."),
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def pending(self) -> Self:
        return self.filter(
            accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now()
        )

    def to_management(self, project: Any) -> Self:
        roles = [role for role, side in SIDE_OF_ROLE.items() if side == Side.MANAGEMENT]
        return self.filter(project=project, role__in=roles)


class Invitation(models.Model):
    """A place offered by mail. The token is stored as a digest and works once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="invitations"
    )
    project = models.ForeignKey(
        "projects.Project",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="invitations",
    )
    email = models.EmailField(_("adresse électronique"), max_length=254)
    name = models.CharField(_("prénom et nom"), max_length=120)
    role = models.CharField(_("rôle"), max_length=16, choices=Role)
    caucus = models.BooleanField(_("accès à l’espace élus"), default=False)
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "id")

    def __str__(self) -> str:
        return self.email

    def is_open(self) -> bool:
        return (
            self.accepted_at is None
            and self.withdrawn_at is None
            and timezone.now() < self.expires_at
        )
