"""Which site this is: what the other settings stand on, from the environment only."""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from config.env import env_bool, env_list, env_str, env_url

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env_str("DATA_DIR", "var")).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)

# ---- who we are -----------------------------------------------------------------
DEBUG = env_bool("DEBUG", False)
DEMO = env_bool("DEMO", False)
SECRET_KEY = env_str("SECRET_KEY")
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY doit compter au moins 50 caractères.")
# Keys of encrypted columns, newest first: cryptography's MultiFernet format.
FIELD_KEYS = env_list("FIELD_KEYS")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS")
_base = env_url("BASE_URL", None, schemes={"http", "https"})
if _base is None or not _base.hostname:
    raise ImproperlyConfigured("BASE_URL doit être l’adresse complète du site.")
BASE_URL = _base.geturl().rstrip("/")
HTTPS = _base.scheme == "https"
if not HTTPS and _base.hostname not in {"localhost", "127.0.0.1", "::1"}:
    raise ImproperlyConfigured(
        "BASE_URL doit commencer par https:// (http:// n’est admis que sur localhost)."
    )
CSRF_TRUSTED_ORIGINS = [f"{_base.scheme}://{_base.netloc}"]
_redis = env_url("REDIS_URL", "", schemes={"redis", "rediss", "unix"})
REDIS_URL = _redis.geturl() if _redis else ""
