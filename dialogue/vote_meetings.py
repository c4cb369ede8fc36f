"""The meeting an opinion is voted in: told to who opens the vote, never imposed.

The law has the opinion adopted by the members present (L2315-32); it does not say what
becomes of one voted on a day without a meeting, so nothing is refused here.
"""

from datetime import date

from django.utils.translation import gettext as _

from dialogue.models import Consultation, Meeting, Vote
from projects.workdays import day_in_words


def voted_in_meeting(vote: Vote) -> bool:
    sitting = Meeting.objects.sitting_on(vote.opinion.consultation)
    return sitting.filter(held_on=vote.held_on).exists()


def meeting_warning(consultation: Consultation, today: date) -> str:
    """What to weigh before a vote; empty when a meeting of the day treats it."""
    meetings = Meeting.objects.sitting_on(consultation).filter(held_on__gte=today)
    next_one = meetings.order_by("held_on").first()
    if next_one is None:
        return _(
            "Un avis se rend en réunion, par les membres présents. Aucune réunion "
            "convoquée dans Navette ne traite cette consultation aujourd’hui ou "
            "plus tard."
        )
    if next_one.held_on == today:
        return ""
    return _(
        "Un avis se rend en réunion, par les membres présents. La réunion qui traite "
        "cette consultation est convoquée pour le %(day)s : un vote ouvert "
        "aujourd’hui serait daté d’un jour sans réunion."
    ) % {"day": day_in_words(next_one.held_on)}
