"""What a form answers when nothing was given: what to do, by kind of field.

Django's other sentences are replaced in the catalogue (locale/), so that the forms of
accounts, which are allauth's, speak the same way.
"""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

_UNANSWERED = forms.Field.default_error_messages["required"]
#: The first kind that fits; any other field says the catalogue's sentence.
_WANTED = (
    (forms.FileField, _("Choisissez un fichier.")),
    (forms.DateField, _("Indiquez une date.")),
    (forms.BooleanField, _("Cochez la case pour continuer.")),
    (
        (forms.MultipleChoiceField, forms.ModelMultipleChoiceField),
        _("Cochez au moins une réponse."),
    ),
    (
        (forms.ChoiceField, forms.ModelChoiceField),
        _("Choisissez une des réponses proposées."),
    ),
    (forms.EmailField, _("Écrivez une adresse électronique.")),
    (forms.IntegerField, _("Écrivez un nombre, en chiffres.")),
)
#: Nobody types in a hidden field: it is the page that is not the right one any more.
_HIDDEN = ("required", "invalid", "max_length", "min_value", "max_value")
_STALE = _("Cette page n’est plus à jour : rechargez-la, puis recommencez.")
#: Django's sentences show what the page sent, which is a code and not a word.
_GONE = _(
    "Choisissez une des réponses proposées : celle-ci n’en fait pas ou plus partie. "
    "Quelque chose a pu changer depuis l’ouverture de votre page."
)
_CHOICES = (forms.ChoiceField, forms.ModelChoiceField)
_DJANGO_SAYS = [
    kind.default_error_messages[name]
    for kind in (*_CHOICES, forms.MultipleChoiceField, forms.ModelMultipleChoiceField)
    for name in ("invalid_choice", "invalid_pk_value")
    if name in kind.default_error_messages
]


class Spoken:
    """Gives each field its sentence, unless the form wrote its own."""

    fields: dict[str, forms.Field]
    data: Any

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if isinstance(self.data, QueryDict):
            self.data = _one_break(self.data)
        self._speak()

    def full_clean(self) -> None:
        # A form may have made some of its fields after this class did its part.
        self._speak()
        super().full_clean()  # type: ignore[misc]

    def _speak(self) -> None:
        for field in self.fields.values():
            speak(field)


class Form(Spoken, forms.Form):
    """The base of our forms."""


def _one_break(sent: QueryDict) -> QueryDict:
    """A line break counts as the one character that was typed, not as the two sent."""
    if not any("\r\n" in one for _name, every in sent.lists() for one in every):
        return sent
    typed = sent.copy()
    for name, every in sent.lists():
        typed.setlist(name, [one.replace("\r\n", "\n") for one in every])
    return typed


def speak(field: forms.Field) -> None:
    if isinstance(field, _CHOICES):
        _speak_of_choices(field)
    if field.error_messages["required"] is not _UNANSWERED:
        return
    if field.widget.is_hidden:
        field.error_messages |= dict.fromkeys(_HIDDEN, _STALE)
        return
    for kinds, sentence in _WANTED:
        if isinstance(field, kinds):
            field.error_messages["required"] = sentence
            return


def _speak_of_choices(field: forms.Field) -> None:
    """Of what a page no longer offers, unless the form wrote its own sentence."""
    for name in ("invalid_choice", "invalid_pk_value"):
        said = field.error_messages.get(name)
        if any(said is one for one in _DJANGO_SAYS):
            field.error_messages[name] = _GONE
