"""Forms of the logbook: opening it, and saying where a piece of advice stands."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from diagnostics.actions.logbooks import FOLLOWED, Followed
from diagnostics.enums import ADVICE_WITH_REASON, AdviceState
from diagnostics.forms.citing import kept_document
from diagnostics.models import AdviceRecord, Logbook
from projects.enums import Room
from projects.forms.base import Form
from projects.forms.seen import SeenForm
from projects.models import Document, Member
from projects.seen import mark


class OpenLogbookForm(Form):
    room = forms.ChoiceField(
        label=_("Qui le lit et le tient"),
        widget=forms.RadioSelect,
        choices=[
            (
                Room.SHARED,
                _("Les deux parties : la direction le lit et y écrit aussi"),
            ),
            (
                Room.CAUCUS,
                _("La délégation seulement ; il pourra être partagé plus tard"),
            ),
        ],
    )


class AdviceForm(SeenForm):
    state = forms.ChoiceField(
        label=_("Où en est ce conseil ?"),
        choices=AdviceState.choices,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Pourquoi"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("À dire quand le conseil est refusé ou sans objet."),
    )
    who = forms.CharField(
        label=_("Qui s’en charge"),
        max_length=200,
        required=False,
        help_text=_("Une fonction ou un service plutôt qu’un nom."),
    )
    proof = forms.CharField(
        label=_("Ce qui le montre"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    document = forms.ModelChoiceField(
        label=_("Document du dossier"),
        queryset=Document.objects.none(),
        required=False,
        empty_label=_("Aucun"),
    )

    def __init__(
        self,
        *args: Any,
        logbook: Logbook,
        member: Member,
        record: AdviceRecord | None,
        **options: Any,
    ) -> None:
        options.setdefault("initial", _initial(record))
        super().__init__(*args, **options)
        self._cited = record.document if record else None
        documents = self.fields["document"]
        assert isinstance(documents, forms.ModelChoiceField)
        offered = Document.objects.visible_to(member).filter(project=logbook.project_id)
        if logbook.room == Room.SHARED:
            offered = offered.filter(room=Room.SHARED)
        documents.queryset = offered.order_by("-filed_at")

    def clean_document(self) -> Document | None:
        return kept_document(self, self._cited)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("state") in ADVICE_WITH_REASON and not data.get("reason"):
            self.add_error(
                "reason", _("Dites pourquoi ce conseil est refusé ou sans objet.")
            )
        return data

    def followed(self) -> Followed:
        data = {name: self.cleaned_data[name] for name in FOLLOWED}
        return Followed(state=AdviceState(data.pop("state")), **data)


def _initial(record: AdviceRecord | None) -> dict[str, Any]:
    if record is None:
        return {"state": AdviceState.TODO}
    return {
        "state": record.state,
        "reason": record.reason,
        "who": record.who,
        "proof": record.proof,
        "document": record.document_id,
        "seen": mark(record, FOLLOWED),
    }
