"""The acts a person may do on a meeting: words, form, states, who, and the act."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from dialogue import permissions
from dialogue.actions import attendance, meeting_dates, meetings, minutes
from dialogue.enums import MeetingState
from dialogue.forms import meetings as forms
from dialogue.meeting_words import agreed, proposed, recorded
from dialogue.models import Attendance, Meeting
from projects.enums import Regime, Side
from projects.models import Member

S = MeetingState


@dataclass(frozen=True)
class Step:
    """One row of the list "Ce que vous pouvez faire maintenant"."""

    slug: str
    title: Any
    explanation: Any
    button: Any
    form: type[forms.StepForm]
    states: frozenset[MeetingState]
    run: Callable[..., object]
    allowed: Callable[[Member, Meeting], bool] = lambda member, _meeting: (
        permissions.can_run_meeting(member)
    )
    #: A further condition on the row, e.g. the public sector.
    when: Callable[[Meeting], bool] = lambda _meeting: True
    #: What was done and what is awaited, in words.
    done: Callable[[Meeting, Member], str] = recorded

    def possible(self, meeting: Meeting, member: Member) -> bool:
        return (
            meeting.state in self.states
            and self.allowed(member, meeting)
            and self.when(meeting)
        )


def is_public(meeting: Meeting) -> bool:
    return meeting.project.workplace.regime == Regime.PUBLIC


def lacks_quorum(meeting: Meeting) -> bool:
    rows = Attendance.objects.filter(meeting=meeting)
    return is_public(meeting) and rows.exists() and not attendance.has_quorum(meeting)


def _agree_president(
    meeting: Meeting, *, actor: Member, on: date, seen: str
) -> Meeting:
    side = Side.MANAGEMENT
    return meetings.agree(meeting, actor=actor, side=side, on=on, seen=seen)


def _agree_secretary(
    meeting: Meeting, *, actor: Member, on: date, seen: str
) -> Meeting:
    side = Side.DELEGATION
    return meetings.agree(meeting, actor=actor, side=side, on=on, seen=seen)


STEPS = (
    Step(
        "proposition",
        _("Proposer l’ordre du jour à la direction"),
        _(
            "La direction du dossier de classement lit alors tous les titres, pour "
            "accepter l’ordre du jour ; les autres personnes invitées lisent les "
            "points de leur dossier. Vous donnez par là l’accord de la ou du "
            "secrétaire."
        ),
        _("Proposer l’ordre du jour"),
        forms.PlainStep,
        frozenset({S.DRAFT}),
        meetings.propose,
        done=proposed,
    ),
    Step(
        "accord-presidence",
        _("La présidence accepte l’ordre du jour"),
        _(
            "L’ordre du jour est arrêté par la présidence et la ou le secrétaire "
            "(L. 2315-29). Le journal dit qui a saisi cet accord."
        ),
        _("Enregistrer l’accord de la présidence"),
        forms.AgreeStep,
        frozenset({S.PROPOSED}),
        _agree_president,
        permissions.can_agree_agenda,
        lambda meeting: meetings.is_joint(meeting) and not meeting.president_agreed_on,
        agreed,
    ),
    Step(
        "accord-secretaire",
        _("La ou le secrétaire accepte l’ordre du jour"),
        _("L’ordre du jour a changé depuis votre accord : relisez-le."),
        _("Enregistrer l’accord du secrétariat"),
        forms.AgreeStep,
        frozenset({S.PROPOSED}),
        _agree_secretary,
        when=lambda meeting: (
            meetings.is_joint(meeting) and not meeting.secretary_agreed_on
        ),
        done=agreed,
    ),
    Step(
        "convocation",
        _("Les membres sont convoqués"),
        _(
            "Navette vérifie le délai. S’il est dépassé, elle le dit et vous demande "
            "pourquoi ; elle n’empêche pas la réunion."
        ),
        _("Enregistrer la convocation"),
        forms.ConveneStep,
        frozenset({S.PROPOSED}),
        meetings.convene,
    ),
    Step(
        "documents",
        _("Les documents de la séance sont reçus"),
        _("Dans la fonction publique, huit jours au moins avant la séance."),
        _("Enregistrer la réception"),
        forms.DayStep,
        frozenset({S.PROPOSED, S.CONVENED}),
        meetings.note_documents,
        when=lambda meeting: is_public(meeting) and not meeting.documents_on,
    ),
    Step(
        "tenue",
        _("La réunion est tenue"),
        _("Remplissez d’abord la feuille de présence. Le procès-verbal est alors dû."),
        _("Enregistrer la tenue"),
        forms.PlainStep,
        frozenset({S.CONVENED}),
        attendance.open_sitting,
        when=lambda meeting: meeting.held_on <= meeting_dates.local_day(meeting),
    ),
    Step(
        "nouvelle-convocation",
        _("Le quorum manque : convoquer de nouveau"),
        _(
            "La nouvelle convocation part dans les huit jours, avec le même ordre du "
            "jour. La séance se tient alors, quel que soit le nombre de présent·es."
        ),
        _("Convoquer de nouveau"),
        forms.AgainStep,
        frozenset({S.CONVENED}),
        attendance.convene_again,
        when=lacks_quorum,
    ),
    Step(
        "assemblage",
        _("Assembler le procès-verbal"),
        _(
            "Navette reprend, mot pour mot, les questions transmises et leurs réponses "
            "pour chaque point encore vide. Ce que vous avez écrit n’est pas remplacé."
        ),
        _("Assembler les textes"),
        forms.PlainStep,
        frozenset({S.HELD, S.SENT}),
        minutes.assemble,
        lambda member, _meeting: permissions.can_write_minutes(member),
    ),
    Step(
        "envoi",
        _("Envoyer le procès-verbal"),
        _(
            "La direction lit les points de son dossier. Il reste un projet jusqu’à "
            "son approbation, et peut encore être corrigé."
        ),
        _("Envoyer le procès-verbal"),
        forms.PlainStep,
        frozenset({S.HELD}),
        minutes.send,
        lambda member, _meeting: permissions.can_send_minutes(member),
    ),
    Step(
        "approbation",
        _("Le procès-verbal est approuvé"),
        _("À une réunion suivante. Il est alors figé, avec son empreinte SHA-256."),
        _("Enregistrer l’approbation"),
        forms.ApproveStep,
        frozenset({S.SENT}),
        minutes.approve,
    ),
    Step(
        "recalcul",
        _("Recalculer les dates"),
        _("La fiche du lieu de travail a changé depuis le dernier calcul."),
        _("Recalculer"),
        forms.PlainStep,
        frozenset(meetings.COUNTED),
        meetings.count_again,
        when=lambda meeting: is_public(meeting) and meeting_dates.is_stale(meeting),
    ),
    Step(
        "annulation",
        _("Annuler la réunion"),
        _("Ses échéances sont retirées. Les membres en sont prévenus."),
        _("Annuler la réunion"),
        forms.ReasonStep,
        frozenset(meetings.TO_COME),
        meetings.cancel,
    ),
)
BY_SLUG = {step.slug: step for step in STEPS}
