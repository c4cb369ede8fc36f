"""Forms of a meeting: its day, its agenda, its attendance, its minutes."""

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogue.actions.attendance import Line
from dialogue.actions.voters import Entitled
from dialogue.agenda_lines import agenda_mark
from dialogue.enums import AttendanceStatus, MeetingKind, MeetingState, PointKind
from dialogue.forms.consultations import day_field, reason_field
from dialogue.law.votes import LARGEST_NUMBER
from dialogue.models import AgendaPoint, Attendance, Consultation, Meeting
from projects.forms.base import Form
from projects.models import Item, Member, Organisation, Project
from projects.workdays import day_in_words


class ProjectChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        title = f"{obj.title[:70]}…" if len(obj.title) > 70 else obj.title
        return f"{obj.number} · {title}"


class MeetingForm(Form):
    held_on = day_field(_("Date de la réunion"), initial=None)
    starts_at = forms.TimeField(
        label=_("Heure"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        # What a browser sends, and what people type where it offers no clock.
        input_formats=["%H:%M", "%H:%M:%S", "%H h %M", "%Hh%M", "%H h", "%Hh"],
        error_messages={"invalid": _("Indiquez une heure comme 14 h 30.")},
    )
    place = forms.CharField(label=_("Lieu"), max_length=160, required=False)
    chair = forms.CharField(
        label=_("Présidence"),
        max_length=120,
        required=False,
        help_text=_("Qui préside la réunion pour l’employeur."),
    )
    kind = forms.ChoiceField(
        label=_("Type de réunion"),
        choices=MeetingKind.choices,
        widget=forms.RadioSelect,
        initial=MeetingKind.ORDINARY,
    )
    video = forms.BooleanField(label=_("En visioconférence"), required=False)
    health = forms.BooleanField(
        label=_("Porte sur la santé, la sécurité et les conditions de travail"),
        required=False,
    )

    def clean_starts_at(self) -> time | None:
        value: time | None = self.cleaned_data["starts_at"]
        return value.replace(second=0, microsecond=0) if value else None


class PlanForm(MeetingForm):
    project = ProjectChoice(
        label=_("Dossier de classement"),
        queryset=Project.objects.none(),
        empty_label=_("Choisissez un dossier"),
        help_text=_(
            "Les dates et les PDF de la réunion y sont rangés. L’ordre du jour peut "
            "traiter d’autres dossiers."
        ),
    )
    field_order = ("project", "held_on")

    def __init__(self, *args: Any, organisation: Organisation, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["project"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Project.objects.filter(organisation=organisation)


class CorrectMeetingForm(MeetingForm):
    reason = forms.CharField(
        label=_("Pourquoi ce changement ?"),
        max_length=300,
        required=False,
        help_text=_(
            "Nécessaire quand le jour change après la proposition de l’ordre du jour. "
            "La direction ne lit pas ce motif."
        ),
    )

    anew = forms.BooleanField(
        label=_("Les présences seront à refaire"),
        required=False,
        help_text=_(
            "À cocher si le jour change : la feuille déjà remplie et les votes des "
            "points ne valent pas pour un autre jour."
        ),
    )

    def __init__(self, *args: Any, meeting: Meeting, **options: Any) -> None:
        initial = {name: getattr(meeting, name) for name in MeetingForm.base_fields}
        super().__init__(*args, initial=initial, **options)
        if not Attendance.objects.filter(meeting=meeting).exists():
            del self.fields["anew"]


def share_field(help_text: Any = "") -> forms.BooleanField:
    """Going to the shared room asks once; the act shows the words."""
    return forms.BooleanField(
        label=_(
            "Je partage ce titre : la direction et les personnes invitées le liront"
        ),
        help_text=help_text,
        required=False,
    )


class PointForm(Form):
    title = forms.CharField(
        label=_("Titre du point"),
        max_length=200,
        error_messages={"required": _("Donnez un titre à ce point.")},
    )
    kind = forms.ChoiceField(
        label=_("Type de point"),
        choices=PointKind.choices,
        widget=forms.RadioSelect,
        initial=PointKind.INFORMATION,
    )
    project = ProjectChoice(
        label=_("Dossier concerné"),
        queryset=Project.objects.none(),
        required=False,
        empty_label=_("Aucun dossier"),
        help_text=_(
            "Les personnes invitées d’un dossier ne lisent que ses points ; la "
            "direction du dossier de classement lit tous les titres, sans plus."
        ),
    )
    consultation = forms.ModelChoiceField(
        label=_("Consultation concernée"),
        queryset=Consultation.objects.none(),
        required=False,
        empty_label=_("Aucune consultation"),
    )
    to_vote = forms.BooleanField(label=_("Mis au vote"), required=False)
    origin = forms.ModelChoiceField(
        queryset=Item.objects.none(), required=False, widget=forms.HiddenInput
    )

    def __init__(
        self,
        *args: Any,
        meeting: Meeting,
        member: Member,
        point: AgendaPoint | None = None,
        **options: Any,
    ) -> None:
        if point is not None:
            options["initial"] = {
                name: getattr(point, name) for name in self.base_fields
            }
        super().__init__(*args, **options)
        mine = {
            "project": Project.objects.visible_to(member),
            "consultation": Consultation.objects.visible_to(member),
            "origin": Item.objects.visible_to(member).kept(),
        }
        for name, rows in mine.items():
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows.filter(organisation=meeting.organisation_id)
            if name == "consultation":
                field.queryset = field.queryset.filter(
                    project__workplace=meeting.project.workplace_id
                )
        if meeting.state == MeetingState.PROPOSED:
            self.fields["sure"] = share_field(
                _("À cocher si un titre ou un dossier change : il est lu aussitôt.")
            )
        self.taken = meeting.points.exclude(pk__in=[point.pk] if point else [])

    def clean_consultation(self) -> Consultation | None:
        chosen: Consultation | None = self.cleaned_data["consultation"]
        if chosen and self.taken.filter(consultation=chosen).exists():
            raise forms.ValidationError(
                _("Cette consultation est déjà à l’ordre du jour.")
            )
        return chosen


class StepForm(Form):
    """A form of one act on a meeting; built for the meeting."""

    def __init__(self, *args: Any, meeting: Meeting, **options: Any) -> None:
        super().__init__(*args, **options)
        self.meeting = meeting

    def start_again(self) -> None:
        """The act refused what was sent: the next try starts from the page as it is."""


class PlainStep(StepForm):
    """An act that asks for nothing but a confirmation."""


class DayStep(StepForm):
    on = day_field(_("Date"))


class AgreeStep(DayStep):
    """Somebody agrees to the agenda that their page shows, and to no other."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, meeting: Meeting, **options: Any) -> None:
        super().__init__(*args, meeting=meeting, **options)
        self.initial["seen"] = agenda_mark(meeting)

    def start_again(self) -> None:
        self.data = {**self.data.dict(), "seen": self.initial["seen"]}


class ConveneStep(StepForm):
    on = day_field(
        _("Ordre du jour reçu par les membres le"),
        help_text=_("Le jour de la réception, qui compte pour le délai."),
    )
    reason = forms.CharField(
        label=_("Motif, si un délai ou un accord manque"),
        max_length=300,
        required=False,
        help_text=_("La direction ne lit pas ce motif."),
    )


class ReasonStep(StepForm):
    reason = reason_field(_("Motif"), _("Il reste dans votre espace."))


class AgainStep(StepForm):
    on = day_field(_("Membres convoqués de nouveau le"))
    held_on = day_field(_("Nouvelle date de la séance"), initial=None)


class MeetingChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return day_in_words(obj.held_on)


class ApproveStep(StepForm):
    at = MeetingChoice(
        label=_("Approuvé à la réunion du"),
        queryset=Meeting.objects.none(),
        empty_label=_("Choisissez une réunion"),
        help_text=_("Une réunion tenue après celle-ci."),
    )

    def __init__(self, *args: Any, meeting: Meeting, **options: Any) -> None:
        super().__init__(*args, meeting=meeting, **options)
        field = self.fields["at"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Meeting.objects.filter(
            project__workplace=meeting.project.workplace_id,
            held_on__gt=meeting.held_on,
            state__in=[MeetingState.HELD, MeetingState.SENT, MeetingState.APPROVED],
        )


class MinutesForm(Form):
    text = forms.CharField(
        label=_("Ce que dit le procès-verbal"),
        max_length=20000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 14, "data-count": True}),
    )
    revision = forms.IntegerField(
        min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput
    )

    def start_again_from(self, revision: int) -> None:
        """The next save starts from the text that was just shown."""
        self.data = {**self.data.dict(), "revision": str(revision)}

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        return text.replace("\r\n", "\n").replace("\r", "\n")


def _count(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=LARGEST_NUMBER,
        widget=forms.NumberInput(attrs={"size": 4, "inputmode": "numeric"}),
    )


class PointVoteForm(Form):
    votes_for = _count(_("Pour"))
    votes_against = _count(_("Contre"))
    abstentions = _count(_("Abstentions, blancs et nuls"))


class AttendanceForm(Form):
    """One line per member: here, excused or absent, and who a substitute replaces."""

    def __init__(
        self,
        *args: Any,
        entitled: list[Entitled],
        known: list[Attendance],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.entitled = entitled
        written = {row.member_id: row for row in known}
        titulaires = [
            (str(row.member.pk), str(row.member))
            for row in entitled
            if not row.substitute
        ]
        for row in entitled:
            before = written.get(row.member.pk)
            self.fields[f"status-{row.member.pk}"] = _status(row, before)
            if row.substitute:
                self.fields[f"replaces-{row.member.pk}"] = forms.ChoiceField(
                    label=_("%(name)s remplace") % {"name": row.member},
                    choices=[("", _("personne")), *titulaires],
                    required=False,
                    initial=str(before.replaces_id or "") if before else "",
                )

    def lines(self) -> list[Line]:
        people = {str(row.member.pk): row.member for row in self.entitled}
        return [
            Line(
                member=row.member,
                status=AttendanceStatus(self.cleaned_data[f"status-{row.member.pk}"]),
                replaces=people.get(
                    self.cleaned_data.get(f"replaces-{row.member.pk}", "")
                ),
            )
            for row in self.entitled
        ]


def _status(row: Entitled, before: Attendance | None) -> forms.ChoiceField:
    words = {"name": row.member}
    usual = AttendanceStatus.ABSENT if row.substitute else AttendanceStatus.PRESENT
    return forms.ChoiceField(
        label=_("%(name)s, suppléant·e") % words
        if row.substitute
        else _("%(name)s, titulaire") % words,
        choices=AttendanceStatus.choices,
        initial=before.status if before else usual,
    )
