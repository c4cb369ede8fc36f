"""Settings come from the environment only; a wrong value stops the start.

Every reader accepts NAME, or NAME_FILE naming a file that holds the value (secrets
mounted as files). The sentences are French: the person who reads them installs
Navette for a works council.
"""

import os
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_TRUE = {"1", "true", "yes", "oui", "on"}
_FALSE = {"0", "false", "no", "non", "off", ""}


def env_str(name: str, default: str | None = None) -> str:
    """Value of NAME, else the content of the file NAME_FILE, else `default`."""
    value = os.environ.get(name)
    path = os.environ.get(f"{name}_FILE")
    if value is None and path:
        try:
            value = Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(
                f"{name}_FILE désigne « {path} », que Navette ne peut pas lire "
                f"({error.strerror})."
            ) from error
    if value is None:
        value = default
    if value is None:
        raise ImproperlyConfigured(
            f"Il manque la variable d’environnement {name}. "
            "Voir docs/exploitation.md, section « Réglages »."
        )
    return value


def env_bool(name: str, default: bool) -> bool:
    value = env_str(name, "1" if default else "0").strip().lower()
    if value in _TRUE:
        return True
    if value in _FALSE:
        return False
    raise ImproperlyConfigured(f"{name} doit valoir 1 ou 0, et non « {value} ».")


def env_int(name: str, default: int, *, least: int = 0) -> int:
    value = env_str(name, str(default))
    try:
        number = int(value)
    except ValueError:
        number = least - 1
    if number < least:
        raise ImproperlyConfigured(
            f"{name} doit être un nombre entier d’au moins {least}, et non « {value} »."
        )
    return number


def env_list(name: str, default: str | None = None) -> list[str]:
    return [part.strip() for part in env_str(name, default).split(",") if part.strip()]


def env_url(name: str, default: str | None, *, schemes: set[str]) -> SplitResult | None:
    """Parsed URL of NAME, None when it is empty.

    Raises ImproperlyConfigured when the scheme is not one of `schemes`.
    """
    value = env_str(name, default)
    if not value:
        return None
    parts = urlsplit(value)
    if parts.scheme not in schemes:
        expected = ", ".join(sorted(f"{scheme}://" for scheme in schemes))
        raise ImproperlyConfigured(f"{name} doit commencer par {expected}.")
    return parts


def url_secret(part: str | None) -> str:
    """User name or password of a URL, with its percent signs decoded."""
    return unquote(part or "")
