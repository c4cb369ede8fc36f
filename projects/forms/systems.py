"""Forms of the register. They validate; the acts write."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.forms import BoundField, model_to_dict
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from projects.actions.systems import fingerprint
from projects.enums import AIClass, AIFunction, Answer3, HumanRole, SystemState
from projects.forms.base import Form, Spoken
from projects.forms.dates import date_input, not_to_come, plausible
from projects.forms.seen import seen_field
from projects.models import Organisation, Project, System, Workplace
from projects.system_facts import NAMES, SECTIONS, label

TEXT_LENGTH = 4_000
MOST_PROJECTS = 200
UNKNOWN = _l("On ne sait pas encore")
RADIOS = ("uses_ai", "personal_data", "staff_data", "may_set_aside")
DAYS = ("decided_on", "ai_class_on", "consulted_on", "rehearsed_on", "review_on")


class NumberedField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Project) -> str:
        return f"{obj.number} · {obj.title}"


class SystemForm(Spoken, forms.ModelForm):  # type: ignore[type-arg]
    """The whole sheet; only name, workplace and state must be given.

    `seen` guards an edit: it tells one made meanwhile by somebody else.
    """

    ai_functions = forms.MultipleChoiceField(
        label=_l("Ce que fait l’IA"),
        choices=AIFunction,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_l("Cochez tout ce qui est annoncé ou constaté."),
    )
    project = NumberedField(
        queryset=Project.objects.none(),
        required=False,
        help_text=_l("Un dossier de votre organisation, s’il y en a un."),
    )
    seen = seen_field()

    class Meta:
        model = System
        fields = tuple(name for name in NAMES if name != "ai_functions")
        widgets = {
            **dict.fromkeys((*RADIOS, "impact_assessment"), forms.RadioSelect),
            "people_count": forms.NumberInput(attrs={"size": 8}),
            "version": forms.TextInput(attrs={"size": 20}),
            **{name: date_input() for name in DAYS},
        }
        help_texts = {
            "name": _l("Celui que tout le monde emploie au travail."),
            "stated_purpose": _l("Ce que l’employeur ou le fournisseur en dit."),
            "real_use": _l("Ce que vous en savez. Jamais sur la page publique."),
            "decided_by": _l("Une fonction plutôt qu’un nom."),
            "data_in": _l("Lesquelles, et d’où elles viennent."),
            "outputs": _l("Notes, textes, classements, ordres, et leur usage."),
            "ai_class": _l(
                "Repères à vérifier : déduire les émotions au travail est en principe "
                "interdit ; recruter, évaluer, surveiller, promouvoir ou répartir les "
                "tâches d’après les personnes relève en principe du haut risque ; "
                "converser avec une machine doit être dit."
            ),
            "opinion": _l("Favorable, défavorable, réservé, et l’essentiel."),
            "fallback": _l("Comment travailler sans lui, ou revenir en arrière."),
            "review_triggers": _l("Nouvelle version, incident, changement d’usage."),
            "contact": _l("À qui s’adresser. Jamais sur la page publique."),
        }

    def __init__(
        self,
        organisation: Organisation,
        data: QueryDict | None = None,
        *,
        system: System | None = None,
        given: dict[str, Any] | None = None,
    ) -> None:
        initial: dict[str, Any] = dict(given or {})
        if system is not None:
            initial = model_to_dict(system)
            initial["ai_functions"] = system.ai_functions
            initial["seen"] = fingerprint(system)
        super().__init__(data, initial=initial)
        self._let_choose(organisation, initial.get("project"))
        for name, field in self.fields.items():
            if name in NAMES and name != "ai_functions":
                field.label = label(name)
            if isinstance(field.widget, forms.Textarea):
                _limit(field)
        # The state is a question of the beginning; then it has its act.
        del self.fields["state" if system else "seen"]

    def _let_choose(self, organisation: Organisation, tied: Any) -> None:
        # A federation has too many files for one list: the newest, and the one tied.
        newest = organisation.projects.values("pk")[:MOST_PROJECTS]
        for name, rows in (
            ("workplace", organisation.workplaces.all()),
            ("supplier_sheet", organisation.supplier_sheets.all()),
            ("project", organisation.projects.filter(Q(pk__in=newest) | Q(pk=tied))),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows
            if name == "workplace" and len(rows) == 1:
                # Nobody should have to choose among one.
                field.empty_label = None
        for name, choices in (("human_role", HumanRole), ("ai_class", AIClass)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", UNKNOWN), *choices.choices]

    def sections(self) -> Iterator[tuple[str, list[BoundField]]]:
        for title, names in SECTIONS:
            yield str(title), [self[name] for name in names if name in self.fields]

    def clean_decided_on(self) -> date | None:
        return plausible(self.cleaned_data["decided_on"])

    def clean_ai_class_on(self) -> date | None:
        return not_to_come(self.cleaned_data["ai_class_on"], _past())

    def clean_consulted_on(self) -> date | None:
        return not_to_come(self.cleaned_data["consulted_on"], _past())

    def clean_rehearsed_on(self) -> date | None:
        return not_to_come(self.cleaned_data["rehearsed_on"], _past())

    def clean_review_on(self) -> date | None:
        return plausible(self.cleaned_data["review_on"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("uses_ai") == Answer3.NO and data.get("ai_functions"):
            self.add_error(
                "uses_ai",
                _(
                    "Vous indiquez qu’il n’y a pas d’IA et cochez ce qu’elle fait : "
                    "changez l’une des deux réponses."
                ),
            )
        if data.get("ai_class") and not data.get("ai_class_on"):
            if "ai_class_on" not in self.errors:
                data["ai_class_on"] = timezone.localdate()
        elif not data.get("ai_class"):
            data["ai_class_on"] = None
        return data


def _past() -> str:
    return _("Cela a déjà eu lieu : indiquez une date passée ou aujourd’hui.")


def _limit(field: forms.Field) -> None:
    assert isinstance(field, forms.CharField)
    field.max_length = TEXT_LENGTH
    field.validators.append(forms.CharField(max_length=TEXT_LENGTH).validators[0])
    field.widget.attrs |= {"rows": 3, "maxlength": TEXT_LENGTH, "data-count": True}


def from_project(project: Project) -> dict[str, Any]:
    """What the sheet of a file already says of the system it announces."""
    return {
        "workplace": project.workplace_id,
        "project": project.pk,
        "name": (project.product or project.title)[:160],
        "stated_purpose": project.purpose,
        "real_use": project.real_change,
        "uses_ai": project.uses_ai,
        "ai_functions": project.ai_functions,
        "trades": project.trades,
        "people_count": project.people_count,
        "personal_data": project.personal_data,
        "staff_data": project.staff_data,
        "state": SystemState.TRIAL if project.first_use_on else SystemState.IDEA,
    }


def to_project(system: System) -> dict[str, Any]:
    """What the register already knows of the system a file is opened about."""
    sheet = system.supplier_sheet
    return {
        "workplace": system.workplace_id,
        "title": system.name,
        "purpose": system.stated_purpose,
        "real_change": system.real_use,
        "supplier": sheet.supplier if sheet else "",
        "product": sheet.product if sheet else "",
        "uses_ai": system.uses_ai,
        "ai_functions": system.ai_functions,
        "trades": system.trades,
        "people_count": system.people_count,
        "personal_data": system.personal_data,
        "staff_data": system.staff_data,
    }


class RegisterFilterForm(Form):
    """What the register shows; a wrong value shows it whole and says why."""

    hide_optional = True
    lieu = forms.ModelChoiceField(
        label=_l("Lieu de travail"),
        queryset=Workplace.objects.none(),
        required=False,
        empty_label=_l("Tous"),
    )
    etat = forms.ChoiceField(
        label=_l("État"),
        required=False,
        choices=[("", _l("Tous")), *SystemState.choices],
    )
    ia = forms.ChoiceField(
        label=_l("Intelligence artificielle"),
        required=False,
        choices=[("", _l("Avec ou sans")), *Answer3.choices],
    )
    revoir = forms.BooleanField(label=_l("À revoir seulement"), required=False)

    def __init__(self, organisation: Organisation, data: QueryDict | None) -> None:
        super().__init__(data)
        workplace = self.fields["lieu"]
        assert isinstance(workplace, forms.ModelChoiceField)
        workplace.queryset = organisation.workplaces.all()
