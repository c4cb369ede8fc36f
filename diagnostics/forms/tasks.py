"""Forms of the quiz, of one's own tasks, and of what is shared and decided."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from diagnostics.enums import TaskField
from diagnostics.instruments.learning import Canvas, QuizItem
from diagnostics.models import TaskCard
from diagnostics.models.tasks import FIELDS
from projects.enums import Room
from projects.forms.base import Form
from projects.forms.dates import date_input, not_to_come
from projects.forms.seen import SeenForm
from projects.models import Project
from projects.seen import mark

#: What a copy shows unless its author chooses otherwise.
OFFERED = ("ai_state", "wish")


class QuizForm(Form):
    """One question. A box or a button each, as there are several answers or one."""

    choice = forms.MultipleChoiceField(
        label=_("Votre réponse"), choices=[], widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, item: QuizItem, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(str(rank), words) for rank, words in enumerate(item.choices)]
        field = self.fields["choice"]
        assert isinstance(field, forms.MultipleChoiceField)
        if len(item.correct) == 1:
            field = forms.MultipleChoiceField(
                label=field.label, widget=_OneOfMany, choices=choices
            )
            self.fields["choice"] = field
        else:
            field.help_text = _("Plusieurs réponses sont justes.")
        field.choices = choices
        field.error_messages["required"] = _("Choisissez une réponse, même au hasard.")

    def chosen(self) -> frozenset[int]:
        return frozenset(int(one) for one in self.cleaned_data["choice"])


class _OneOfMany(forms.RadioSelect):
    """One button at a time, read as a list so that both kinds are compared alike."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        value = super().value_from_datadict(data, files, name)
        return [value] if value not in (None, "") else []


class TaskForm(SeenForm):
    """One task of one's own, with the words of the canvas."""

    label = forms.CharField(label=_("La tâche"), max_length=160)

    def __init__(
        self, *args: Any, canvas: Canvas, card: TaskCard | None = None, **options: Any
    ) -> None:
        if card is not None:
            said = {name: getattr(card, name) for name in ("label", *FIELDS)}
            seen = mark(card, ("label", *(one.name for one in canvas.fields)))
            options.setdefault("initial", {**said, "seen": seen})
        super().__init__(*args, **options)
        if card is None:
            del self.fields["seen"]
        for one in canvas.fields:
            if one.name == TaskField.LABEL:
                self.fields["label"].help_text = one.help
                continue
            kept = getattr(card, one.name, "")
            words = [*one.choices, *({kept} - {*one.choices, ""})]
            self.fields[one.name] = forms.ChoiceField(
                label=capfirst(TaskField(one.name).label),
                help_text=one.help,
                required=False,
                choices=[("", _("Non précisé")), *((word, word) for word in words)],
            )


class TaskNotesForm(SeenForm):
    """What one notes of each responsibility criterion, for oneself."""

    hide_optional = True

    def __init__(
        self, *args: Any, canvas: Canvas, card: TaskCard, **options: Any
    ) -> None:
        seen = mark(card.notes, [one.code for one in canvas.criteria])
        super().__init__(*args, initial={**card.notes, "seen": seen}, **options)
        for one in canvas.criteria:
            self.fields[one.code] = forms.CharField(
                label=one.title,
                max_length=1000,
                required=False,
                help_text=one.question,
                widget=forms.Textarea(attrs={"rows": 2}),
            )


class ShareTaskForm(Form):
    """To which project, to whom, and what of the card."""

    project = forms.ModelChoiceField(
        label=_("Projet"), queryset=Project.objects.none(), empty_label=None
    )
    room = forms.ChoiceField(
        label=_("Qui pourra lire cette carte"), choices=[], widget=forms.RadioSelect
    )
    fields_shown = forms.MultipleChoiceField(
        label=_("Ce que vous montrez, en plus du nom de la tâche"),
        choices=[],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(
        label=_("Ce que vous voulez en dire"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Vos notes personnelles ne sont jamais copiées."),
    )

    def __init__(
        self,
        *args: Any,
        projects: QuerySet[Project],
        rooms: Iterable[Room],
        card: TaskCard,
        **options: Any,
    ) -> None:
        options.setdefault("initial", {"fields_shown": OFFERED})
        super().__init__(*args, **options)
        project, room = self.fields["project"], self.fields["room"]
        shown = self.fields["fields_shown"]
        assert isinstance(project, forms.ModelChoiceField)
        assert isinstance(room, forms.ChoiceField)
        assert isinstance(shown, forms.MultipleChoiceField)
        project.queryset = projects
        words = {
            Room.CAUCUS: _("La délégation seulement, dans l’espace élus"),
            Room.SHARED: _("Toutes les parties du projet, la direction aussi"),
        }
        room.choices = [(one.value, words[one]) for one in rooms]
        self.initial.setdefault("room", room.choices[0][0] if room.choices else "")
        shown.choices = [
            (name, f"{TaskField(name).label} : {value}")
            for name in FIELDS
            if (value := getattr(card, name))
        ]


class DecisionForm(Form):
    text = forms.CharField(
        label=_("Ce qui est décidé"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Une suite, qui la porte, et avant quelle date."),
    )
    decided_on = forms.DateField(label=_("Décidé le"), widget=date_input())
    room = forms.ChoiceField(
        label=_("Qui peut lire cette décision"), choices=[], widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, rooms: Iterable[Room], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["room"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.value, one.label) for one in rooms]
        self.initial.setdefault("room", Room.SHARED)

    def clean_decided_on(self) -> date | None:
        return not_to_come(
            self.cleaned_data["decided_on"],
            _now("Notez la décision une fois qu’elle est prise."),
        )
