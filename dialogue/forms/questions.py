"""Forms of questions, answers and batches."""

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogue.enums import QuestionState, Theme
from dialogue.forms.consultations import day_field, reason_field
from dialogue.models import Question
from projects.enums import Room
from projects.forms.base import Form
from projects.models import Document, Item, Member, Project

if TYPE_CHECKING:
    _QuestionChoices = forms.ModelMultipleChoiceField[Question]
else:
    _QuestionChoices = forms.ModelMultipleChoiceField


#: A filter, not a state: who reads the list derives it (`judgements.to_judge`).
TO_JUDGE = "to-judge"


def model_choices(form: forms.Form, name: str, rows: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows


def newlines(text: str) -> str:
    """Browsers send CRLF; one text must compare equal to itself."""
    return text.replace("\r\n", "\n")


class SharedDraftForm(Form):
    """A draft that several people may change: it remembers what it started from."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)

    def clean_seen(self) -> str:
        return newlines(self.cleaned_data["seen"])

    def start_again_from(self, text: str) -> None:
        """Keep what was typed; the next save is made knowing `text`."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        data["seen"] = text
        self.data = data


class FilterForm(Form):
    hide_optional = True
    etat = forms.ChoiceField(label=_("État"), required=False)

    def __init__(self, *args: Any, member: Member, **options: Any) -> None:
        super().__init__(*args, **options)
        states = [
            (state.value, state.label)
            for state in QuestionState
            if state != QuestionState.WITHDRAWN
            and (member.sees_caucus or state != QuestionState.DRAFT)
        ]
        unjudged = (
            _("répondue, à juger") if member.sees_caucus else _("réponse transmise")
        )
        states.insert(-1, (TO_JUDGE, unjudged))
        field = self.fields["etat"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("tous les états")), *states]


class QuestionForm(SharedDraftForm):
    text = forms.CharField(
        label=_("Votre question"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5, "data-count": True}),
        help_text=_(
            "Une question à la fois, avec des mots simples : on y répond mieux."
        ),
        error_messages={"required": _("Écrivez la question.")},
    )
    theme = forms.ChoiceField(
        label=_("Thème"),
        choices=Theme.choices,
        initial=Theme.OTHER,
        help_text=_("Pour vous retrouver. La direction ne le voit pas."),
    )
    origin = forms.ModelChoiceField(
        label=_("Vient de"),
        queryset=Item.objects.none(),
        required=False,
        empty_label=_("Rien en particulier"),
        help_text=_("Le constat, l’observation ou la réponse qui amène la question."),
    )

    def __init__(
        self,
        *args: Any,
        project: Project,
        member: Member,
        question: Question | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        rows = Item.objects.visible_to(member).kept().filter(project=project)
        if question is not None:
            rows = rows.exclude(pk=question.pk)
            self.initial = {
                "text": question.text,
                "theme": question.theme,
                "origin": question.item.origin_id,
                "seen": question.text,
                **self.initial,
            }
        model_choices(self, "origin", rows)

    def clean_text(self) -> str:
        return newlines(self.cleaned_data["text"])


class WholeQuestions(_QuestionChoices):
    """Each choice is the text the employer would read, number first."""

    def label_from_instance(self, obj: Question) -> str:
        return f"{obj.item.number} · {obj.text}"


class SendForm(Form):
    questions = WholeQuestions(
        label=_("Questions à transmettre"),
        queryset=Question.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choisissez au moins une question."),
            "invalid_choice": _(
                "Une des questions choisies n’est plus un brouillon : la liste est à "
                "jour ci-dessous."
            ),
        },
    )
    wanted_on = day_field(
        _("Réponse souhaitée pour le"),
        required=False,
        initial=None,
        help_text=_(
            "La direction verra cette date. Elle n’est pas une obligation légale."
        ),
    )
    #: Identity of the batch to come: confirming the page twice makes one batch.
    batch = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, drafts: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        model_choices(self, "questions", drafts)

    def clean_wanted_on(self) -> date | None:
        wanted_on: date | None = self.cleaned_data["wanted_on"]
        if wanted_on is not None and wanted_on < timezone.localdate():
            raise forms.ValidationError(
                _("La date de réponse demandée est déjà passée.")
            )
        return wanted_on


class AnswerForm(Form):
    text = forms.CharField(
        label=_("Votre réponse"),
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 8, "data-count": True}),
        help_text=_("Elle est datée et visible de la délégation dès l’envoi."),
        error_messages={"required": _("Écrivez la réponse.")},
    )
    partial = forms.BooleanField(
        label=_("Cette réponse est partielle : une suite viendra"), required=False
    )
    documents = forms.ModelMultipleChoiceField(
        label=_("Documents à l’appui"),
        queryset=Document.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Parmi les documents partagés que vous voyez dans ce dossier."),
        error_messages={
            "invalid_choice": _("Un des documents choisis n’est pas disponible ici.")
        },
    )

    def __init__(
        self, *args: Any, project: Project, member: Member, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        rows = Document.objects.visible_to(member).filter(
            project=project, room=Room.SHARED
        )
        model_choices(self, "documents", rows)

    def clean_text(self) -> str:
        return newlines(self.cleaned_data["text"])


class JudgeForm(Form):
    verdict = forms.ChoiceField(
        label=_("Cette question a-t-elle sa réponse ?"),
        choices=[
            ("complete", _("Oui, la réponse est complète")),
            ("partial", _("En partie : il manque quelque chose")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez l’une des deux appréciations.")},
    )
    reason = reason_field(
        _("Pourquoi ?"), _("La direction lira cette phrase : dites ce qui manque.")
    )
