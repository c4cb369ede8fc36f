"""Forms of letters: the text, the meeting that votes it, the day it was voted."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogue.actions.agenda import BEING_SET
from dialogue.enums import MeetingState
from dialogue.forms.consultations import day_field
from dialogue.forms.meetings import share_field
from dialogue.forms.questions import SharedDraftForm, model_choices, newlines
from dialogue.models import Meeting
from projects.forms.base import Form
from projects.models import Member, Project
from projects.workdays import day_in_words

if TYPE_CHECKING:
    _MeetingChoice = forms.ModelChoiceField[Meeting]
else:
    _MeetingChoice = forms.ModelChoiceField


class LetterForm(SharedDraftForm):
    subject = forms.CharField(
        label=_("Objet"),
        max_length=200,
        error_messages={"required": _("Donnez un objet à la lettre.")},
    )
    body = forms.CharField(
        label=_("Texte"),
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 20, "data-count": True}),
        help_text=_(
            "Navette propose ce texte ; tout peut être réécrit. Une ligne seule, sans "
            "point final, devient un titre."
        ),
        error_messages={"required": _("La lettre est vide.")},
    )

    def clean_body(self) -> str:
        return newlines(self.cleaned_data["body"])


class MeetingChoice(_MeetingChoice):
    def label_from_instance(self, obj: Meeting) -> str:
        return day_in_words(obj.held_on, weekday=True)


def being_set(project: Project, member: Member) -> "QuerySet[Meeting]":
    """Meetings to come of the project, whose agenda still takes points."""
    return (
        Meeting.objects.visible_to(member)
        .treating(project)
        .filter(
            project__workplace=project.workplace_id,
            state__in=BEING_SET,
            held_on__gte=timezone.localdate(),
        )
        .order_by("held_on")
    )


class AgendaForm(Form):
    meeting = MeetingChoice(
        label=_("Réunion"),
        queryset=Meeting.objects.none(),
        empty_label=None,
        help_text=_("Parmi celles dont l’ordre du jour se prépare."),
        error_messages={"required": _("Choisissez une réunion.")},
    )

    def __init__(
        self, *args: Any, meetings: "QuerySet[Meeting]", **options: Any
    ) -> None:
        super().__init__(*args, **options)
        model_choices(self, "meeting", meetings)
        states = set(meetings.values_list("state", flat=True))
        self.some = bool(states)
        if MeetingState.PROPOSED in states:
            self.fields["sure"] = share_field(
                _("L’objet de la délibération devient le titre du point.")
            )


class VoteForm(Form):
    on = day_field(
        _("Adoptée le"),
        help_text=_(
            "Le jour de la réunion. Pour une expertise, le délai est recompté."
        ),
    )
