"""Forms of the acts where the labour code does not rule: no BDESE, no period."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from dialogue.forms.consultations import OpenForm, day_field
from dialogue.forms.events import ExpertForm

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
