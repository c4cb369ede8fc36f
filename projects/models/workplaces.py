"""Where the work is done: what the law needs to know of it."""

import uuid

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects.enums import Branch, Instance, Regime
from projects.models.people import Organisation
from projects.workdays import Territory

TERRITORIES = [(territory.value, territory.label) for territory in Territory]
#: La Poste numbers its establishments so that their digits add up to a multiple of 5.
LA_POSTE = "356000000"


def luhn(digits: str) -> bool:
    """Luhn checksum, the control key of SIREN and SIRET numbers (INSEE)."""
    total = 0
    for position, character in enumerate(reversed(digits)):
        value = int(character)
        if position % 2:
            value = value * 2 - 9 * (value > 4)
        total += value
    return total % 10 == 0


def validate_siren(value: str) -> None:
    if not (len(value) == 9 and value.isascii() and value.isdigit() and luhn(value)):
        raise ValidationError(
            _("Ce numéro SIREN n’est pas valide : vérifiez ses neuf chiffres.")
        )


def validate_siret(value: str) -> None:
    shaped = len(value) == 14 and value.isascii() and value.isdigit()
    if shaped and value.startswith(LA_POSTE):
        valid = luhn(value) or sum(map(int, value)) % 5 == 0
    else:
        valid = shaped and luhn(value)
    if not valid:
        raise ValidationError(
            _("Ce numéro SIRET n’est pas valide : vérifiez ses quatorze chiffres.")
        )


class Workplace(models.Model):
    """Lieu de travail: entreprise, établissement, administration, association."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="workplaces"
    )
    name = models.CharField(_("nom"), max_length=160)
    siren = models.CharField(
        _("SIREN"), max_length=9, blank=True, validators=[validate_siren]
    )
    siret = models.CharField(
        _("SIRET"), max_length=14, blank=True, validators=[validate_siret]
    )
    headcount = models.PositiveIntegerField(
        _("effectif"),
        validators=[MinValueValidator(1), MaxValueValidator(2_000_000)],
    )
    regime = models.CharField(_("régime"), max_length=16, choices=Regime)
    instance = models.CharField(_("instance"), max_length=16, choices=Instance)
    #: Public sector only; empty while nobody said it, and the safe date then holds.
    branch = models.CharField(
        _("fonction publique"), max_length=16, choices=Branch, blank=True
    )
    territory = models.CharField(
        _("territoire"),
        max_length=24,
        choices=TERRITORIES,
        default=Territory.METROPOLE.value,
        help_text=_("Il décide des jours fériés qui comptent dans les délais."),
    )
    # An account on a mailbox that the employer reads can be taken over (SE-06).
    mail_domains = models.CharField(
        _("domaines de messagerie de l’employeur"),
        max_length=300,
        blank=True,
        help_text=_(
            "Par exemple : clientis.example. Navette refuse d’y envoyer les accès "
            "des représentant·es du personnel."
        ),
    )

    class Meta:
        ordering = ("name", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(branch="") | Q(regime=Regime.PUBLIC),
                name="workplace_branch_is_public",
                violation_error_message=_(
                    "Seul le secteur public dit de quelle fonction publique il est."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def known_branch(self) -> Branch | None:
        return Branch(self.branch) if self.branch else None

    def clean(self) -> None:
        if self.siren and self.siret and not self.siret.startswith(self.siren):
            raise ValidationError(
                {"siret": _("Le SIRET doit commencer par le SIREN indiqué.")}
            )
