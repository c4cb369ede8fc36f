"""Refusals that a person can read; views turn them into a sentence on the page."""


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
