"""Three-way merge: both changes are kept, or the people decide; nothing is guessed."""

import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dialogue.merge import compare, merge, split

SENTENCES = st.lists(
    st.text("abcdé ", min_size=1, max_size=8)
    .map(str.strip)
    .filter(bool)
    .map(lambda words: f"{words}."),
    min_size=1,
    max_size=6,
    unique=True,
)
ANY_TEXT = st.text("ab. !\n;é", max_size=40)


@given(ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_the_order_of_the_two_people_changes_nothing(base, mine, theirs):
    assert merge(base, mine, theirs) == merge(base, theirs, mine)


@given(ANY_TEXT, ANY_TEXT)
def test_a_single_change_is_taken_as_it_is(base, mine):
    assert merge(base, mine, base) == mine
    assert merge(base, mine, mine) == mine


@given(ANY_TEXT)
def test_cutting_a_text_in_sentences_loses_nothing(text):
    assert "".join(split(text)) == text


@given(ANY_TEXT, ANY_TEXT)
def test_a_comparison_holds_both_texts_whole(old, new):
    parts = compare(old, new)
    assert "".join(p.text for p in parts if p.kind != "new") == old
    assert "".join(p.text for p in parts if p.kind != "old") == new


@given(SENTENCES, st.data())
def test_two_different_sentences_changed_are_both_changed(sentences, data):
    first = data.draw(st.integers(0, len(sentences) - 1))
    second = data.draw(st.integers(0, len(sentences) - 1))
    assume(first != second)
    mine, theirs, both = list(sentences), list(sentences), list(sentences)
    mine[first] = both[first] = "MINE."
    theirs[second] = both[second] = "THEIRS."
    assert merge(" ".join(sentences), " ".join(mine), " ".join(theirs)) == " ".join(
        both
    )


@given(SENTENCES, st.data())
def test_one_sentence_changed_twice_is_never_decided(sentences, data):
    place = data.draw(st.integers(0, len(sentences) - 1))
    mine, theirs = list(sentences), list(sentences)
    mine[place], theirs[place] = "MINE.", "THEIRS."
    assert merge(" ".join(sentences), " ".join(mine), " ".join(theirs)) is None


@given(SENTENCES, SENTENCES, SENTENCES)
def test_what_a_merge_holds_was_written_by_somebody_and_all_of_it(base, mine, theirs):
    texts = ["\n".join(lines) for lines in (base, mine, theirs)]
    merged = merge(*texts)
    if merged is not None:
        pieces = [set(split(text)) for text in texts]
        held = set(split(merged))
        added = (pieces[1] | pieces[2]) - pieces[0]
        assert added <= held <= pieces[0] | pieces[1] | pieces[2]


@pytest.mark.parametrize(
    ("mine", "theirs", "expected"),
    [
        ("Un. 2. Trois.", "Un. Deux. Trois. Quatre.", "Un. 2. Trois. Quatre."),
        ("0. Un. Deux. Trois.", "Un. Deux. 3.", "0. Un. Deux. 3."),
        ("Un. Deux. Trois.\nMoi.", "Un. Deux. Trois.\nElle.", None),
        ("Un. Trois.", "Un. Deux bis. Trois.", None),
        ("", "Un. Deux. Trois bis.", None),
    ],
)
def test_known_cases(mine, theirs, expected):
    assert merge("Un. Deux. Trois.", mine, theirs) == expected


def test_long_texts_of_one_word_do_not_hold_a_worker():
    base, mine = "a.\n" * 6000, "b.\n" * 6000
    start = time.monotonic()
    assert merge(base, mine, "c.\n" * 6000) is None
    assert [part.kind for part in compare(base, mine)] == ["old", "new", "same"]
    assert time.monotonic() - start < 5
