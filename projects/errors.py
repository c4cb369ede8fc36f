"""Refusals that a person can read; views turn them into a sentence on the page."""

from collections.abc import Mapping


class Refused(Exception):
    """An act that the state of things does not allow. Its text is a French sentence."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Conflict(Refused):
    """Two people changed the same text; `current` is what is stored now."""

    def __init__(self, sentence: str, current: str) -> None:
        super().__init__(sentence)
        self.current = current


class Stale(Conflict):
    """A form that began before somebody else wrote.

    `current` marks what is stored now. `both` are the fields that this person and
    somebody else changed, each with the words that are stored; `theirs` those that only
    somebody else did.
    """

    def __init__(
        self,
        sentence: str,
        current: str,
        both: Mapping[str, str],
        theirs: Mapping[str, str],
    ) -> None:
        super().__init__(sentence, current)
        self.both, self.theirs = both, theirs
