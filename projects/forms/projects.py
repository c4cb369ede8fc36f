"""Forms of the project sheet. They validate; the acts write."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.forms import BoundField, model_to_dict
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from projects.actions.projects import fingerprint
from projects.enums import AIFunction, Answer3, Phase
from projects.forms.base import Form, Spoken
from projects.forms.dates import date_input, not_to_come, plausible
from projects.forms.seen import seen_field
from projects.models import Organisation, Project

TEXT_LENGTH = 10_000


class ProjectForm(Spoken, forms.ModelForm):  # type: ignore[type-arg]
    """The whole sheet. `seen` guards an edit, `different_because` a creation."""

    ai_functions = forms.MultipleChoiceField(
        label=_l("Ce que fait l’IA"),
        choices=AIFunction,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_l("Cochez tout ce qui est annoncé ou constaté."),
    )
    different_because = forms.CharField(
        label=_l("Pourquoi ouvrir un autre projet ?"), max_length=300, required=False
    )
    seen = seen_field()

    SECTIONS = (
        (_l("Le projet"), ("workplace", "title", "purpose", "real_change")),
        (_l("L’outil"), ("supplier", "product", "uses_ai", "ai_functions")),
        (_l("Les métiers et les personnes"), ("trades", "people_count")),
        (_l("Les données"), ("personal_data", "staff_data", "monitoring")),
        (
            _l("Les dates annoncées"),
            ("announced_on", "pilot_planned_on", "start_planned_on", "phase"),
        ),
    )

    class Meta:
        model = Project
        fields = (
            "workplace",
            "title",
            "purpose",
            "real_change",
            "supplier",
            "product",
            "uses_ai",
            "trades",
            "people_count",
            "personal_data",
            "staff_data",
            "monitoring",
            "announced_on",
            "pilot_planned_on",
            "start_planned_on",
            "phase",
        )
        widgets = {
            "purpose": forms.Textarea(attrs={"rows": 4}),
            "real_change": forms.Textarea(attrs={"rows": 4}),
            "uses_ai": forms.RadioSelect,
            "personal_data": forms.RadioSelect,
            "staff_data": forms.RadioSelect,
            "monitoring": forms.RadioSelect,
            "people_count": forms.NumberInput(attrs={"size": 8}),
            "announced_on": date_input(),
            "pilot_planned_on": date_input(),
            "start_planned_on": date_input(),
        }
        labels = {
            "workplace": _l("Lieu de travail"),
            "title": _l("Titre"),
            "purpose": _l("But annoncé"),
            "real_change": _l("Ce que cela change vraiment"),
            "supplier": _l("Fournisseur"),
            "product": _l("Produit"),
            "uses_ai": _l("Y a-t-il de l’intelligence artificielle ?"),
            "trades": _l("Métiers touchés"),
            "people_count": _l("Nombre de personnes touchées"),
            "personal_data": _l("Des données personnelles ?"),
            "staff_data": _l("Des données sur le personnel ?"),
            "monitoring": _l("Une possibilité de contrôler l’activité ?"),
            "announced_on": _l("Annoncé le"),
            "pilot_planned_on": _l("Pilote prévu le"),
            "start_planned_on": _l("Déploiement prévu le"),
            "phase": _l("Phase du projet"),
        }
        help_texts = {
            "title": _l("Celui de l’employeur, pour que chacun·e s’y retrouve."),
            "trades": _l("Par exemple : conseillers clientèle, superviseurs."),
            "monitoring": _l("Temps passé, erreurs, appels écoutés, notes données."),
            "announced_on": _l("Jour où vous l’avez appris de l’employeur."),
        }

    def __init__(
        self,
        organisation: Organisation,
        data: QueryDict | None = None,
        *,
        project: Project | None = None,
        given: dict[str, Any] | None = None,
    ) -> None:
        """`given`: what is known of a new project before anybody types."""
        initial: dict[str, Any] = dict(given or {})
        if project is not None:
            initial = model_to_dict(project)
            initial["ai_functions"] = project.ai_functions
            initial["seen"] = fingerprint(project)
        super().__init__(data, initial=initial)
        workplace = self.fields["workplace"]
        assert isinstance(workplace, forms.ModelChoiceField)
        workplace.queryset = organisation.workplaces.all()
        if len(workplace.queryset) == 1:
            # Nobody should have to choose among one.
            workplace.empty_label = None
        for name in ("purpose", "real_change"):
            _limit(self.fields[name], TEXT_LENGTH)
        self.fields["people_count"].validators.append(MaxValueValidator(2_000_000))
        # Phase and likeness are questions of the beginning; then they have their acts.
        for name in ("phase", "different_because") if project else ("seen",):
            del self.fields[name]

    def sections(self) -> Iterator[tuple[str, list[BoundField]]]:
        for title, names in self.SECTIONS:
            yield str(title), [self[name] for name in names if name in self.fields]

    def ask_why(self) -> None:
        """Another project looks like this one: continuing needs a reason."""
        self.fields["different_because"].required = True
        self.add_error(
            "different_because",
            _("Un projet proche existe : rejoignez-le, ou dites pourquoi continuer."),
        )

    def clean_announced_on(self) -> date | None:
        return not_to_come(
            self.cleaned_data["announced_on"],
            _("L’annonce a déjà eu lieu : indiquez une date passée ou aujourd’hui."),
        )

    def clean_pilot_planned_on(self) -> date | None:
        return plausible(self.cleaned_data["pilot_planned_on"])

    def clean_start_planned_on(self) -> date | None:
        return plausible(self.cleaned_data["start_planned_on"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        pilot, start = data.get("pilot_planned_on"), data.get("start_planned_on")
        if pilot and start and start < pilot:
            self.add_error(
                "start_planned_on",
                _("Le déploiement ne peut pas précéder le pilote : vérifiez les deux."),
            )
        if data.get("uses_ai") == Answer3.NO and data.get("ai_functions"):
            self.add_error(
                "uses_ai",
                _(
                    "Vous indiquez qu’il n’y a pas d’IA et cochez ce qu’elle fait : "
                    "changez l’une des deux réponses."
                ),
            )
        return data


def _limit(field: forms.Field, length: int) -> None:
    assert isinstance(field, forms.CharField)
    field.max_length = length
    field.validators.append(forms.CharField(max_length=length).validators[0])
    field.widget.attrs |= {"maxlength": length, "data-count": True}


class PhaseForm(Form):
    phase = forms.ChoiceField(label=_l("Phase du projet"), choices=Phase)


class ProjectFilterForm(Form):
    """What the list shows; a wrong value shows the whole list and says why."""

    hide_optional = True
    q = forms.CharField(
        label=_l("Rechercher"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    phase = forms.ChoiceField(
        label=_l("Phase"),
        required=False,
        choices=[("", _l("Toutes")), *Phase.choices],
    )
    avant = forms.RegexField(r"^\d{4}-\d{4,9}$", required=False)
    apres = forms.RegexField(r"^\d{4}-\d{4,9}$", required=False)
