"""Form of the answers on the use made of the tool. It validates; the act writes."""

from collections.abc import Iterator

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from projects.actions.projects import fingerprint
from projects.enums import Answer3, Regime, Use
from projects.forms.base import Form
from projects.forms.seen import seen_field
from projects.models import Project

SECTIONS = (
    (
        _("L’outil et son introduction"),
        (
            *(Use.UPGRADE, Use.EVERYONE, Use.COMPULSORY, Use.SUBSTITUTION),
            *(Use.CONDITIONS, Use.STAGED, Use.REORGANISATION),
        ),
    ),
    (
        _("Ce qu’il fait des personnes"),
        (
            *(Use.RECRUITMENT, Use.APPRAISAL, Use.ALLOCATION, Use.EMOTIONS),
            Use.PLATFORM,
        ),
    ),
    (
        _("Ce que l’employeur a prévu ou déjà fait"),
        (Use.CHARTER, Use.IMPACT_DONE, Use.PEOPLE_TOLD, Use.TRAINING),
    ),
)
HINTS = {
    Use.UPGRADE: _("Non : l’outil est nouveau ici, ou il en remplace un autre."),
    Use.EVERYONE: _("Non : quelques volontaires, pour un temps court."),
    Use.RECRUITMENT: _("Cibler des offres, trier des candidatures, évaluer."),
}


class UsesForm(Form):
    """`seen` tells an edit made meanwhile by somebody else."""

    seen = seen_field()

    def __init__(self, project: Project, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"seen": fingerprint(project), **project.uses})
        for use in asked(project):
            self.fields[use.value] = forms.ChoiceField(
                label=use.label,
                choices=Answer3,
                initial=Answer3.UNKNOWN,
                widget=forms.RadioSelect,
                help_text=HINTS.get(use, ""),
                error_messages={"required": _("Choisissez l’une des réponses.")},
            )

    def sections(self) -> Iterator[tuple[str, list[BoundField]]]:
        for title, uses in SECTIONS:
            yield str(title), [self[use] for use in uses if use in self.fields]

    def answers(self) -> dict[str, str]:
        """What is known, ready to be stored; "unknown" is not."""
        known = {Answer3.YES, Answer3.NO}
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name != "seen" and value in known
        }


def asked(project: Project) -> list[Use]:
    """A reorganisation of service changes the body that is consulted: public only."""
    public = project.workplace.regime == Regime.PUBLIC
    return [use for use in Use if public or use != Use.REORGANISATION]
