"""How django-allauth meets Navette: no sign-up, secrets encrypted, mail in rows."""

import uuid
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.account.internal.userkit import filter_users_by_email
from allauth.core import context as allauth_context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.signals import authenticator_added, authenticator_removed
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthProcess
from allauth.usersessions.internal.flows.sessions import end_other_sessions
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from projects import mail
from projects.accounts import account_of, addresses, may_enter
from projects.models import User

#: What changed on an account, by the name allauth gives to its mail.
CHANGES = {
    "account/email/password_changed": _l("Le mot de passe a été changé."),
    "account/email/password_reset": _l("Le mot de passe a été changé."),
    "account/email/password_set": _l("Un mot de passe a été choisi."),
    "account/email/email_changed": _l("L’adresse électronique a été changée."),
    "account/email/email_confirm": _l("L’adresse électronique a été confirmée."),
    "account/email/email_deleted": _l("Une adresse électronique a été retirée."),
    "mfa/email/totp_activated": _l("Une application de codes a été ajoutée."),
    "mfa/email/totp_deactivated": _l("L’application de codes a été retirée."),
    "mfa/email/webauthn_added": _l("Une clé d’accès a été ajoutée."),
    "mfa/email/webauthn_removed": _l("Une clé d’accès a été retirée."),
    "mfa/email/recovery_codes_generated": _l(
        "De nouveaux codes de secours ont été créés."
    ),
    "socialaccount/email/account_connected": _l(
        "Un service de connexion a été relié au compte."
    ),
    "socialaccount/email/account_disconnected": _l(
        "Un service de connexion a été détaché du compte."
    ),
}
LOGIN_CODE = "account/email/login_code"
LETTERS = {
    "account/email/password_reset_key": "projects/email/password_reset.txt",
    LOGIN_CODE: "projects/email/login_code.txt",
    "account/email/email_confirmation": "projects/email/address.txt",
}
CHANGE_LETTER = "projects/email/account_changed.txt"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Too many tries of one kind (ACCOUNT_RATE_LIMITS) lead to templates/429.html."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are born from an invitation, never from a sign-up page."""
        return False

    def pre_login(
        self, request: HttpRequest, user: User, **options: Any
    ) -> HttpResponse | None:
        """Every way in comes here: a former member is turned away (SE-06)."""
        if not may_enter(user):
            clear_login(request)
            refusal: HttpResponse = self.respond_user_inactive(request, user)
            return refusal
        response: HttpResponse | None = super().pre_login(request, user, **options)
        return response

    def send_password_reset_mail(
        self, user: User, email: str, context: dict[str, Any]
    ) -> None:
        """Silent for whoever may not come in: the page says the same (SE-02)."""
        if may_enter(user):
            super().send_password_reset_mail(user, email, context)

    def send_mail(
        self, template_prefix: str, email: str, context: dict[str, Any]
    ) -> None:
        """A row of ours in plain text, so that a mail server away loses nothing.

        Whoever may not come in receives no code, and the page says the same (SE-02).
        Subjects never name what is done nor for whom: the employer's IT may read them.
        """
        user = account_of(email)
        if template_prefix == LOGIN_CODE and not (user and may_enter(user)):
            return
        change = CHANGES.get(template_prefix)
        letter = LETTERS.get(template_prefix, CHANGE_LETTER)
        values = {
            **context,
            "change": change or _("Votre compte a été modifié."),
            "now": timezone.now(),
            "base_url": settings.BASE_URL,
        }
        mail.put(
            f"account:{uuid.uuid4()}",
            email,
            _("Navette : votre compte"),
            render_to_string(letter, values).strip(),
            user=user,
        )


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Another service may open an account that exists here, never create one."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Refuse before anything is written, and keep only what the link needs.

        Both answers must be about one person (OpenID Connect Core, 5.3.2).
        """
        account, said = sociallogin.account, sociallogin.account.extra_data
        person = said.get("userinfo", {})
        if said.get("id_token", {}).get("sub") != person.get("sub"):
            raise PermissionDenied
        account.extra_data = {
            "userinfo": {name: person.get(name, "") for name in ("sub", "email")}
        }
        if account.pk:
            account.save(update_fields=["extra_data"])
        known = sociallogin.user if sociallogin.is_existing else None
        linking = sociallogin.state.get("process") == AuthProcess.CONNECT
        if not linking and (known is None or not may_enter(known)):
            raise ImmediateHttpResponse(
                render(request, "socialaccount/refused.html", status=403)
            )

    def authenticate_by_email(self, sociallogin: Any) -> tuple[User, str] | None:
        """Link by an address that both sides have verified (SE-06).

        allauth would also accept one that somebody merely typed on their own account,
        and the word "false", which some providers send.
        """
        for claimed in sociallogin.email_addresses:
            if str(claimed.verified).lower() != "true":
                continue
            for user in filter_users_by_email(
                claimed.email, is_active=True, prefer_verified=True, for_login=True
            ):
                if claimed.email.lower() in addresses(user):
                    return user, claimed.email
        return None


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """TOTP and recovery secrets never lie in clear in the database."""

    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _fernet().decrypt(encrypted_text.encode()).decode()


def _fernet() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.FIELD_KEYS])


# This module is loaded by allauth itself before any factor can change.
@receiver([authenticator_added, authenticator_removed])
def close_other_sessions(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    """A new or lost factor closes the person's other sessions (SE-07)."""
    if allauth_context.request is not None:
        end_other_sessions(request, user)
