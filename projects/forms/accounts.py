"""Forms of the sign-in pages."""

from allauth.account.forms import LoginForm as AllauthLoginForm


class LoginForm(AllauthLoginForm):  # type: ignore[misc]
    """Sign in with an e-mail address; nothing is remembered on a shared computer."""
