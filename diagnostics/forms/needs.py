"""Forms of a need: its words, the project's answer, and where it goes next."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from diagnostics.actions.needs import ANSWERED, REWORDED
from diagnostics.enums import NeedState
from diagnostics.models import Logbook, Need
from projects.enums import Room
from projects.forms.base import Form
from projects.forms.seen import SeenForm
from projects.models import Item, Member
from projects.seen import mark


class NeedForm(SeenForm):
    category = forms.ChoiceField(label=_("Sorte de besoin"), choices=[])
    statement = forms.CharField(
        label=_("Besoin"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "data-count": True}),
        help_text=_("Une phrase que l’on peut vérifier, sans nommer personne."),
    )
    motive = forms.CharField(
        label=_("Motif"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Ce qui arrive dans le travail si ce besoin n’est pas tenu."),
    )
    carried_by = forms.CharField(
        label=_("Qui le porte"),
        max_length=200,
        required=False,
        help_text=_("Un métier, un service, les porteurs des besoins de bien-être."),
    )
    acceptance = forms.CharField(
        label=_("À quoi on l’acceptera"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("L’essai ou la vérification qui dira si le besoin est tenu."),
    )
    origin = forms.ModelChoiceField(
        label=_("Vient de"),
        queryset=Item.objects.none(),
        required=False,
        empty_label=_("Rien de numéroté"),
        help_text=_("Un constat, une question ou une autre étape du fil."),
    )
    room = forms.ChoiceField(
        label=_("Qui le lit"), choices=[], widget=forms.RadioSelect
    )

    def __init__(
        self,
        *args: Any,
        logbook: Logbook,
        member: Member,
        need: Need | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        category = self.fields["category"]
        assert isinstance(category, forms.ChoiceField)
        category.choices = [(one.code, one.title) for one in logbook.book.needs]
        origin = self.fields["origin"]
        assert isinstance(origin, forms.ModelChoiceField)
        items = Item.objects.visible_to(member).filter(project=logbook.project)
        # What a need comes from is kept, even once it is withdrawn.
        came_from = need.origin_id if need else None
        items = items.filter(Q(withdrawn_at=None) | Q(pk=came_from))
        if need is not None:
            del self.fields["room"]
            self.initial.setdefault("seen", mark(need, REWORDED))
            if need.room == Room.SHARED:
                items = items.filter(room=Room.SHARED)
        else:
            del self.fields["seen"]
            self._offer_rooms(logbook, member)
        origin.queryset = items

    def _offer_rooms(self, logbook: Logbook, member: Member) -> None:
        field = self.fields["room"]
        assert isinstance(field, forms.ChoiceField)
        offered = []
        if member.sees_caucus:
            words = _("La délégation seulement ; à partager quand il est prêt")
            offered.append((Room.CAUCUS, words))
        if logbook.room == Room.SHARED:
            offered.append((Room.SHARED, _("Les deux parties, dès maintenant")))
        field.choices = offered
        self.initial.setdefault("room", offered[0][0])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        origin = data.get("origin")
        if data.get("room") == Room.SHARED and origin and origin.room == Room.CAUCUS:
            self.add_error(
                "origin",
                _("Cet élément est dans l’espace élus : le besoin doit y rester."),
            )
        return data


class NeedAnswerForm(SeenForm):
    answer = forms.CharField(
        label=_("Réponse du projet"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Ce qui sera fait, quand, ou ce qui ne se peut pas. La réponse porte votre "
            "partie, votre nom et le jour ; celles d’avant restent dans l’historique."
        ),
    )

    def __init__(self, *args: Any, need: Need, **options: Any) -> None:
        seen = mark(need, ANSWERED)
        options.setdefault("initial", {"answer": need.answer, "seen": seen})
        super().__init__(*args, **options)


class NeedMoveForm(Form):
    to = forms.ChoiceField(
        label=_("Ce besoin devient"), choices=[], widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Pourquoi"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("À dire pour un refus ou un abandon, utile pour le reste."),
    )
    sequel = forms.CharField(
        label=_("Quelle suite a ce refus"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Une autre solution, une date où l’on en reparle, une question."),
    )
    proof = forms.CharField(
        label=_("Ce qui le montre"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("À dire pour accepter : l’essai fait, sa date, son résultat."),
    )
    was = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, moves: Sequence[NeedState], need: Need, **options: Any
    ) -> None:
        options.setdefault("initial", {"proof": need.proof, "was": need.state})
        super().__init__(*args, **options)
        self._need = need
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.value, one.label) for one in moves]
        if NeedState.REFUSED not in moves:
            del self.fields["sequel"]
        if not {NeedState.DELIVERED, NeedState.ACCEPTED} & set(moves):
            del self.fields["proof"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        was, now = data.pop("was", ""), NeedState(self._need.state)
        if "to" in self.errors and was and was != now:
            self._say_moved(now)
        to = data.get("to")
        if to in (NeedState.REFUSED, NeedState.DROPPED) and not data.get("reason"):
            self.add_error("reason", _("Dites pourquoi."))
        if to == NeedState.REFUSED and not data.get("sequel"):
            self.add_error("sequel", _("Dites quelle suite a ce refus."))
        if to == NeedState.ACCEPTED and not data.get("proof"):
            self.add_error("proof", _("Dites ce qui montre que le besoin est tenu."))
        return data

    def _say_moved(self, now: NeedState) -> None:
        """What was chosen is offered no more, since somebody led the need elsewhere."""
        del self.errors["to"]
        self.add_error(
            "to",
            _(
                "Quelqu’un a changé l’état de ce besoin depuis l’ouverture de votre "
                "page : il est maintenant « %(state)s ». Rien n’est changé ; vos mots "
                "sont gardés ci-dessous."
            )
            % {"state": now.label},
        )
        # Their next choice is made knowing it.
        sent = self.data.copy()
        sent["was"] = now.value
        self.data = sent
