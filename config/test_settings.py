"""Settings of the tests: the real ones, quicker, and shut off from the outside."""

import atexit
import os
import shutil
import tempfile

from cryptography.fernet import Fernet

_scratch = tempfile.mkdtemp(prefix="navette-tests-")
atexit.register(shutil.rmtree, _scratch, ignore_errors=True)
os.environ.update(
    SECRET_KEY="tests-" + "x" * 60,
    FIELD_KEYS=Fernet.generate_key().decode(),
    ALLOWED_HOSTS="testserver,localhost,127.0.0.1",
    BASE_URL="http://localhost",
    DATA_DIR=_scratch,
    DATABASE_URL=os.environ.get("TEST_DATABASE_URL", ""),
    REDIS_URL="",
    MFA_REQUIRED="0",
)

from config.settings import *  # noqa: E402, F403 -- the environment comes first

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
WHITENOISE_AUTOREFRESH = True
CELERY_TASK_ALWAYS_EAGER = False
CELERY_BROKER_URL = "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS = {}
if "pool" in DATABASES["default"].get("OPTIONS", {}):  # type: ignore[operator] # noqa: F405
    # The test database is created and dropped: no idle connection may hold it.
    DATABASES["default"]["OPTIONS"] = {}  # noqa: F405
