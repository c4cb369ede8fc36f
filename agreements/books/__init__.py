"""The rules of collective agreements that Navette applies or tells, by chapter."""

from agreements.books import bargaining, duration, validity
from dialogue.law.rules import Chapter

CHAPTERS: tuple[Chapter, ...] = (
    validity.CHAPTER,
    bargaining.CHAPTER,
    duration.CHAPTER,
)
