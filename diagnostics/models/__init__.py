"""Instruments, assessments and what comes of them."""

from diagnostics.models.assessments import AgreedLevel, Answer, Assessment, Respondent
from diagnostics.models.consents import Consent
from diagnostics.models.findings import Finding, Practice
from diagnostics.models.instruments import Instrument, InstrumentVersion
from diagnostics.models.interviews import (
    Interview,
    InterviewNote,
    Stakeholder,
    Synthesis,
    ThemeObservation,
)
from diagnostics.models.logbooks import AdviceRecord, Logbook, Need
from diagnostics.models.paths import FollowedPath, StageRecord
from diagnostics.models.tasks import SharedTask, TaskCard, TaskDecision

__all__ = [
    "AdviceRecord",
    "AgreedLevel",
    "Answer",
    "Assessment",
    "Consent",
    "Finding",
    "FollowedPath",
    "Instrument",
    "InstrumentVersion",
    "Interview",
    "InterviewNote",
    "Logbook",
    "Need",
    "Practice",
    "Respondent",
    "SharedTask",
    "StageRecord",
    "Stakeholder",
    "Synthesis",
    "TaskCard",
    "TaskDecision",
    "ThemeObservation",
]
