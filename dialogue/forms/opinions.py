"""Forms of the opinion: its paragraphs, its vote, its sending."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogue.actions.opinions import SOURCES
from dialogue.actions.votes import Entitled
from dialogue.enums import CHOSEN_STANCES, Choice, PassageKind
from dialogue.forms.consultations import day_field
from dialogue.law.votes import LARGEST_NUMBER
from projects.forms.base import Form
from projects.models import Item, Member, Project


class ItemChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        title = f"{obj.title[:90]}…" if len(obj.title) > 90 else obj.title
        return f"{obj.number} {title}"


def source_field() -> ItemChoice:
    return ItemChoice(
        label=_("Vient de"),
        queryset=Item.objects.none(),
        required=False,
        empty_label=_("Rien de précis"),
        help_text=_(
            "La question, la réponse ou le constat sur lequel ce point repose."
        ),
    )


def offer_sources(form: forms.Form, project: Project, member: Member) -> None:
    """Let the form choose among the steps this person sees."""
    field = form.fields["source"]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = (
        Item.objects.visible_to(member)
        .kept()
        .filter(project=project, kind__in=SOURCES)
        .order_by("kind", "rank")
    )


class TextForm(Form):
    """What every passage holds. Browsers send CRLF; we compare and merge in LF."""

    title = forms.CharField(label=_("Titre"), max_length=200, required=False)
    text = forms.CharField(
        label=_("Texte"),
        max_length=20000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 12, "data-count": True}),
        help_text=_("Une idée par paragraphe : elle se discute et se vote mieux."),
    )

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        return text.replace("\r\n", "\n").replace("\r", "\n")


class NewPassageForm(TextForm):
    kind = forms.ChoiceField(choices=PassageKind.choices, widget=forms.HiddenInput)
    source = source_field()
    field_order = ("kind", "source", "title", "text")

    def __init__(
        self, *args: Any, project: Project, member: Member, kind: str, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        if kind == PassageKind.POINT:
            offer_sources(self, project, member)
        else:
            del self.fields["source"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not (data.get("title") or data.get("text")):
            self.add_error("text", _("Écrivez un titre ou un texte."))
        return data


class PassageForm(TextForm):
    revision = forms.IntegerField(
        min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput
    )


class RestoreForm(Form):
    revision = forms.IntegerField(min_value=0, max_value=2**31 - 1)
    restore = forms.IntegerField(min_value=1, max_value=2**31 - 1)


class SourceForm(Form):
    source = source_field()

    def __init__(
        self, *args: Any, project: Project, member: Member, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        offer_sources(self, project, member)


class StanceForm(Form):
    stance = forms.ChoiceField(
        label=_("Sens de l’avis"),
        choices=[(one.value, one.label) for one in CHOSEN_STANCES],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez le sens de l’avis.")},
    )


class PresentField(forms.MultipleChoiceField):
    widget = forms.CheckboxSelectMultiple


class NominalForm(Form):
    present = PresentField(
        label=_("Membres présents qui votent"),
        help_text=_(
            "Cochez celles et ceux qui sont là : une personne cochée qui ne vote pas "
            "compte comme une abstention. Un·e suppléant·e ne se coche que si elle ou "
            "il remplace un·e titulaire absent·e. La présidence ne vote pas."
        ),
        error_messages={
            "required": _("Cochez les membres présents : il en faut au moins un."),
            "invalid_choice": _(
                "Cette personne n’a pas de mandat en cours : rechargez la page."
            ),
        },
    )

    def __init__(self, *args: Any, entitled: list[Entitled], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["present"]
        assert isinstance(field, PresentField)
        field.choices = [
            (
                str(row.member.pk),
                _("%(name)s, suppléant·e") % {"name": row.member}
                if row.substitute
                else _("%(name)s, titulaire") % {"name": row.member},
            )
            for row in entitled
        ]


def _count(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=LARGEST_NUMBER,
        widget=forms.NumberInput(attrs={"size": 4, "inputmode": "numeric"}),
    )


class HandsForm(Form):
    held_on = day_field(_("Date du vote"))
    present = _count(_("Membres présents qui votent"))
    votes_for = _count(_("Pour"))
    votes_against = _count(_("Contre"))
    abstentions = _count(_("Abstentions, blancs et nuls"))
    sure = forms.BooleanField(
        label=_("Je confirme ce nombre"),
        help_text=_(
            "À cocher seulement si plus de membres ont voté que Navette ne connaît de "
            "mandats de titulaire."
        ),
        required=False,
    )


class BallotForm(Form):
    choice = forms.ChoiceField(
        label=_("Votre vote"),
        choices=Choice.choices,
        widget=forms.RadioSelect,
        help_text=_("Un vote nominal est public, et ne se change pas."),
        error_messages={
            "required": _("Choisissez pour, contre ou abstention."),
            "invalid_choice": _("Choisissez pour, contre ou abstention."),
        },
    )


class CancelForm(Form):
    reason = forms.CharField(
        label=_("Motif de l’annulation"),
        max_length=400,
        help_text=_("Il reste dans l’historique."),
        error_messages={"required": _("Dites pourquoi le vote est annulé.")},
    )


class TransmitForm(Form):
    confirm = forms.BooleanField(
        label=_("Je confirme : la direction recevra ce texte, sans retour possible."),
        error_messages={"required": _("Cochez la case pour confirmer l’envoi.")},
    )

    def __init__(
        self, *args: Any, by_hand: bool, invited: bool, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        if invited:
            self.fields["confirm"].label = _(
                "Je confirme : l’invitation de la direction attend encore sa réponse, "
                "je lui remettrai moi-même le PDF."
            )
        elif by_hand:
            self.fields["confirm"].label = _(
                "Je confirme : personne de la direction n’est invité sur ce projet, je "
                "lui remettrai moi-même le PDF."
            )
