"""The rule book against the reference it was written from: ids, marks, words, days."""

import re
from datetime import date
from itertools import chain

import pytest

from agreements.books import CHAPTERS as AGREEMENTS
from dialogue.law.books import CHAPTERS, RULES
from dialogue.law.books.case_law import DECISIONS
from dialogue.law.books.unverified import OPEN_QUESTIONS
from dialogue.law.rules import STATE_OF_LAW

BOOK = [rule for part in [*CHAPTERS, *AGREEMENTS] for rule in part.rules]
VERSIONS = [version for rule in BOOK for version in rule.versions()]
#: Headings of sections A to E of the reference: each is a rule of its own.
HEADINGS = {
    *(f"A-{number:02}" for number in range(1, 15)),
    *(f"B-{number:02}" for number in range(1, 8)),
    *(f"B-07{letter}" for letter in "abcdefgh"),
    *("A-02a", "A-02b", "A-02c", "A-02d"),
    *(f"C-{number:02}" for number in range(1, 8)),
    *(f"D-{number:02}" for number in range(1, 8)),
    *(f"E-{number:02}" for number in range(1, 12)),
    *("E-20", "E-30"),
}
#: Marks of the reference, typed again by hand. Where one fact has two marks with a
#: plus, the better is kept; with a slash, or none at all, the weaker.
MARKS = {
    "V1": """
        A-01 A-01a A-01b A-02 A-02a A-02b A-02b1 A-02b2 A-02c A-02d A-03 A-03a A-03b
        A-04 A-04a A-05 A-05b A-05d A-05e A-05h A-06 A-07 A-07c A-08 A-10a A-10b A-11
        A-11a A-11b A-11c A-12 A-12c A-13 A-13a A-13b
        B-02 B-04 B-04a B-04b B-05 B-05d B-06 B-06a B-06b B-06d B-06e B-06h
        B-07 B-07-1 B-07-2 B-07-3 B-07a B-07a1 B-07a2 B-07b B-07b1 B-07c B-07c1 B-07c2
        B-07c3 B-07c4 B-07c5 B-07d B-07d1 B-07d2 B-07d3 B-07d4 B-07d5 B-07e B-07e1
        B-07f B-07f1 B-07f2 B-07g B-07g1 B-07g2 B-07h B-07h1 B-07h2 B-07h3
        C-01b C-03a C-04 C-04a C-04b C-04c C-04d C-04e C-06 C-06a C-06b C-06c C-06d
        D-01d D-01e D-02 D-03 D-04 D-04b D-05 D-06 D-07
        E-04 E-04a E-07 E-07a E-07b E-07c E-10
    """,
    "V2": """
        A-01c A-01d A-03c A-05a A-05c A-05f A-06a A-06b A-06c A-07a A-10 A-10c A-12b
        A-13c A-14b
        B-01 B-01a B-01b B-03 B-03a B-05a B-05b B-05c B-05e B-05f B-05g B-05h B-05i
        B-06c B-06f B-06g
        C-02 C-02a C-02d C-02e C-02f C-02g C-02h C-02i C-03 C-03b C-03c C-03d C-04f
        D-01b D-01c D-05c D-06a
        E-02 E-02a E-02b E-02c E-02d E-02e E-02f E-02g E-03 E-03a E-05 E-07d E-08 E-09
        E-20e E-20f E-20h E-20i E-30 E-30a E-30b
    """,
    "V3": """
        A-08a A-09 A-09a A-09b A-09c A-13d A-14
        B-01c B-04c B-07g3
        C-01 C-01a C-02b C-02c C-02j C-04g C-05 C-05a C-05b C-05c C-06e C-07
        D-01 D-01a D-03b D-04a D-04c D-04e D-04f D-04g D-07c
        E-01 E-06 E-06a
    """,
    "M": """
        A-05g A-07b A-11d A-12a A-13e A-13f A-14a
        B-02a B-07-4
        C-01c C-01d C-04c1 C-04h C-07a
        D-01f D-01g D-01h D-02a D-02b D-02c D-02d D-03a D-04d D-04h D-05a D-05b D-05d
        D-06b D-06c D-07a D-07b
        E-05a E-05b E-07e E-07f E-09a E-11 E-20 E-20a E-20b E-20c E-20d E-20g E-30c
        E-30d
    """,
}
DECISION_MARKS = {"V1": {1, 9}, "V3": {7, 8}, "V2": {*range(1, 18)} - {1, 7, 8, 9}}


def test_each_rule_has_an_id_of_its_own() -> None:
    ids = [rule.id for rule in BOOK]
    assert len(ids) == len(set(ids))
    assert {rule.id: rule for part in CHAPTERS for rule in part.rules} == RULES


def test_every_heading_of_the_reference_is_a_rule() -> None:
    assert HEADINGS - {rule.id for rule in BOOK} == set()


def test_each_rule_has_the_mark_of_the_reference() -> None:
    found = {rule.id: rule.confidence.value for rule in BOOK}
    typed = {rule_id: mark for mark, ids in MARKS.items() for rule_id in ids.split()}
    assert found == typed


def test_every_decision_is_told_with_its_mark() -> None:
    typed = {
        f"F-{number:02}": mark
        for mark, numbers in DECISION_MARKS.items()
        for number in numbers
    }
    assert {row.id: row.confidence.value for row in DECISIONS} == typed
    assert [row.id for row in DECISIONS] == sorted(typed)


def test_a_withdrawn_citation_is_quoted_nowhere() -> None:
    words = " ".join(f"{row.number} {row.sentence}" for row in DECISIONS)
    words += " ".join(f"{rule.article} {rule.sentence}" for rule in VERSIONS)
    assert "22-19.925" not in words


@pytest.mark.parametrize(
    "sentence",
    [str(told.sentence) for told in chain(VERSIONS, DECISIONS)],
)
def test_a_rule_is_one_sentence(sentence: str) -> None:
    assert sentence.count(".") == 1
    assert sentence[-1] == "."
    assert sentence[0].isupper()
    assert re.search(r"[?!…%§]|\b[LRD] ?\d", sentence) is None


def test_every_rule_names_an_article_and_a_secure_source() -> None:
    assert [rule.id for rule in VERSIONS if not rule.article.strip()] == []
    secure = re.compile(r"https://[a-z0-9.-]+\.[a-z]{2,}/[^\s…]*")
    wrong = [rule.source for rule in VERSIONS if not secure.fullmatch(rule.source)]
    assert wrong == []
    assert [row.id for row in DECISIONS if not row.source] == ["F-07", "F-08", "F-12"]
    assert all(secure.fullmatch(row.source) for row in DECISIONS if row.source)


def test_every_rule_was_checked_on_the_day_the_page_gives() -> None:
    assert {told.checked_on for told in chain(VERSIONS, DECISIONS)} == {STATE_OF_LAW}
    assert date(2026, 11, 20) == STATE_OF_LAW
    assert max(row.decided_on for row in DECISIONS) < STATE_OF_LAW


def test_versions_of_a_rule_keep_its_id_and_go_back_in_time() -> None:
    for rule in BOOK:
        found = list(rule.versions())
        assert {version.id for version in found} == {rule.id}
        days = [version.since or date.min for version in found]
        assert days == sorted(days, reverse=True)
        assert len(days) == len(set(days))


def test_eleven_questions_stay_open() -> None:
    assert len(OPEN_QUESTIONS) == 11


@pytest.mark.parametrize(
    ("rule_id", "on", "applies_from"),
    [
        ("E-02f", date(2026, 6, 1), date(2026, 8, 2)),
        ("E-02f", date(2026, 7, 26), date(2026, 8, 2)),
        ("E-02f", date(2026, 7, 27), date(2027, 12, 2)),
        ("E-02f", STATE_OF_LAW, date(2027, 12, 2)),
        ("E-02g", date(2026, 6, 1), date(2027, 8, 2)),
        ("E-02g", STATE_OF_LAW, date(2028, 8, 2)),
        ("E-07", date(2026, 6, 1), date(2026, 8, 2)),
        ("E-07d", date(2026, 6, 1), date(2026, 8, 2)),
        ("E-07d", STATE_OF_LAW, date(2027, 12, 2)),
        ("E-02a", STATE_OF_LAW, date(2025, 2, 2)),
        ("E-02b", STATE_OF_LAW, date(2025, 8, 2)),
        ("E-02c", STATE_OF_LAW, date(2026, 8, 2)),
        ("E-02d", STATE_OF_LAW, date(2026, 12, 2)),
        ("E-02e", STATE_OF_LAW, date(2026, 12, 2)),
        ("E-30", STATE_OF_LAW, date(2026, 12, 2)),
    ],
)
def test_a_duty_applies_from_the_day_that_the_law_of_then_gave(
    rule_id: str, on: date, applies_from: date
) -> None:
    function = RULES[rule_id].on(on).function
    assert function.day == applies_from
    assert function(applies_from)
    assert not function(applies_from.replace(day=1))


@pytest.mark.parametrize(
    ("rule_id", "on", "words"),
    [
        ("B-02", date(2019, 12, 31), "agréé"),
        ("B-02", date(2020, 1, 1), "habilité"),
        ("E-01", date(2026, 7, 26), "en vigueur depuis le 1er août 2024."),
        ("E-01", date(2026, 7, 27), "27 juillet 2026"),
        ("E-06", date(2026, 7, 26), "une maîtrise suffisante"),
        ("E-06", date(2026, 7, 27), "développer"),
    ],
)
def test_an_old_file_reads_the_words_of_its_days(
    rule_id: str, on: date, words: str
) -> None:
    assert words in str(RULES[rule_id].on(on).sentence)


@pytest.mark.parametrize(
    ("rule_id", "eve", "first"),
    [
        ("B-04", date(2018, 3, 31), date(2018, 4, 1)),
        ("A-01b", date(2021, 8, 24), date(2021, 8, 25)),
        ("A-07", date(2017, 12, 31), date(2018, 1, 1)),
        ("E-02e", date(2026, 7, 26), date(2026, 7, 27)),
    ],
)
def test_a_rule_is_in_force_from_its_first_day(
    rule_id: str, eve: date, first: date
) -> None:
    rule = RULES[rule_id]
    assert (rule.in_force(eve), rule.in_force(first)) == (False, True)
