"""Sentences for the person at the terminal.

Django, and so gettext, may not be installed yet: a sentence that stops everything is
said in French and in English.
"""

from __future__ import annotations

import sys
from typing import NoReturn


def say(sentence: str) -> None:
    print(sentence, flush=True)


def stop(french: str, english: str) -> NoReturn:
    print("\n" + french + "\n" + english + "\n", file=sys.stderr, flush=True)
    raise SystemExit(1)
