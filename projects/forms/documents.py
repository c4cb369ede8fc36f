"""Forms of documents. They validate; the acts write."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.forms import ModelMultipleChoiceField
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from projects.actions.documents import is_confidential, without_room
from projects.enums import Room, Side
from projects.forms.base import Form
from projects.forms.dates import date_input, not_to_come, plausible
from projects.models import Document, InformationDue, Member, Project
from projects.models.people import MemberQuerySet
from projects.uploads.checks import Checked, UploadRefused, check_upload
from projects.uploads.names import KIND_OF_EXTENSION

if TYPE_CHECKING:
    # Generic for mypy only: Django's classes take no parameter when they run.
    MembersField = ModelMultipleChoiceField[Member]
    DuesField = ModelMultipleChoiceField[InformationDue]
else:
    MembersField = DuesField = ModelMultipleChoiceField

#: What is said otherwise to those who hand a document over than to the delegation,
#: which received it: by side, then by field.
WORDS: dict[Side, dict[str, Any]] = {
    Side.MANAGEMENT: {
        "given_by": _l("Vous, ou le service qui le remet. La délégation le lira."),
        "given_on": _l("Le jour où vous le remettez : il compte pour les délais."),
        "confidential": _l(
            "Si l’information est confidentielle par nature et que vous la présentez "
            "comme telle. Seules les personnes autorisées le liront, jusqu’à la date "
            "indiquée."
        ),
    },
}
WORDS[Side.SUPPLIER] = WORDS[Side.EXPERTISE] = WORDS[Side.FACILITATION] = {
    "given_by": _l("Vous, ou la personne de qui vous le tenez."),
    "given_on": _l("Le jour où il a été remis : il compte pour les délais."),
}


def possible_readers(project: Project, member: Member, room: str = "") -> Any:
    """Who may be named reader by `member`: people of the project whom they may know."""
    people: MemberQuerySet = Member.objects.active().on_project(project)
    people = people.known_to(member).exclude(pk=member.pk)
    if room == Room.CAUCUS:
        people = people.filter(Q(side=Side.DELEGATION) | Q(caucus=True))
    return people.select_related("user")


class ReadersField(MembersField):
    def __init__(self) -> None:
        super().__init__(
            Member.objects.none(),
            label=_l("Personnes autorisées à le lire"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=_l(
                "Vous le lirez toujours. Les autres personnes verront seulement qu’un "
                "document confidentiel a été déposé, jamais son titre ni son contenu."
            ),
        )

    def label_from_instance(self, obj: Member) -> str:
        return f"{obj} ({obj.get_role_display()})"


class LinesField(DuesField):
    """Which information due a document answers: often several lines at once."""

    def __init__(self) -> None:
        super().__init__(
            InformationDue.objects.none(),
            label=_l("Répond aux informations attendues"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=_l(
                "Cocher ne juge rien : vous direz ensuite si l’information est reçue."
            ),
        )

    def open_to(self, project: Project, member: Member) -> bool:
        """Offer the lines this person may see; False when there are none."""
        lines = InformationDue.objects.visible_to(member).filter(project=project)
        self.queryset = lines
        return lines.exists()


class UploadForm(Form):
    """One file, out of quarantine only once it has been checked."""

    checked: Checked
    file = forms.FileField(
        label=_l("Fichier"),
        widget=forms.FileInput(
            attrs={"accept": ",".join(f".{name}" for name in KIND_OF_EXTENSION)}
        ),
        # Longer names are shortened, not refused: nobody renames a file for that.
        max_length=None,
        help_text=_l(
            "PDF, Word, Excel, PowerPoint, LibreOffice, image ou texte. 25 Mo au plus."
        ),
        error_messages={
            "required": _l("Choisissez le fichier à déposer."),
            "missing": _l("Choisissez le fichier à déposer."),
            "invalid": _l("Choisissez le fichier à déposer."),
        },
    )

    def clean_file(self) -> UploadedFile[Any]:
        file: UploadedFile[Any] = self.cleaned_data["file"]
        try:
            self.checked = check_upload(file)
        except UploadRefused as refused:
            raise forms.ValidationError(str(refused)) from refused
        return file


class ConfidentialityForm(Form):
    """The mark of article L. 2315-3: for whom, and until when."""

    confidential = forms.BooleanField(
        label=_l("Présenté comme confidentiel (L. 2315-3)"),
        required=False,
        help_text=_l(
            "Seules les personnes autorisées le liront, jusqu’à la date indiquée."
        ),
    )
    confidential_until = forms.DateField(
        label=_l("Confidentiel jusqu’au"),
        required=False,
        widget=date_input(),
        help_text=_l("Nécessaire s’il est confidentiel. Ce jour est compris."),
    )
    readers = ReadersField()

    #: Room of a document that already exists; asked by the form otherwise.
    known_room = ""

    def clean_confidential_until(self) -> date | None:
        return plausible(self.cleaned_data["confidential_until"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("confidential"):
            return data | {"confidential_until": None, "readers": []}
        until = data.get("confidential_until")
        if until is None and "confidential_until" not in self.errors:
            self.add_error(
                "confidential_until",
                _("Indiquez jusqu’à quelle date le document est confidentiel."),
            )
        elif until is not None and until < timezone.localdate():
            self.add_error(
                "confidential_until",
                _("Cette date est passée : le document ne serait pas confidentiel."),
            )
        self._clean_readers(
            data.get("readers") or (), data.get("room", self.known_room)
        )
        return data

    def _clean_readers(self, readers: Iterable[Member], room: str) -> None:
        outside = without_room(room, readers)
        if outside:
            sentence = _("L’espace élus n’est pas ouvert à : %(names)s.")
            names = ", ".join(str(reader) for reader in outside)
            self.add_error("readers", sentence % {"names": names})


class DocumentForm(ConfidentialityForm, UploadForm):
    title = forms.CharField(
        label=_l("Titre"),
        max_length=200,
        required=False,
        help_text=_l("Sans titre, le nom du fichier servira."),
    )
    room = forms.ChoiceField(
        label=_l("Espace"),
        choices=[
            (Room.CAUCUS, _l("espace élus : la direction ne le verra pas")),
            (Room.SHARED, _l("espace partagé : la direction le lira")),
        ],
        initial=Room.CAUCUS,
        widget=forms.RadioSelect,
        help_text=_l("Un document peut être partagé plus tard ; jamais l’inverse."),
    )
    given_by = forms.CharField(
        label=_l("Remis par"),
        max_length=160,
        help_text=_l("Personne ou service. Par exemple : direction du service client."),
    )
    given_on = forms.DateField(
        label=_l("Remis le"),
        widget=date_input(),
        help_text=_l("Le jour où il vous est parvenu : il compte pour les délais."),
    )
    document_date = forms.DateField(
        label=_l("Date du document"),
        required=False,
        widget=date_input(),
        help_text=_l("Celle qui est écrite dessus."),
    )
    information_due = LinesField()

    field_order = (
        "file",
        "title",
        "room",
        "given_by",
        "given_on",
        "document_date",
        "information_due",
        "confidential",
        "confidential_until",
        "readers",
    )

    def __init__(
        self, project: Project, member: Member, *args: Any, **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", {}).setdefault("given_on", timezone.localdate())
        if member.side != Side.DELEGATION:
            kwargs["initial"].setdefault("given_by", str(member))
        super().__init__(*args, **kwargs)
        self._offer(project, member)

    def _offer(self, project: Project, member: Member) -> None:
        """Nothing of the caucus is shown to those who may not enter it."""
        readers, lines = self.fields["readers"], self.fields["information_due"]
        assert isinstance(readers, ReadersField)
        assert isinstance(lines, LinesField)
        readers.queryset = possible_readers(project, member)
        if not lines.open_to(project, member):
            del self.fields["information_due"]
        if not member.sees_caucus:
            del self.fields["room"]
        for name, words in WORDS.get(Side(member.side), {}).items():
            self.fields[name].help_text = words

    def clean_given_on(self) -> date | None:
        return not_to_come(
            self.cleaned_data["given_on"],
            _("La remise a déjà eu lieu : indiquez une date passée ou aujourd’hui."),
        )

    def clean_document_date(self) -> date | None:
        return not_to_come(
            self.cleaned_data["document_date"],
            _("Un document déjà remis ne peut pas porter une date à venir."),
        )

    def clean(self) -> dict[str, Any]:
        self.cleaned_data.setdefault("room", Room.SHARED)
        return super().clean()


class ReadersForm(ConfidentialityForm):
    """The mark of a document that is already there: its page says what stays told."""

    def __init__(
        self, document: Document, member: Member, *args: Any, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {
            "confidential": is_confidential(document),
            "confidential_until": document.confidential_until,
            "readers": list(document.readers.values_list("pk", flat=True)),
        }
        super().__init__(*args, **kwargs)
        self.known_room = document.room
        readers = self.fields["readers"]
        assert isinstance(readers, ReadersField)
        if document.filed_by_id == member.pk:
            readers.help_text = _("Vous le lirez toujours.")
        else:
            readers.help_text = _(
                "S’il est confidentiel, la personne qui l’a déposé le lira toujours ; "
                "vous ne le lirez plus."
            )
        found = possible_readers(document.project, member, document.room)
        readers.queryset = found.exclude(pk=document.filed_by_id)


class ShareForm(Form):
    """The words management will read."""

    title = forms.CharField(label=_l("Titre"), max_length=200)
    given_by = forms.CharField(
        label=_l("Remis par"),
        max_length=160,
        help_text=_l(
            "La direction lira cette mention. N’y laissez pas le nom d’une personne à "
            "protéger."
        ),
    )


class LinkForm(Form):
    information_due = LinesField()

    def __init__(
        self, document: Document, member: Member, *args: Any, **kwargs: Any
    ) -> None:
        linked = document.information_due.values_list("pk", flat=True)
        kwargs["initial"] = {"information_due": list(linked)}
        super().__init__(*args, **kwargs)
        lines = self.fields["information_due"]
        assert isinstance(lines, LinesField)
        lines.open_to(document.project, member)
