"""Instruments, assessments and what comes of them."""

from diagnostics.models.assessments import AgreedLevel, Answer, Assessment, Respondent
from diagnostics.models.findings import Finding, Practice
from diagnostics.models.instruments import Instrument, InstrumentVersion

__all__ = [
    "AgreedLevel",
    "Answer",
    "Assessment",
    "Finding",
    "Instrument",
    "InstrumentVersion",
    "Practice",
    "Respondent",
]
