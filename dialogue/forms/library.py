"""Forms of the library: what to look for, and what to take."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogue.enums import Theme
from dialogue.library import LibraryQuestion
from projects.enums import Phase
from projects.forms.base import Form


class LibraryFilterForm(Form):
    hide_optional = True
    theme = forms.ChoiceField(
        label=_("Thème"),
        required=False,
        choices=[("", _("tous les thèmes")), *Theme.choices],
    )
    phase = forms.ChoiceField(
        label=_("Phase du projet"),
        required=False,
        choices=[("", _("toutes les phases")), *Phase.choices],
    )


class LibraryForm(Form):
    """The questions shown are drawn by the page; this says which may be taken."""

    questions = forms.MultipleChoiceField(
        label=_("Questions"),
        error_messages={
            "required": _("Cochez au moins une question."),
            "invalid_choice": _("Cette question n’est pas dans la bibliothèque."),
        },
    )

    def __init__(
        self, *args: Any, offered: list[LibraryQuestion], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.offered = {one.id: one for one in offered}
        field = self.fields["questions"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(one.id, one.text) for one in offered]

    def clean_questions(self) -> list[LibraryQuestion]:
        return [self.offered[code] for code in self.cleaned_data["questions"]]
