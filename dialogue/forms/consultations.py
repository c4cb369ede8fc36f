"""Forms of the acts on a consultation: they validate, the acts decide and save."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dialogue.actions import public_opinions
from dialogue.instances import runs_a_period
from dialogue.models import Consultation
from projects.enums import Instance, Side
from projects.forms.base import Form
from projects.forms.dates import date_input, plausible
from projects.models import Document, Member, Project

Choices = list[tuple[UUID, str]]
#: Older than any consultation that Navette holds; none runs so long ahead.
FIRST_YEAR, YEARS_AHEAD = 2015, 2


def _recent(day: date) -> None:
    plausible(day, since=FIRST_YEAR, ahead=YEARS_AHEAD)


def day_field(label: Any, **options: Any) -> forms.DateField:
    """A day typed by hand or picked; the same words when it is missing or wrong."""
    options.setdefault("initial", timezone.localdate)
    return forms.DateField(
        label=label,
        widget=date_input(),
        validators=[_recent],
        error_messages={
            "required": _("Indiquez une date."),
            "invalid": _("Indiquez une date complète : jour, mois et année."),
        },
        **options,
    )


def reason_field(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=300,
        help_text=help_text,
        error_messages={"required": _("Dites pourquoi en une phrase.")},
    )


class StartForm(Form):
    subject = forms.CharField(
        label=_("Objet de la consultation"),
        max_length=200,
        help_text=_("La direction lira cet objet dès que l’information est demandée."),
        error_messages={"required": _("Donnez un objet à la consultation.")},
    )
    requested_on = day_field(
        _("Information demandée le"),
        required=False,
        initial=None,
        help_text=_("Si vous avez déjà demandé des informations à la direction."),
    )
    information_on = day_field(
        _("Information remise le"),
        required=False,
        initial=None,
        help_text=_(
            "Le jour où la direction a remis les informations, ou averti le CSE "
            "qu’elles sont dans la BDESE. Le délai part de ce jour, pas de la "
            "convocation. Laissez vide si vous attendez encore."
        ),
    )
    two_levels = forms.BooleanField(
        label=_(
            "Le CSE central et un CSE d’établissement sont consultés tous les deux"
        ),
        required=False,
    )

    def __init__(self, *args: Any, project: Project, **options: Any) -> None:
        initial = {
            "subject": project.title,
            "two_levels": project.workplace.instance == Instance.CENTRAL_CSE,
        }
        super().__init__(*args, **options)
        self.initial = initial
        if not runs_a_period(project.workplace):
            del self.fields["two_levels"]
            self.fields["information_on"].help_text = _(
                "Le jour où les informations ont été remises. Laissez vide si vous "
                "attendez encore."
            )


class ActForm(Form):
    """A form of one act; built for the consultation and the person who acts."""

    def __init__(
        self,
        *args: Any,
        consultation: Consultation,
        member: Member,
        shared_choices: Choices | None = None,
        **options: Any,
    ) -> None:
        """`shared_choices`: the proofs, read once for all the forms of a page."""
        super().__init__(*args, **options)
        self.consultation = consultation
        self.member = member
        self.shared_choices = shared_choices


class AskForm(ActForm):
    on = day_field(_("Information demandée le"))


#: Which day starts the period (A-06). Nothing is proposed: a day too late, taken
#: without thinking, would show a last day that is already past.
WHICH_DAY = _(
    "Le jour où la direction a remis les informations, ou averti le CSE qu’elles sont "
    "dans la BDESE (R. 2312-5). Ni la convocation, ni l’ordre du jour, ni le jour où "
    "vous l’écrivez ici : une date trop tardive ferait croire qu’il reste du temps."
)


class OpenForm(ActForm):
    on = day_field(_("Information remise le"), initial=None, help_text=WHICH_DAY)
    in_database = forms.TypedChoiceField(
        label=_("Comment ?"),
        choices=[
            ("remise", _("La direction a remis les informations")),
            ("bdese", _("La direction a annoncé qu’elles sont dans la BDESE")),
        ],
        coerce=lambda value: value == "bdese",
        initial="remise",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        proof = handed_over(self.consultation, self.member)
        if proof is not None:
            day, numbers = proof
            self.initial["on"] = day
            why = gettext("Proposé : le jour de remise de %(numbers)s, à vérifier.")
            words = why % {"numbers": ", ".join(numbers)}
            self.fields["on"].help_text = f"{words} {WHICH_DAY}"


def handed_over(
    consultation: Consultation, member: Member
) -> tuple[date, list[str]] | None:
    """The day on which management itself says that it gave its documents.

    None without any, when they bear several days, and in a later consultation of the
    project: which paper counts is then for people to say.
    """
    if consultation.rank > 1:
        return None
    given = Document.objects.visible_to(member).filter(
        project_id=consultation.project_id, filed_by__side=Side.MANAGEMENT
    )
    rows = list(given.order_by("rank"))
    days = {row.given_on for row in rows}
    return (days.pop(), [row.number for row in rows]) if len(days) == 1 else None


class ReasonForm(ActForm):
    reason = reason_field(_("Motif"))


def evidence_field(help_text: Any = "") -> "forms.ModelChoiceField[Document]":
    return forms.ModelChoiceField(
        label=_("Document qui le prouve"),
        queryset=Document.objects.none(),
        required=False,
        empty_label=_("Aucun pour l’instant"),
        help_text=help_text,
    )


class ProvedForm(ActForm):
    """An act that a document of the project may prove: one this person can open."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["evidence"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = proofs(self.consultation, self.member)
        if self.shared_choices is not None:
            field.choices = [("", str(field.empty_label)), *self.shared_choices]


def proofs(consultation: Consultation, member: Member) -> QuerySet[Document]:
    """The documents that this person may name as the proof of a fact."""
    seen = Document.objects.visible_to(member)
    return seen.filter(project_id=consultation.project_id)


class OpinionForm(ProvedForm):
    on = day_field(_("Avis rendu le"))
    evidence = evidence_field(
        _("Procès-verbal, courriel. Nécessaire si le suivi est déjà ouvert.")
    )


class FollowUpForm(ActForm):
    on = day_field(_("Suivi ouvert le"))


class CloseForm(ActForm):
    on = day_field(_("Consultation close le"))
    sure = forms.BooleanField(
        label=_("Je renonce à la nouvelle délibération"),
        help_text=_("Elle est encore attendue après un vote unanime contre."),
        required=False,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if public_opinions.awaited(self.consultation) is None:
            del self.fields["sure"]


class PlainForm(ActForm):
    """An act that asks for nothing but a confirmation."""
