"""How people sign in: django-allauth and its second factors."""

from config.env import env_bool, env_int, env_str, env_url
from config.site import DEMO, HTTPS

AUTH_USER_MODEL = "projects.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "projects:week"
MFA_REQUIRED = env_bool("MFA_REQUIRED", not DEMO)
MFA_ADAPTER = "projects.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "add_webauthn": "projects.forms.keys.AddKeyForm",
    "edit_webauthn": "projects.forms.keys.EditKeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
# Nobody signs up here, so an address waiting for its proof takes over nothing; without
# this a person with a second factor could never change address.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Navette"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
ACCOUNT_ADAPTER = "projects.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an account is born from an invitation by mail
ACCOUNT_CHANGE_EMAIL = True  # one address per person; the new one is proved first
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 1
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody makes Navette write to strangers
ACCOUNT_LOGIN_BY_CODE_ENABLED = env_bool("LOGIN_BY_MAIL", False)
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_FORMS = {
    "login": "projects.forms.accounts.LoginForm",
    "add_email": "projects.forms.accounts.AddEmailForm",
}
# Failures, not sign-ins: people behind one address do not lock each other out.
ACCOUNT_RATE_LIMITS = {
    "login_failed": "20/15m/ip,5/5m/key",
    "reset_password": "10/h/ip,3/h/key",
    "request_login_code": "10/h/ip,3/h/key",
    "first_run": "10/15m/ip,30/h/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env_int("TRUSTED_PROXY_COUNT", 0)
USERSESSIONS_TRACK_ACTIVITY = False  # a write at each request; see middleware.py
SOCIALACCOUNT_ADAPTER = "projects.adapters.SocialAccountAdapter"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
# The proof key (PKCE) ties a sign-in to the browser that began it.
SOCIALACCOUNT_PROVIDERS: dict[str, dict[str, object]] = {
    "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": []}
}
#: Where a form of ours may lead: signing in elsewhere starts from a form here.
SIGN_IN_ORIGINS: list[str] = []
if _oidc := env_url("OIDC_SERVER_URL", "", schemes={"https"}):
    SIGN_IN_ORIGINS = [f"https://{_oidc.netloc}"]
    SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"] = [
        {
            "provider_id": "oidc",
            "name": env_str("OIDC_NAME"),
            "client_id": env_str("OIDC_CLIENT_ID"),
            "secret": env_str("OIDC_SECRET"),
            "settings": {"server_url": _oidc.geturl()},
        }
    ]
