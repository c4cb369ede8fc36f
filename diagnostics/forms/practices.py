"""Form of a good practice that is given up."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.forms.base import Form


class DropForm(Form):
    reason = forms.CharField(
        label=_("Motif de l’abandon"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "data-count": True}),
        error_messages={"required": _("Dites pourquoi vous l’abandonnez.")},
    )

    def __init__(self, *args: Any, needed: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].required = needed
