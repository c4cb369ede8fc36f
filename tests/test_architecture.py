"""The house as a test: import order, no hidden import, sizes, no unused template."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ["projects", "diagnostics", "dialogue", "agreements", "config"]
VAGUE_NAMES = {"utils", "helpers", "common", "services", "misc"}
SOURCES = sorted(path for floor in FLOORS for path in (ROOT / floor).rglob("*.py"))
WRITTEN = [path for path in SOURCES if "migrations" not in path.parts]
PURE = [ROOT / "projects/workdays.py", ROOT / "projects/french.py"]
TEMPLATES = sorted((ROOT / "templates").rglob("*.*"))


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imported_floors(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name.partition(".")[0]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield node.lineno, (node.module or "").partition(".")[0]


@pytest.mark.parametrize("path", WRITTEN, ids=name)
def test_an_app_imports_only_what_stands_below_it(path: Path) -> None:
    floor = FLOORS.index(path.relative_to(ROOT).parts[0])
    upward = [
        (line, module)
        for line, module in imported_floors(ast.parse(path.read_text("utf-8")))
        if module in FLOORS and FLOORS.index(module) > floor
    ]
    assert upward == []


@pytest.mark.parametrize("path", WRITTEN, ids=name)
def test_no_import_hides_in_a_function_without_a_reason(path: Path) -> None:
    text = path.read_text("utf-8")
    lines = text.splitlines()
    hidden = [
        node.lineno
        for function in ast.walk(ast.parse(text))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    unexplained = [
        line
        for line in hidden
        if not re.search(r"noqa: .*PLC0415.* -- \w+", lines[line - 1])
    ]
    assert unexplained == []


@pytest.mark.parametrize("path", WRITTEN, ids=name)
def test_files_and_functions_stay_readable(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= 400
    assert path.stem not in VAGUE_NAMES
    long = {
        node.name: node.end_lineno - node.lineno + 1
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 > 40
    }
    assert long == {}


@pytest.mark.parametrize("path", sorted((ROOT / "tests").rglob("test_*.py")), ids=name)
def test_test_files_stay_readable(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 500


@pytest.mark.parametrize(
    "path", [p for p in TEMPLATES if p.suffix == ".html"], ids=name
)
def test_templates_stay_readable_and_free_of_inline_code(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= 150
    assert (
        re.findall(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|\|safe\b", text)
        == []
    )


def test_a_swap_copies_no_inline_style() -> None:
    """htmx carries over what a browser wrote, such as the height given to a field."""
    page = (ROOT / "templates/base.html").read_text("utf-8")
    found = re.search(r"name=\"htmx-config\"\s+content='([^']+)'", page)
    assert found is not None
    assert json.loads(found[1])["attributesToSettle"] == ["class", "width", "height"]


def test_script_and_style_sheet_stay_small() -> None:
    for script in ROOT.glob("static/js/*.js"):
        assert len(script.read_text("utf-8").splitlines()) <= 150
    assert (ROOT / "static/css/navette.css").stat().st_size < 25_000


#: Templates that Django or allauth look up by a name of their own.
FOUND_BY_NAME = re.compile(
    r"^(40\d\w*|500|base\w*)\.html$|^(account|allauth|mfa|socialaccount|usersessions|django)/"
)


def test_no_template_is_unused() -> None:
    python = "\n".join(path.read_text("utf-8") for path in WRITTEN)
    templates = {
        str(path.relative_to(ROOT / "templates")): path.read_text("utf-8")
        for path in TEMPLATES
        if path.is_file()
    }
    unused = []
    for template, own in templates.items():
        if FOUND_BY_NAME.match(template):
            continue
        others = "\n".join(
            t for n, t in templates.items() if t is not own or n != template
        )
        if template not in python and template not in others:
            unused.append(template)
    assert unused == []


def test_rooms_are_decided_before_the_template() -> None:
    """A view gives a page what its reader may see; a template asks nothing."""
    asking = [
        name(path)
        for path in TEMPLATES
        if path.is_file() and "sees_caucus" in path.read_text("utf-8")
    ]
    assert asking == []


def test_the_pure_law_knows_neither_database_nor_clock() -> None:
    impure = {}
    for path in [*(ROOT / "dialogue/law").rglob("*.py"), *PURE]:
        text = path.read_text("utf-8")
        found = re.findall(
            r"django\.(?:db|conf|utils\.timezone)|\.now\(|\.today\(|localdate", text
        )
        if found:
            impure[name(path)] = found
    assert impure == {}


def test_acts_know_nothing_of_templates() -> None:
    """What they write in French comes from projects/french.py, which is pure."""
    acts = [path for path in WRITTEN if "actions" in path.parts]
    assert [
        name(path) for path in acts if "templatetags" in path.read_text("utf-8")
    ] == []
