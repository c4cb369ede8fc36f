"""Writes deploy/secrets/, which docker-compose.yml mounts (`make secrets`).

Each file is written once: running this again changes nothing, because a lost field
key makes encrypted columns unreadable for ever.
"""

import base64
import os
import secrets

from tools.environment import ROOT
from tools.messages import say

FOLDER = ROOT / "deploy" / "secrets"


def new_secrets() -> dict[str, str]:
    """File name to content. Passwords are hexadecimal: they go into URLs as they are.

    field_keys is in the format of cryptography's Fernet: 32 bytes in base64.
    """
    database, redis = secrets.token_hex(24), secrets.token_hex(24)
    return {
        "secret_key": secrets.token_urlsafe(64),
        "field_keys": base64.urlsafe_b64encode(os.urandom(32)).decode(),
        "database_password": database,
        "database_url": f"postgres://navette:{database}@db:5432/navette",
        "redis_password": f"requirepass {redis}",
        "redis_url": f"redis://:{redis}@redis:6379/0",
    }


def main() -> None:
    if FOLDER.exists():
        say(f"{FOLDER} existe déjà : rien n’a été changé.")
        return
    # The folder is closed; the files are not, so that the unprivileged users of the
    # containers, where each file is mounted alone, can read theirs.
    FOLDER.mkdir(mode=0o700)
    for name, value in new_secrets().items():
        path = FOLDER / name
        path.write_text(value + "\n", encoding="utf-8")
        path.chmod(0o444)
    say(f"Secrets écrits dans {FOLDER}. Gardez-en une copie en lieu sûr.")


if __name__ == "__main__":
    main()
