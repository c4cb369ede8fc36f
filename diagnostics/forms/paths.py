"""Forms of a followed path: starting it, and what each stage asks before the next."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from diagnostics.actions.paths import NOTED, place
from diagnostics.instruments.paths import PathStage
from diagnostics.models import StageRecord
from projects.enums import Room
from projects.forms.base import Form
from projects.forms.seen import SeenForm
from projects.seen import mark


def _here() -> forms.CharField:
    return forms.CharField(required=False, widget=forms.HiddenInput)


class StartPathForm(Form):
    room = forms.ChoiceField(
        label=_("Qui le lit"),
        widget=forms.RadioSelect,
        choices=[
            (Room.SHARED, _("Toutes les personnes du dossier, la direction aussi")),
            (Room.CAUCUS, _("La délégation seulement, dans l’espace élus")),
        ],
    )


class StageForm(SeenForm):
    """`moving` when the stage is left: what is missing then needs a reason."""

    ticked = forms.TypedMultipleChoiceField(
        label=_("Ce qui doit être vrai avant la suite"),
        choices=[],
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(
        label=_("Ce qui s’est passé à cette étape"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    left_because = forms.CharField(
        label=_("S’il manque une condition, pourquoi passer sans elle"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    here = _here()

    def __init__(
        self,
        *args: Any,
        stage: PathStage,
        record: StageRecord,
        moving: bool = False,
        **options: Any,
    ) -> None:
        options.setdefault(
            "initial",
            {
                "ticked": record.ticked,
                "note": record.note,
                "left_because": record.left_because,
                "here": place(record),
                "seen": mark(record, NOTED),
            },
        )
        super().__init__(*args, **options)
        self._stage, self._moving = stage, moving
        field = self.fields["ticked"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = list(enumerate(stage.exit))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        missing = len(data.get("ticked", [])) < len(self._stage.exit)
        if self._moving and missing and not data.get("left_because"):
            self.add_error(
                "left_because",
                _("Cochez toutes les conditions, ou dites pourquoi passer sans."),
            )
        return data


class ReasonForm(Form):
    here = _here()
    reason = forms.CharField(
        label=_("Pourquoi"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
