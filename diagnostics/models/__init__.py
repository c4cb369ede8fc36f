"""Instruments, assessments and what comes of them."""

from diagnostics.models.assessments import AgreedLevel, Answer, Assessment, Respondent
from diagnostics.models.findings import Finding, Practice
from diagnostics.models.instruments import Instrument, InstrumentVersion
from diagnostics.models.logbooks import AdviceRecord, Logbook, Need
from diagnostics.models.paths import FollowedPath, StageRecord

__all__ = [
    "AdviceRecord",
    "AgreedLevel",
    "Answer",
    "Assessment",
    "Finding",
    "FollowedPath",
    "Instrument",
    "InstrumentVersion",
    "Logbook",
    "Need",
    "Practice",
    "Respondent",
    "StageRecord",
]
