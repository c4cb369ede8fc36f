"""Forms of accounts: sign in, invitation accepted, first run, profile, closing."""

from typing import Any

from allauth.account.forms import AddEmailForm as AllauthAddEmailForm
from allauth.account.forms import LoginForm as AllauthLoginForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from projects import accounts, first_run
from projects.enums import OrganisationKind
from projects.forms.base import Form
from projects.forms.workplaces import WorkplaceForm
from projects.models import User


class LoginForm(AllauthLoginForm):  # type: ignore[misc]
    """Sign in with an e-mail address; nothing is remembered on a shared computer."""


class AddEmailForm(AllauthAddEmailForm):  # type: ignore[misc]
    """Change of address: the employer must not be able to read the new one (SE-06)."""

    def clean_email(self) -> str:
        email: str = super().clean_email()
        if accounts.read_by_employer(email, accounts.caucus_organisations(self.user)):
            raise ValidationError(
                _(
                    "Cette adresse est sur la messagerie de l’employeur, qui pourrait "
                    "la lire : choisissez une adresse personnelle ou syndicale."
                )
            )
        return email


def password_field(label: Any, **options: Any) -> forms.CharField:
    options.setdefault("autocomplete", "new-password")
    return forms.CharField(
        label=label,
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": options["autocomplete"]}),
        help_text=options.get("help_text", ""),
    )


class NewPasswordForm(Form):
    """Name and password of a new account."""

    name = forms.CharField(
        label=_l("Votre prénom et votre nom"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = password_field(
        _l("Mot de passe"),
        help_text=_l(
            "Au moins douze caractères. Une phrase de quelques mots convient très bien."
        ),
    )
    password_again = password_field(_l("Mot de passe, une deuxième fois"))

    def address(self) -> str:
        """The address of the account, so that a password cannot resemble it."""
        return ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        password = data.get("password")
        if not password:
            return data
        if "password_again" in data and data["password_again"] != password:
            self.add_error(
                "password_again", _("Les deux mots de passe ne sont pas les mêmes.")
            )
        try:
            validate_password(
                password, User(email=self.address(), name=data.get("name", ""))
            )
        except ValidationError as error:
            self.add_error("password", error)
        return data


class AcceptForm(NewPasswordForm):
    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def address(self) -> str:
        return self.email


def wrong_code() -> str:
    return _(
        "Ce code n’est pas le bon : recopiez le dernier qui s’affiche dans le terminal."
    )


class FirstRunForm(NewPasswordForm):
    """Code of the terminal, organisation and first account; the workplace is apart."""

    code = forms.CharField(
        label=_l("Code d’installation"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "size": 24}),
        help_text=_l("Il est affiché dans le terminal où Navette a démarré."),
    )
    organisation_name = forms.CharField(
        label=_l("Nom de l’organisation"),
        max_length=160,
        help_text=_l("Par exemple : CSE de Clientis, site de Villeurbanne."),
    )
    kind = forms.ChoiceField(label=_l("Type d’organisation"), choices=OrganisationKind)
    email = forms.EmailField(
        label=_l("Votre adresse électronique"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_l("Une adresse que vous êtes seul·e à lire, pas celle du travail."),
    )
    field_order = ("code", "organisation_name", "kind", "name", "email")

    def __init__(self, *args: Any, may_try: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.may_try = may_try

    def clean_code(self) -> str:
        """Said with the other points; the act looks again, alone on the file."""
        code: str = self.cleaned_data["code"]
        if not self.may_try:
            raise ValidationError(_("Trop d’essais : attendez un quart d’heure."))
        if not first_run.is_right(code):
            raise ValidationError(wrong_code())
        return code

    def address(self) -> str:
        return str(self.cleaned_data.get("email", ""))


class FirstWorkplaceForm(WorkplaceForm):
    """The same sheet under names of its own, beside the first-run form."""

    prefix = "lieu"


class ProfileForm(Form):
    name = forms.CharField(
        label=_l("Prénom et nom"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class CloseAccountForm(Form):
    """Password of the person, or a tick when another service signs them in."""

    password = password_field(_l("Votre mot de passe"), autocomplete="current-password")
    sure = forms.BooleanField(
        label=_l("Je ferme mon compte, je sais qu’il ne pourra pas être rouvert")
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if not user.has_usable_password():
            del self.fields["password"]

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise ValidationError(_("Ce mot de passe n’est pas le bon."))
        return password
