"""French of the content: every word is in the dictionary or in the list beside."""

import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from diagnostics.loading import files

KNOWN = Path(__file__).with_name("known_words.txt")
#: Keys whose values are not prose.
NAMES = {
    *("url", "id", "code", "source", "mark", "component", "phase", "kind", "reading"),
    *("fidelity", "availability", "moment", "name", "instruments", "parties"),
    *("actors", "phases", "stages"),
}
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def words(value: object, key: str = "") -> Iterator[str]:
    if isinstance(value, str):
        if key not in NAMES:
            yield from WORD.findall(value.replace("’", "'"))
    elif isinstance(value, list):
        for one in value:
            yield from words(one, key)
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from words(one, name)


def unknown(found: set[str]) -> set[str]:
    """Those of which hunspell says that French has no such word."""
    done = subprocess.run(
        ["hunspell", "-d", "fr", "-i", "utf-8", "-l"],
        input="\n".join(sorted(found)),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return set(done.stdout.split())


@pytest.mark.spelling
def test_the_dictionary_is_asked():
    assert unknown({"dialogue", "dialoge"}) == {"dialoge"}


@pytest.mark.spelling
def test_every_word_of_the_content_is_french_or_listed():
    listed = set(KNOWN.read_text(encoding="utf-8").split())
    found: set[str] = set()
    for path in files():
        found |= set(words(tomllib.loads(path.read_text(encoding="utf-8"))))
    assert len(found) > 3000
    assert unknown(found) - listed == set()
    # A word that is written no more leaves the list.
    assert listed - unknown(found) == set()
