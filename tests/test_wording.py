"""How Navette writes French: every sentence of templates and of Python, walked.

A sentence is what goes through gettext. `projects.templatetags.ui.french` makes typed
spaces unbreakable and never adds one; so a missing space is looked for in every
sentence, and an ordinary one where a template shows a sentence without that filter.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template.base import Lexer, Token, TokenType

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ("projects", "diagnostics", "dialogue", "agreements", "config")
GETTEXT = {"gettext": 1, "gettext_lazy": 1, "gettext_noop": 1}
GETTEXT |= {"ngettext": 2, "ngettext_lazy": 2}
SPACE = " \u00a0\u202f"
LETTER = "A-Za-zÀ-ÖØ-öø-ÿŒœ"
#: Words that are not translated: names, formats and what is typed as it stands.
NAMES = {"Navette", "PDF", "SHA", "ID", "CSE", "SIRET", "SIREN"}
SPOKEN_ATTRIBUTES = {"aria-label", "alt", "placeholder", "title"}


@dataclass(frozen=True)
class Sentence:
    """`bare`: shown by a template as it is, without the filter of French spaces."""

    path: str
    line: int
    text: str
    bare: bool = False

    @property
    def words(self) -> str:
        """Without HTML tags and without the names of what is filled in."""
        text = re.sub(r"<[^>]*>", "", self.text)
        text = text.replace("&nbsp;", "\u00a0")
        return re.sub(r"%\(\w+\)[sd]|\{\w*\}|&\w+;", "x", text)

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.text}"


# ---- reading ----------------------------------------------------------------------
def sentences_of_python(path: Path, source: str) -> Iterator[Sentence]:
    tree = ast.parse(source)
    names = {
        alias.asname or alias.name: GETTEXT[alias.name]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in GETTEXT
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        for argument in node.args[: names.get(node.func.id, 0)]:
            if isinstance(argument, ast.Constant):
                text = str(argument.value)
                yield Sentence(str(path), argument.lineno, text)
            else:
                # gettext finds constants only; a variable is some other sentence.
                assert not isinstance(argument, ast.JoinedStr), f"{path} {node.lineno}"


def sentences_of_template(path: Path, source: str) -> Iterator[Sentence]:
    tokens = iter(Lexer(source).tokenize())
    filtered = 0
    for token in tokens:
        words = token.split_contents() if token.token_type is TokenType.BLOCK else [""]
        if words[0] == "filter":
            filtered += "french" in token.contents
        elif words[0] == "endfilter":
            filtered = max(0, filtered - 1)
        bare = not filtered and not {"as", "asvar"} & set(words)
        if words[0] == "translate":
            yield Sentence(str(path), token.lineno or 0, words[1].strip("\"'"), bare)
        elif words[0] == "blocktranslate":
            for text in _block(tokens):
                yield Sentence(str(path), token.lineno or 0, text, bare)
        elif token.token_type in {TokenType.BLOCK, TokenType.VAR}:
            for text in re.findall(r'\b_\("([^"]*)"\)', token.contents):
                yield Sentence(str(path), token.lineno or 0, text)


def _block(tokens: Iterator[Token]) -> list[str]:
    """The sentence of a blocktranslate, and its plural if it has one."""
    texts = [""]
    for token in tokens:
        if token.token_type is TokenType.BLOCK:
            if token.contents == "endblocktranslate":
                break
            texts.append("")
        elif token.token_type is TokenType.VAR:
            texts[-1] += f"%({token.contents})s"
        else:
            texts[-1] += token.contents
    return [" ".join(text.split(" ")).strip() for text in texts]


class RawWords(HTMLParser):
    """Words of a template that no translation tag wrote."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        spoken = [value or "" for name, value in attrs if name in SPOKEN_ATTRIBUTES]
        self.handle_data(" ".join(spoken))

    def handle_data(self, data: str) -> None:
        words = re.findall(f"[{LETTER}]{{2,}}", data)
        self.found += [word for word in words if word not in NAMES]


def raw_words(source: str) -> list[str]:
    parser = RawWords()
    closing = ""
    html = ""
    for token in Lexer(source).tokenize():
        if token.token_type is TokenType.BLOCK:
            closing = "" if token.contents == closing else closing or _closing(token)
            html += "0" if token.contents.startswith("translate") else ""
        elif not closing:
            text = token.token_type is TokenType.TEXT
            html += token.contents if text else "0"
    parser.feed(html)
    parser.close()
    return parser.found


def _closing(token: Token) -> str:
    """The end of what holds no raw word of the page: sentences, comments, classes."""
    first = token.contents.split()[0]
    if first in {"blocktranslate", "comment"}:
        return f"end{first}"
    return "endblock" if token.contents == "block body_class" else ""


PYTHON = [path for floor in FLOORS for path in sorted((ROOT / floor).rglob("*.py"))]
TEMPLATES = sorted((ROOT / "templates").rglob("*.*"))
SENTENCES = [
    sentence
    for read, paths in (
        (sentences_of_python, PYTHON),
        (sentences_of_template, TEMPLATES),
    )
    for path in paths
    if "migrations" not in path.parts
    for sentence in read(path.relative_to(ROOT), path.read_text("utf-8"))
]

# ---- habits -----------------------------------------------------------------------
#: What is wrong, by the habit it breaks. Each is looked for in a sentence's words.
HABITS = {
    "typographic apostrophes": r"'",
    "French quotation marks": r"[\"“”]",
    "an ellipsis is one sign": r"\.\.\.",
    "a space before high punctuation": rf"[^{SPACE}?!«(](?:[?!;»]|:(?=[{SPACE}]|$))",
    "a space after an opening quotation mark": rf"«[^{SPACE}]",
    "no doubled space": r"  ",
    "one inclusive form": rf"[{LETTER}](?:\(e\)|\(ne\)|\.e\b|-e-s\b|/e\b)",
    "a plural is said": rf"[{LETTER}]\((?:s|x|nt)\)",
    "vous": r"(?i)\b(?:tu|toi|tes|ton|ta)\b|\b[Tt]’",
    "articles of law in one notation": r"\b[LRD]\.?\d{3,4}-\d|\b[LRD] \d{3,4}-\d",
    "plain words": (
        r"(?i)\b(?:veuillez|susvisée?s?|susmentionnée?s?|nonobstant|ledit|ladite|"
        r"cliquez ici|ci-après|via|items?|workflow|e-?mails?|login)\b"
    ),
    "words that hurt nobody": (
        r"(?i)\b(?:aveugles?|sourde?s?|débiles?|folle|autistes?|schizophrènes?|"
        r"handicapée?s?|invalides?|anormale?s?|ouvriers|hommes)\b"
    ),
    "no English left": (
        r"(?i)\b(?:submit|delete|please|save|cancel|password|upload|download|settings|"
        r"search|back|next|previous|loading|warning|error|your|the|and|of|is|not|"
        r"add|edit|remove|user|home|sign|log)\b"
    ),
}


@pytest.mark.parametrize("habit", HABITS)
def test_every_sentence_keeps_the_habit_of(habit: str) -> None:
    broken = [str(s) for s in SENTENCES if re.search(HABITS[habit], s.words)]
    assert broken == []


@pytest.mark.parametrize(
    ("habit", "wrong"),
    [
        ("typographic apostrophes", "L'avis"),
        ("French quotation marks", 'L’avis "favorable"'),
        ("an ellipsis is one sign", "En cours..."),
        ("a space before high punctuation", "Pourquoi?"),
        ("a space before high punctuation", "Objet: avis"),
        ("a space after an opening quotation mark", "le «projet »"),
        ("no doubled space", "deux  espaces"),
        ("one inclusive form", "élu(e)s"),
        ("a plural is said", "3 vote(s)"),
        ("vous", "Ouvre ton projet"),
        ("articles of law in one notation", "L2312-15"),
        ("articles of law in one notation", "R 2312-6"),
        ("plain words", "Veuillez patienter"),
        ("words that hurt nobody", "Ce champ est invalide"),
        ("no English left", "Delete le projet"),
    ],
)
def test_a_broken_habit_is_seen(habit: str, wrong: str) -> None:
    sentence = Sentence("page.html", 1, wrong)
    assert re.search(HABITS[habit], sentence.words) is not None


@pytest.mark.parametrize("habit", HABITS)
@pytest.mark.parametrize(
    "right",
    [
        "L’élu·e voit « le projet » : est-ce clair ? Oui !",
        "Voir https://exemple.fr/ à 10:42 (avant le %(day)s ?)",
        "<a href='/x'>Reçu</a> &nbsp;; %(count)d voix",
    ],
)
def test_a_right_sentence_breaks_no_habit(habit: str, right: str) -> None:
    sentence = Sentence("page.html", 1, right)
    assert re.search(HABITS[habit], sentence.words) is None


# ---- templates --------------------------------------------------------------------
#: An ordinary space where a line must not break: `french` would have replaced it.
BREAKABLE = re.compile(r" [?!;:»%€]|« |\bn° |\b[LRD]\. \d")


def test_no_line_of_a_page_may_start_with_a_sign_of_punctuation() -> None:
    pages = [s for s in SENTENCES if s.bare and s.path.endswith(".html")]
    assert [str(s) for s in pages if BREAKABLE.search(s.words)] == []


def test_every_word_of_a_page_goes_through_gettext() -> None:
    # Of 500.html too, were it not shown when nothing else works.
    pages = [p for p in TEMPLATES if p.suffix == ".html" and p.name != "500.html"]
    raw = {
        str(path.relative_to(ROOT)): raw_words(path.read_text("utf-8"))
        for path in pages
    }
    assert {path: words for path, words in raw.items() if words} == {}


# ---- documentation ----------------------------------------------------------------
DOCUMENTS = sorted((ROOT / "docs").glob("*.md"))
#: What exists here and nowhere else: a document that names it must be right.
OURS = re.compile(r"`((?:tests|projects|dialogue|agreements|config|tools)/[\w/.]+)`")


def prose(text: str) -> str:
    """French prose of a Markdown document, without code, links nor tables."""
    text = re.sub(r"```.*?```|`[^`]*`|\]\([^)]*\)", "x", text, flags=re.DOTALL)
    lines = [line for line in text.splitlines() if not line.startswith("    ")]
    return re.sub(r"(?:\|[- |]*| )+", " ", " ".join(lines))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_documents_name_files_that_exist(document: Path) -> None:
    named = OURS.findall(document.read_text("utf-8"))
    assert [name for name in named if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("habit", HABITS)
def test_french_documents_keep_the_habit_of(habit: str) -> None:
    french = [path for path in DOCUMENTS if path.name != "architecture.md"]
    texts = {path.name: prose(path.read_text("utf-8")) for path in french}
    found = {
        name: [match.group() for match in re.finditer(HABITS[habit], text)]
        for name, text in texts.items()
    }
    assert {name: words for name, words in found.items() if words} == {}


def test_the_guide_quotes_words_that_are_on_screen() -> None:
    """« … » stands for what is filled in."""
    guide = " ".join((ROOT / "docs/guide-utilisateur.md").read_text("utf-8").split())
    spoken = [re.sub(r"%\(\w+\)[sd]", "…", s.text) for s in SENTENCES]
    screen = "\n".join([*spoken, *map(str.lower, spoken)])
    quoted = {words.strip(f"{SPACE},") for words in re.findall(r"«([^»]*)»", guide)}
    assert sorted(words for words in quoted if words not in screen) == []


def test_sentences_are_read_where_they_stand() -> None:
    source = (
        '{% load i18n %}<p title="{% translate "Un ?" %}">\n'
        '{% translate "Deux" as two %}{{ two|french }}{{ x|default:_("Trois") }}\n'
        "{% blocktranslate count n=n trimmed %}Un <b>cas</b>{% plural %}{{ n }} cas"
        "{% endblocktranslate %}{% filter french %}{% translate 'Quatre' %}"
        "{% endfilter %}{# {% translate 'Non' %} #}"
    )
    found = sentences_of_template(Path("p.html"), source)
    assert [(s.line, s.text, s.bare) for s in found] == [
        (1, "Un ?", True),
        (2, "Deux", False),
        (2, "Trois", False),
        (3, "Un <b>cas</b>", True),
        (3, "%(n)s cas", True),
        (3, "Quatre", False),
    ]


def test_sentences_of_python_are_those_of_gettext_by_any_name() -> None:
    source = (
        "from django.utils.translation import gettext as _, ngettext\n"
        'a = _("Un" " cas")\nb = ngettext("%(n)d voix", "%(n)d voix", 2)\nc = f("Non")'
    )
    found = sentences_of_python(Path("m.py"), source)
    assert [(s.line, s.text) for s in found] == [
        (2, "Un cas"),
        (3, "%(n)d voix"),
        (3, "%(n)d voix"),
    ]


def test_words_outside_gettext_are_seen() -> None:
    page = '<p aria-label="Menu">{% translate "Oui" %} Bonjour {{ name }}</p> Navette'
    assert raw_words(page) == ["Menu", "Bonjour"]
