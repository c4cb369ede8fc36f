"""A diagnostic that was exported, to be brought in."""

import json
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from diagnostics.syntax import json_fault, unread
from projects.forms.base import Form

MOST = 2_000_000


class ImportForm(Form):
    file = forms.FileField(
        label=_("Fichier"),
        help_text=_("Un fichier .json exporté d’un diagnostic par Navette."),
        widget=forms.ClearableFileInput(attrs={"accept": ".json,application/json"}),
    )

    def clean_file(self) -> tuple[str, dict[str, Any]]:
        """The name of the file, and its values."""
        file = self.cleaned_data["file"]
        if file.size > MOST:
            raise forms.ValidationError(_("Ce fichier dépasse 2 Mo."))
        try:
            values = json.loads(file.read().decode("utf-8"))
        except json.JSONDecodeError as error:
            line, sentence = json_fault(error)
            where = _("Ligne %(line)s : %(sentence)s")
            raise forms.ValidationError(
                where % {"line": line, "sentence": sentence}
            ) from error
        except UnicodeDecodeError as error:
            raise forms.ValidationError(
                _("Ce fichier n’est pas du JSON : exportez-le de nouveau.")
            ) from error
        except (ValueError, RecursionError) as error:
            raise forms.ValidationError(unread(error).capitalize()) from error
        if not isinstance(values, dict):
            raise forms.ValidationError(_("Ce fichier n’est pas un diagnostic."))
        return str(file.name)[:80], values
