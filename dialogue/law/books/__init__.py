"""The rules of law that Navette applies or tells, by chapter."""

from dialogue.law.books import (
    ai_act,
    ai_duties,
    committee,
    consultation,
    court,
    expertise,
    experts,
    levels,
    meetings,
    minutes,
    monitoring,
    personal_data,
    public_scope,
    public_sector,
    scope,
)
from dialogue.law.rules import AnyRule, Chapter

CHAPTERS: tuple[Chapter, ...] = (
    scope.CHAPTER,
    levels.CHAPTER,
    consultation.CHAPTER,
    court.CHAPTER,
    monitoring.CHAPTER,
    experts.CHAPTER,
    expertise.CHAPTER,
    public_scope.CHAPTER,
    public_sector.CHAPTER,
    meetings.CHAPTER,
    minutes.CHAPTER,
    committee.CHAPTER,
    ai_act.CHAPTER,
    ai_duties.CHAPTER,
    personal_data.CHAPTER,
)
RULES: dict[str, AnyRule] = {
    rule.id: rule for chapter in CHAPTERS for rule in chapter.rules
}
