"""What the law asks of a meeting and is not so: told with its article, no more."""

from copy import copy
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from dialogue.actions import meeting_dates
from dialogue.law.books.meetings import AGENDA_AUTHORS
from dialogue.models import Meeting
from projects.enums import Regime
from projects.workdays import day_in_words


@dataclass(frozen=True)
class Remark:
    """Something the law asks for and that is not so: its sentence and its article."""

    sentence: str
    article: str

    def __str__(self) -> str:
        return f"{self.sentence} ({self.article})"


def is_joint(meeting: Meeting) -> bool:
    """Whether president and secretary set the agenda: not in the public sector."""
    return meeting.project.workplace.regime != Regime.PUBLIC


def warnings_to_convene(meeting: Meeting, on: date) -> list[Remark]:
    """What the rules say of a meeting convened on that day; nothing forbids it."""
    found = []
    last = meeting_dates.convening_date(meeting)
    if last.extended is not None and on > last.extended:
        found.append(
            Remark(
                _(
                    "Convocation tardive : le dernier jour était le %(day)s. "
                    "%(consequence)s"
                )
                % {
                    "day": day_in_words(last.strict or last.extended),
                    "consequence": last.consequence,
                },
                last.rule.article,
            )
        )
    missing = _agreement_missing(meeting)
    if missing:
        alone = _("Seules les consultations obligatoires y entrent sans cet accord.")
        found.append(Remark(f"{missing} {alone}", AGENDA_AUTHORS.article))
    return found


def _agreement_missing(meeting: Meeting) -> str:
    """Who has not agreed to the agenda yet; empty when both have, or need not."""
    secretary = meeting.secretary_agreed_on is not None
    president = meeting.president_agreed_on is not None
    if not is_joint(meeting) or (secretary and president):
        return ""
    if secretary:
        return _("L’ordre du jour n’a pas encore l’accord de la présidence.")
    if president:
        return _("L’ordre du jour n’a pas encore l’accord de la ou du secrétaire.")
    return _(
        "L’ordre du jour n’a encore ni l’accord de la présidence, ni celui de la ou du "
        "secrétaire."
    )


def warnings_of_day(meeting: Meeting, day: date) -> list[Remark]:
    """What the rules would say of its convening, were the meeting on that day."""
    there = copy(meeting)
    there.held_on = day
    if there.convened_on is None or there.convened_on > day:
        return []
    return warnings_to_convene(there, there.convened_on)
