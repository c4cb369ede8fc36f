"""Forms of the acts where the labour code does not rule: no BDESE, no period."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogue.enums import ExpertGround
from dialogue.forms.consultations import OpenForm, day_field
from dialogue.forms.events import ExpertForm
from dialogue.forms.expertise import ExpertiseForm

GROUNDS = (ExpertGround.SERIOUS_RISK, ExpertGround.IMPORTANT_PROJECT)
HANDED_ON = _("Le jour où les informations ont été remises, pas celui de la séance.")


class PlainOpenForm(OpenForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["in_database"]
        self.fields["on"].help_text = HANDED_ON


class PublicExpertForm(ExpertForm):
    on = day_field(
        _("Expertise demandée le"),
        help_text=_("Le jour de la délibération de l’instance."),
    )


class PublicExpertiseForm(ExpertiseForm):
    """R253-54: two grounds, and the administration pays whatever the ground."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("budget_short", "surplus_transferred", "no_equality_indicator"):
            del self.fields[name]
        ground = cast("forms.ChoiceField", self.fields["ground"])
        ground.help_text = ""
        # What a sheet already says stays until somebody changes it.
        kept = {*GROUNDS, self.initial.get("ground")}
        ground.choices = [one for one in ExpertGround.choices if one[0] in kept]
