"""Forms of what happens to a system: state, review, incident, mistake, publication."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from projects.enums import SystemState
from projects.forms.base import Form, Spoken
from projects.forms.dates import date_input, not_to_come, plausible
from projects.forms.seen import seen_field
from projects.models import SupplierSheet, System
from projects.seen import mark

REPORT_LENGTH = 1_000
TEXT_LENGTH = 4_000


def _text(words: Any, length: int = TEXT_LENGTH, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=words,
        max_length=length,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": 4, "data-count": True}),
    )


class StateForm(Form):
    state = forms.ChoiceField(label=_l("Nouvel état"), choices=SystemState)
    reason = forms.CharField(label=_l("Pourquoi"), max_length=200, required=False)

    def __init__(self, *args: Any, system: System, **options: Any) -> None:
        super().__init__(*args, **options)
        state = self.fields["state"]
        assert isinstance(state, forms.ChoiceField)
        state.choices = [(move.value, move.label) for move in system.moves]


class ReviewForm(Form):
    reviewed_on = forms.DateField(label=_l("Revu le"), widget=date_input())
    seen = _text(_l("Ce qui a été constaté"))
    next_on = forms.DateField(
        label=_l("Prochaine revue le"),
        required=False,
        widget=date_input(),
        help_text=_l("Sans date, la fiche ne demandera plus rien."),
    )

    def clean_reviewed_on(self) -> date | None:
        return not_to_come(self.cleaned_data["reviewed_on"], _past())

    def clean_next_on(self) -> date | None:
        day = plausible(self.cleaned_data["next_on"])
        if day is not None and day <= timezone.localdate():
            raise forms.ValidationError(_("Choisissez un jour à venir."))
        return day


class IncidentForm(Form):
    happened_on = forms.DateField(label=_l("Survenu le"), widget=date_input())
    what = _text(
        _l("Ce qui s’est passé"),
        hint=_l("Les faits et leurs suites, sans nommer personne."),
    )

    def clean_happened_on(self) -> date | None:
        return not_to_come(self.cleaned_data["happened_on"], _past())


class MistakeForm(Form):
    text = _text(_l("Ce qui est faux, et ce que vous savez"), REPORT_LENGTH)


class VisitorForm(Form):
    """Of the public page: short, and no name."""

    text = _text(
        _l("Ce qui est faux, et ce que vous savez"),
        REPORT_LENGTH,
        _l("N’écrivez ni nom, ni rien qui permette de reconnaître quelqu’un."),
    )


class ReplyForm(Form):
    reply = _text(_l("Votre réponse"), hint=_l("Ce qui est corrigé, ou pourquoi non."))


class PublishForm(Form):
    """`seen` says which words the person had before them."""

    seen = forms.CharField(max_length=32, widget=forms.HiddenInput)
    confirm = forms.BooleanField(label=_l("J’ai relu : tout le monde peut lire cela"))


class SupplierForm(Spoken, forms.ModelForm):  # type: ignore[type-arg]
    seen = seen_field()

    class Meta:
        model = SupplierSheet
        fields = (
            *("supplier", "product", "does", "data_location"),
            *("subprocessors", "ai_models", "documentation", "contact"),
        )
        labels = {
            "supplier": _l("Fournisseur"),
            "product": _l("Produit"),
            "does": _l("Ce que fait le produit"),
            "data_location": _l("Où sont les données"),
            "subprocessors": _l("Sous-traitants"),
            "ai_models": _l("Modèles d’IA employés"),
            "documentation": _l("Lien vers la documentation"),
            "contact": _l("Contact chez le fournisseur"),
        }
        help_texts = {
            "documentation": _l("Une adresse qui commence par https://."),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance._state.adding:
            del self.fields["seen"]
        else:
            self.initial["seen"] = mark(self.instance, self.Meta.fields)
        for name in ("does", "subprocessors"):
            field = self.fields[name]
            assert isinstance(field, forms.CharField)
            field.max_length = TEXT_LENGTH
            field.validators.append(
                forms.CharField(max_length=TEXT_LENGTH).validators[0]
            )
            field.widget.attrs |= {
                "rows": 4,
                "data-count": True,
                "maxlength": TEXT_LENGTH,
            }


def _past() -> str:
    return _("Cela a déjà eu lieu : indiquez une date passée ou aujourd’hui.")
