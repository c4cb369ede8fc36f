"""The French catalogue: zero is singular, and allauth speaks as Navette does.

French is the source language, so the catalogue only holds what the source cannot say:
the plural of French (0 is singular, which gettext's default is not), and better words
for allauth's. The compiled file is kept beside it, since a machine that only has Python
cannot make it.
"""

import ast
import gettext
import re
from collections.abc import Iterator

import pytest
from django.template import Context, Template
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as translated
from django.utils.translation import ngettext
from django.utils.translation.template import templatize

from tests.test_wording import FLOORS, HABITS, ROOT, Sentence

FOLDER = ROOT / "locale/fr/LC_MESSAGES"
Texts = dict[tuple[str, str], list[str]]


def read(source: str) -> Texts:
    """Translations by (sentence, plural) of a .po file; its header is left out."""
    texts: Texts = {}
    for block in source.split("\n\n"):
        fields: list[tuple[str, str]] = []
        for line in block.splitlines():
            if named := re.match(r'(msg\w+(?:\[\d\])?) (".*")$', line):
                fields.append((named[1], ast.literal_eval(named[2])))
            elif line.startswith('"'):
                name, text = fields[-1]
                fields[-1] = (name, text + ast.literal_eval(line))
        found = dict(fields)
        said = [text for name, text in fields if name.startswith("msgstr")]
        if found.get("msgid"):
            texts[found["msgid"], found.get("msgid_plural", "")] = said
    return texts


CATALOGUE = read((FOLDER / "django.po").read_text("utf-8"))


def plurals_of_python(source: str) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "ngettext":
            one, many = (ast.literal_eval(node.args[place]) for place in (0, 1))
            yield one, many


def plurals() -> Iterator[tuple[str, str]]:
    for floor in FLOORS:
        for path in (ROOT / floor).rglob("*.py"):
            yield from plurals_of_python(path.read_text("utf-8"))
    for path in (ROOT / "templates").rglob("*.*"):
        code = templatize(path.read_text("utf-8"), origin=str(path))
        for call in re.findall(r"ngettext\(.*?, count\)", code):
            yield from plurals_of_python(call.strip())


def test_every_plural_of_the_code_is_in_the_catalogue_as_it_stands() -> None:
    ours = {pair: list(pair) for pair in plurals()}
    assert len(ours) > 30
    assert {pair: CATALOGUE.get(pair) for pair in ours} == ours


def test_the_compiled_catalogue_says_what_the_readable_one_says() -> None:
    with (FOLDER / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for (one, many), said in CATALOGUE.items():
        assert [compiled.ngettext(one, many, n) for n in (0, 1, 2)] == (
            [said[0], said[0], said[1]] if many else said * 3
        ) or (not many and compiled.gettext(one) == said[0])


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "0 document"), (1, "1 document"), (2, "2 documents")],
)
def test_zero_is_singular_in_a_page(count: int, said: str) -> None:
    page = Template(
        "{% load i18n %}{% blocktranslate count count=n trimmed %}{{ count }} document"
        "{% plural %}{{ count }} documents{% endblocktranslate %}"
    )
    assert page.render(Context({"n": count})) == said


def test_zero_is_singular_in_python() -> None:
    said = ngettext("%(count)s abstention", "%(count)s abstentions", 0)
    assert said == "%(count)s abstention"


def test_one_name_for_the_second_proof_of_identity() -> None:
    assert translated("Two-Factor Authentication") == "Deuxième preuve d’identité"
    assert translated("Recovery codes") == "Codes de secours"


def test_the_login_page_asks_for_an_address_in_the_words_of_navette(db: None) -> None:
    page = Client().get(reverse("account_login")).content.decode()
    label = re.search(r"<label[^>]*>\s*(.*?)\s*</label>", page, re.DOTALL)
    assert label is not None
    assert label[1] == "Adresse électronique"


@pytest.mark.parametrize("habit", HABITS)
def test_the_words_given_to_allauth_keep_the_habit_of(habit: str) -> None:
    sentences = [
        Sentence("django.po", 0, text) for said in CATALOGUE.values() for text in said
    ]
    broken = [str(s) for s in sentences if re.search(HABITS[habit], s.words)]
    assert broken == []


def test_a_catalogue_is_read_with_its_plurals_and_long_lines() -> None:
    source = (
        'msgid ""\nmsgstr ""\n"Language: fr\\n"\n\nmsgid "un"\nmsgid_plural ""\n"des"\n'
        'msgstr[0] "un"\nmsgstr[1] "des"\n\nmsgid "A \\"b\\""\nmsgstr "C"'
    )
    assert read(source) == {("un", "des"): ["un", "des"], ('A "b"', ""): ["C"]}
