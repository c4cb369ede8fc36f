"""Forms of the map of actors, of interviews and of their synthesis."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from diagnostics.actions.interviews import (
    SHOWN,
    kept_too_long,
    last_possible_day,
    shown,
)
from diagnostics.actions.stakeholders import FIELDS
from diagnostics.enums import Influence, Position, StakeSide
from diagnostics.instruments.learning import InterviewGuide
from diagnostics.interview_permissions import listeners
from diagnostics.models import Instrument, Interview, Stakeholder
from diagnostics.models.interviews import last_day_of_notes
from projects.forms.base import Form
from projects.forms.dates import date_input, not_to_come, plausible
from projects.forms.seen import SeenForm, seen_field
from projects.models import Member, Project
from projects.seen import mark


class StakeholderForm(Form):
    label = forms.CharField(
        label=_("Fonction ou organisation"),
        max_length=80,
        help_text=_("Pas de nom de personne, sauf une fonction publique."),
    )
    side = forms.ChoiceField(label=_("Sa place"), choices=StakeSide.choices)
    influence = forms.ChoiceField(
        label=_("Son influence sur le projet"),
        choices=Influence.choices,
        widget=forms.RadioSelect,
    )
    position = forms.ChoiceField(
        label=_("Sa position"),
        choices=Position.choices,
        initial=Position.UNKNOWN,
        widget=forms.RadioSelect,
    )
    stake = forms.CharField(
        label=_("Ce que le projet peut lui apporter ou lui retirer"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    relations = forms.CharField(
        label=_("Ses liens avec d’autres acteurs"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Qui finance, conseille, commande, dépend de qui."),
    )
    seen = seen_field()

    def __init__(self, *args: Any, row: Stakeholder | None, **options: Any) -> None:
        if row is not None:
            initial = {name: getattr(row, name) for name in FIELDS}
            options.setdefault("initial", initial | {"seen": mark(row, FIELDS)})
        super().__init__(*args, **options)
        if row is None:
            del self.fields["seen"]


class InterviewForm(SeenForm):
    """Who meets whom and when; the guide is chosen once, when it is planned."""

    guide = forms.ModelChoiceField(
        label=_("Guide d’entretien"),
        queryset=Instrument.objects.none(),
        empty_label=None,
    )
    stakeholder = forms.ModelChoiceField(
        label=_("Acteur rencontré"),
        queryset=Stakeholder.objects.none(),
        required=False,
        empty_label=_("Non précisé"),
        help_text=_("Une fonction ou une organisation de la carte, jamais un nom."),
    )
    day = forms.DateField(label=_("Date de l’entretien"), widget=date_input())
    interviewers = forms.ModelMultipleChoiceField(
        label=_("Qui mène l’entretien"),
        queryset=Member.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Ces personnes, et elles seules, liront les notes."),
    )
    notes_until = forms.DateField(
        label=_("Effacer les notes après le"),
        widget=date_input(),
        help_text=_("Passé ce jour, les notes sont effacées sans retour."),
    )

    def __init__(
        self,
        *args: Any,
        project: Project,
        member: Member,
        guides: QuerySet[Instrument] | None = None,
        interview: Interview | None = None,
        **options: Any,
    ) -> None:
        options.setdefault("initial", _initial(member, interview))
        super().__init__(*args, **options)
        self._last_day = last_possible_day(interview)
        if interview is None:
            del self.fields["seen"]
        if guides is None:
            del self.fields["guide"]
        else:
            self._offer("guide", guides)
        # One that left the map stays that of the interviews that name it.
        kept = Q(withdrawn_at=None) | Q(interviews=interview) if interview else None
        actors = Stakeholder.objects.visible_to(member).filter(project=project)
        actors = actors.filter(kept).distinct() if kept else actors.on_map()
        self._offer("stakeholder", actors)
        self._offer("interviewers", listeners(project))

    def _offer(self, name: str, rows: QuerySet[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows

    def clean_day(self) -> date | None:
        return plausible(self.cleaned_data["day"])

    def clean_notes_until(self) -> date:
        day: date = self.cleaned_data["notes_until"]
        if day <= timezone.localdate():
            raise forms.ValidationError(_now("Choisissez un jour à venir."))
        if day > self._last_day:
            raise forms.ValidationError(kept_too_long(self._last_day))
        return day


def _initial(member: Member, interview: Interview | None) -> dict[str, Any]:
    if interview is None:
        return {"interviewers": [member.pk], "notes_until": last_day_of_notes()}
    return {
        "stakeholder": interview.stakeholder_id,
        "day": interview.day,
        "interviewers": [one.pk for one in interview.interviewers.all()],
        "notes_until": interview.notes_until,
        "seen": mark(shown(interview), SHOWN),
    }


class LeadForm(Form):
    day = forms.DateField(label=_("L’entretien a eu lieu le"), widget=date_input())
    consent = forms.BooleanField(
        label=_("J’ai lu ces phrases, et la personne a donné son accord")
    )

    def clean_day(self) -> date | None:
        return not_to_come(
            self.cleaned_data["day"],
            _now("Notez l’entretien une fois qu’il a eu lieu."),
        )


class NoteForm(Form):
    text = forms.CharField(
        label=_("Ce qui a été dit"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5, "data-count": True}),
        help_text=_(
            "Ni nom, ni détail qui ferait reconnaître quelqu’un. Seules les personnes "
            "qui ont mené l’entretien le lisent."
        ),
    )
    themes = forms.MultipleChoiceField(
        label=_("Thèmes"), choices=[], widget=forms.CheckboxSelectMultiple
    )
    verbatim = forms.BooleanField(
        label=_("Ce sont ses mots exacts"),
        required=False,
        help_text=_("Une tournure peut faire reconnaître qui parle."),
    )

    def __init__(self, *args: Any, guide: InterviewGuide, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["themes"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(one.code, one.title) for one in guide.themes]


class SynthesisForm(Form):
    text = forms.CharField(
        label=_("Ce qui ressort"),
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 8, "data-count": True}),
        help_text=_(
            "En quelques phrases : ce qui revient, ce qui s’oppose, ce qui étonne. "
            "Ni nom, ni fonction d’une seule personne."
        ),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
