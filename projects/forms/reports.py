"""The public form that verifies a file."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.forms.base import Form
from projects.uploads.checks import UploadRefused
from projects.uploads.handler import RefusedUpload


class VerifyForm(Form):
    """A file or its digest: neither is optional by itself, and neither is required."""

    hide_optional = True
    file = forms.FileField(
        label=_("Le fichier PDF à vérifier"),
        required=False,
        help_text=_("Il est lu, comparé, puis oublié : Navette n’en garde rien."),
    )
    digest = forms.CharField(
        label=_("Ou son empreinte SHA-256"),
        required=False,
        max_length=100,
        help_text=_("64 caractères, imprimés sur le récépissé de transmission."),
    )

    def clean_digest(self) -> str:
        value = re.sub(r"\s", "", self.cleaned_data["digest"]).lower()
        if value and not re.fullmatch(r"[0-9a-f]{64}", value):
            raise forms.ValidationError(
                _("Une empreinte compte 64 caractères, de 0 à 9 et de a à f.")
            )
        return value

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("file") and not cleaned.get("digest"):
            raise forms.ValidationError(
                _("Choisissez un fichier, ou collez son empreinte.")
            )
        return cleaned

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if isinstance(file, RefusedUpload):
            try:
                file.read()
            except UploadRefused as refused:
                raise forms.ValidationError(str(refused)) from refused
        return file
