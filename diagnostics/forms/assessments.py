"""Forms of a diagnostic: opening it, answering, and what is made of its results."""

from collections.abc import Iterable
from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from diagnostics.actions.answers import SAID, Said
from diagnostics.enums import AnswerKind, Party, Trust
from diagnostics.forms.citing import kept_document
from diagnostics.forms.degrees import DegreeSelect, ask_degree
from diagnostics.instruments.grids import Criterion, Grid, Scale
from diagnostics.models import Answer, Assessment
from projects.enums import Room
from projects.forms.base import Form
from projects.forms.dates import date_input, not_to_come
from projects.forms.seen import SeenForm
from projects.models import Document, Member, System
from projects.seen import mark

_ROOMS = [
    (Room.SHARED.value, _("Toutes les parties, la direction aussi")),
    (Room.CAUCUS.value, _("La délégation seulement, dans l’espace élus")),
]


class LaterChoiceField(forms.ChoiceField):
    """Asked for, yet a form without it is kept: its label does not call it optional."""

    later = True


class StartForm(Form):
    title = forms.CharField(label=_("Titre"), max_length=160)
    system = LaterChoiceField(
        label=_("Sur quoi porte-t-il ?"),
        choices=[],
        required=False,
        help_text=_(
            "Le nom d’un système choisi ici se lit par toutes les personnes qui voient "
            "le diagnostic. Sa fiche reste au registre."
        ),
    )
    about = forms.CharField(
        label=_("Ce qui est regardé"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("L’outil, le service, l’écran ou le tableau dont on parle."),
    )
    room = forms.ChoiceField(
        label=_("Qui répond et voit les résultats"),
        widget=forms.RadioSelect,
        choices=[
            (
                Room.SHARED,
                _("Toutes les parties : la direction est invitée à répondre"),
            ),
            (Room.CAUCUS, _("La délégation seulement, dans l’espace élus")),
        ],
    )

    def __init__(
        self,
        *args: Any,
        member: Member,
        systems: Iterable[System],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self._offer({str(one.pk): one for one in systems})
        if not member.sees_caucus:
            room = self.fields["room"]
            assert isinstance(room, forms.ChoiceField)
            room.choices = _ROOMS[:1]
            self.initial.setdefault("room", Room.SHARED)

    def _offer(self, systems: dict[str, System]) -> None:
        """Nothing is asked in a project without a system."""
        self._systems = systems
        field = self.fields["system"]
        assert isinstance(field, forms.ChoiceField)
        names = [(key, one.name) for key, one in systems.items()]
        field.choices = [("", _("Le projet dans son ensemble")), *names]
        if not systems:
            del self.fields["system"]

    def clean_system(self) -> System | None:
        return self._systems.get(self.cleaned_data["system"])


class PartyForm(Form):
    party = forms.ChoiceField(
        label=_("Pour quelle partie"), choices=[], widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, parties: Iterable[Party], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["party"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.value, one.label) for one in Party if one in set(parties)]
        if len(field.choices) == 1:
            self.initial.setdefault("party", field.choices[0][0])


class GroupForm(PartyForm):
    label = forms.CharField(
        label=_("Nom du groupe"),
        max_length=120,
        help_text=_("Un métier, un service, un atelier. Aucun nom de personne."),
    )
    people = forms.IntegerField(
        label=_("Nombre de personnes"), min_value=2, max_value=5000
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        # It stands on the page of PartyForm, and asks for a party as well.
        options.setdefault("auto_id", "id_group_%s")
        super().__init__(*args, **options)


class AnswerForm(SeenForm):
    """One criterion of one sheet. Words may be kept for one's own side."""

    told_by = MappingProxyType({"level": ("kind", "level")})
    #: Words were kept although the form is shown again.
    kept = False
    level = LaterChoiceField(
        label=_("Où placez-vous ce critère ?"),
        choices=[],
        required=False,
        widget=DegreeSelect,
        help_text=_("Vous pouvez écrire d’abord et choisir le degré plus tard."),
    )
    verbatim = forms.CharField(
        label=_("Ce qui se dit"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "data-count": True}),
        help_text=_(
            "Avec les mots entendus. Ni nom, ni détail qui ferait reconnaître "
            "quelqu’un."
        ),
    )
    evidence = forms.CharField(
        label=_("Ce qui le montre"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "data-count": True}),
        help_text=_("Un fait, une date, un écran, un document."),
    )
    document = forms.ModelChoiceField(
        label=_("Document du dossier"),
        queryset=Document.objects.none(),
        required=False,
        empty_label=_("Aucun"),
    )
    trust = forms.TypedChoiceField(
        label=_("Êtes-vous sûr·es de cette réponse ?"),
        choices=[("", _("Non précisé")), *Trust.choices],
        required=False,
        coerce=int,
        empty_value=None,
    )
    private = forms.BooleanField(
        label=_("Garder ces mots pour notre partie"),
        required=False,
        help_text=_("Le degré reste montré ; les textes et le document, non."),
    )

    def __init__(
        self,
        *args: Any,
        scale: Scale,
        criterion: Criterion,
        assessment: Assessment,
        member: Member,
        answer: Answer | None = None,
        quick: bool = False,
        **options: Any,
    ) -> None:
        """`quick`: nobody looks at the form, it saves itself."""
        options.setdefault("initial", _initial(answer))
        super().__init__(*args, **options)
        ask_degree(self.fields["level"], scale, criterion)
        self._cited = answer.document if answer else None
        if not quick or self._cited or self.data.get("document"):
            self._offer_documents(assessment, member)

    def _offer_documents(self, assessment: Assessment, member: Member) -> None:
        documents = self.fields["document"]
        assert isinstance(documents, forms.ModelChoiceField)
        offered = Document.objects.visible_to(member).filter(
            project=assessment.project_id
        )
        if assessment.room == Room.SHARED:
            # What is cited before both sides must be readable by both.
            offered = offered.filter(room=Room.SHARED)
        documents.queryset = offered.order_by("-filed_at")

    def clean_document(self) -> Document | None:
        return kept_document(self, self._cited)

    def said(self) -> Said:
        data = dict(self.cleaned_data)
        del data["seen"]
        level = data.pop("level") or AnswerKind.DRAFT
        if level in AnswerKind.values:
            return Said(kind=AnswerKind(level), **data)
        return Said(kind=AnswerKind.LEVEL, level=int(level), **data)


def _initial(answer: Answer | None) -> dict[str, Any]:
    if answer is None:
        return {}
    return {
        "level": answer.kind if answer.level is None else str(answer.level),
        "verbatim": answer.verbatim,
        "evidence": answer.evidence,
        "document": answer.document_id,
        "trust": answer.trust or "",
        "private": answer.private,
        "seen": mark(answer, SAID),
    }


class AgreeForm(SeenForm):
    level = forms.TypedChoiceField(
        label=_("Degré proposé"),
        choices=[],
        required=False,
        coerce=int,
        empty_value=None,
    )
    note = forms.CharField(
        label=_("Pourquoi ce degré"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    disagreement = forms.CharField(
        label=_("Qui n’est pas d’accord, et pourquoi"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Une partie, un métier, un groupe. Pas de nom de personne."),
    )
    agreed_on = forms.DateField(label=_("Parlé ensemble le"), widget=date_input())

    def __init__(self, *args: Any, scale: Scale, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["level"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [
            ("", _("Pas de degré commun : le désaccord demeure")),
            *((level.value, level.label) for level in scale.levels),
        ]

    def clean_agreed_on(self) -> Any:
        day = self.cleaned_data["agreed_on"]
        return not_to_come(day, str(_("Notez-le une fois que vous en avez parlé.")))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and data["level"] is None and not data["disagreement"]:
            self.add_error(
                "disagreement",
                _("Choisissez un degré, ou dites qui n’est pas d’accord."),
            )
        return data


class SayForm(SeenForm):
    """Whether one's side agrees; two buttons, and words for who does not."""

    words = forms.CharField(
        label=_("Pourquoi, si vous n’êtes pas d’accord"), max_length=500, required=False
    )
    says = forms.ChoiceField(
        choices=[("oui", _("D’accord")), ("non", _("Pas d’accord"))],
        required=True,
        widget=forms.HiddenInput,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        # It stands on the page of AgreeForm, and marks what it showed as well.
        options.setdefault("auto_id", "id_say_%s")
        super().__init__(*args, **options)

    def said(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        return data | {"agrees": data.pop("says") == "oui"}


class FindingForm(Form):
    text = forms.CharField(
        label=_("Constat"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4, "data-count": True}),
        help_text=_(
            "Ce que ce critère montre, en une ou deux phrases. Il ouvre le fil : "
            "une question, un point de réunion ou un engagement en viendront."
        ),
    )


class PracticeForm(Form):
    criterion = forms.ChoiceField(label=_("Critère"), choices=[], required=False)
    text = forms.CharField(
        label=_("Bonne pratique"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reason = forms.CharField(
        label=_("Pourquoi"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    who = forms.CharField(label=_("Qui s’en charge"), max_length=200, required=False)
    when = forms.CharField(label=_("Quand"), max_length=200, required=False)
    how_known = forms.CharField(
        label=_("Comment on le saura"), max_length=300, required=False
    )

    def __init__(self, *args: Any, grid: Grid, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["criterion"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", _("Aucun en particulier")),
            *((one.code, f"{one.code} {one.title}") for one in grid.criteria),
        ]
