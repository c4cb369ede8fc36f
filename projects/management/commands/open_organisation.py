"""`manage.py open_organisation`: a further organisation on this installation (P1)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction

from projects.actions.accounts import create_account
from projects.actions.organisations import open_organisation
from projects.actions.workplaces import WorkplaceFields
from projects.enums import Instance, OrganisationKind, Regime
from projects.models import Organisation, User
from projects.workdays import Territory


class Command(BaseCommand):
    help = (
        "Ouvre une organisation de plus, son lieu de travail et sa ou son secrétaire."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="nom de l’organisation")
        parser.add_argument("email", help="adresse de la ou du secrétaire")
        parser.add_argument("--person", default="", help="prénom et nom")
        parser.add_argument("--workplace", required=True, help="lieu de travail")
        parser.add_argument("--headcount", required=True, type=int, help="effectif")
        for option, choices in (
            ("--kind", OrganisationKind),
            ("--regime", Regime),
            ("--instance", Instance),
        ):
            parser.add_argument(option, required=True, choices=choices.values)
        parser.add_argument(
            "--territory",
            default=Territory.METROPOLE.value,
            choices=[territory.value for territory in Territory],
        )

    @transaction.atomic
    def handle(self, *_args: Any, **options: Any) -> None:
        email = self._address(options["email"])
        if Organisation.objects.filter(name=options["name"]).exists():
            raise CommandError("Une organisation porte déjà ce nom.")
        if options["headcount"] < 1:
            raise CommandError("L’effectif doit être d’au moins 1.")
        user = User.objects.filter(email=email).first()
        if user is None:
            if not options["person"]:
                raise CommandError(
                    "Cette adresse n’a pas de compte : ajoutez --person."
                )
            user = create_account(email=email, name=options["person"], password=None)
            self.stdout.write(
                "Compte créé : son mot de passe se choisit par « Mot de passe oublié »."
            )
        member = open_organisation(
            name=options["name"],
            kind=options["kind"],
            workplace=WorkplaceFields(
                name=options["workplace"],
                siren="",
                siret="",
                headcount=options["headcount"],
                regime=options["regime"],
                instance=options["instance"],
                territory=options["territory"],
                mail_domains="",
            ),
            user=user,
        )
        self.stdout.write(f"{member.organisation} est ouverte, avec {user}.")

    def _address(self, value: str) -> str:
        try:
            validate_email(value)
        except ValidationError as error:
            raise CommandError(
                "Cette adresse électronique n’est pas valide."
            ) from error
        return value.strip().lower()
