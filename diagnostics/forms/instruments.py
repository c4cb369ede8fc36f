"""Forms of the editor of grids: one per part of a draft, and bringing in a file.

A draft may be incomplete: only what names a part is asked for here, and the list of
what is missing says the rest. Lengths are those that the reader of instruments accepts.
"""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from diagnostics import drafts
from diagnostics.drafts import LABELS, Values
from diagnostics.enums import Component, Party
from diagnostics.exchange import MOST_BYTES, values_of
from diagnostics.forms.assessments import AnswerForm
from diagnostics.forms.degrees import ask_degree
from diagnostics.instruments.grids import Criterion, Scale
from diagnostics.source import ContentError
from projects.forms.base import Form
from projects.forms.seen import seen_field
from projects.seen import mark

BEFORE = _l("À remplir avant de publier.")
#: A longer file is not written again in the page when it is refused.
MOST_SHOWN = 200_000


def text(key: str, longest: int, rows: int = 2, **options: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows > 1 else forms.TextInput()
    options.setdefault("required", False)
    return forms.CharField(
        label=LABELS[key], max_length=longest, widget=widget, **options
    )


class LinesField(forms.CharField):
    """A list of texts, one a line."""

    def __init__(self, key: str, help_text: Any) -> None:
        super().__init__(
            label=LABELS[key],
            required=False,
            max_length=6000,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=help_text,
        )

    def clean(self, value: Any) -> Any:
        lines = [line.strip() for line in super().clean(value).splitlines()]
        kept = list(dict.fromkeys(line for line in lines if line))
        if any(len(line) > 600 for line in kept):
            raise forms.ValidationError(_("Une ligne dépasse 600 caractères."))
        return kept

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value


class PartForm(Form):
    """One part of a draft. `seen` tells a text that somebody else changed meanwhile."""

    keys: tuple[str, ...] = ()
    seen = seen_field()

    def __init__(self, data: Any = None, *, part: Values | None = None) -> None:
        initial = {} if part is None else self.given(part)
        super().__init__(data, initial=initial)
        if part is None:
            del self.fields["seen"]

    def given(self, part: Values) -> dict[str, Any]:
        words = drafts.words_of(part, self.keys)
        return {**words, "seen": mark(part, self.keys)}

    def words(self) -> dict[str, Any]:
        """What the act takes; texts with one sign at the end of a line."""
        return {
            key: value.replace("\r\n", "\n") if isinstance(value, str) else value
            for key, value in self.cleaned_data.items()
        }


class HeaderForm(PartForm):
    keys = drafts.HEADER
    title = text("title", 160, rows=1, required=True)
    summary = text("summary", 600, rows=3, help_text=BEFORE)
    minutes = forms.IntegerField(
        label=LABELS["minutes"], min_value=1, max_value=2000, required=False
    )
    parties = forms.MultipleChoiceField(
        label=LABELS["parties"],
        choices=Party,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class ScaleForm(PartForm):
    """Words of the degrees there are. Other acts add and remove them."""

    keys = ("level", "weak", "strong")

    def __init__(self, data: Any = None, *, part: Values) -> None:
        self.levels = part["level"]
        self.sections: list[tuple[int, list[str]]] = []
        super().__init__(data, part=part)
        for index, level in enumerate(self.levels):
            names = [f"{kind}_{index}" for kind in ("label", "meaning", "reads")]
            self.fields[names[0]] = text("label", 80, rows=1, help_text=BEFORE)
            self.fields[names[1]] = text("meaning", 600)
            self.fields[names[2]] = forms.ChoiceField(
                label=_l("Ce degré compte comme"),
                required=False,
                choices=[
                    ("", _l("ni frein ni appui")),
                    ("weak", _l("un frein")),
                    ("strong", _l("un appui")),
                ],
            )
            self.sections.append((level["value"], names))

    def given(self, part: Values) -> dict[str, Any]:
        words = drafts.scale_words(part)
        return {**words, "seen": mark(words, words)}

    def words(self) -> dict[str, Any]:
        said = super().words()
        reads: dict[str, list[int]] = {"weak": [], "strong": [], "": []}
        for index, level in enumerate(self.levels):
            reads[said[f"reads_{index}"]].append(level["value"])
        rows = [
            {key: said[f"{key}_{index}"] for key in ("label", "meaning")}
            for index in range(len(self.levels))
        ]
        seen = said["seen"]
        return {"seen": seen, "levels": rows} | {
            k: reads[k] for k in ("weak", "strong")
        }

    def parts(self) -> list[tuple[int, list[Any]]]:
        return [
            (value, [self[name] for name in names]) for value, names in self.sections
        ]


class _WithComponent(PartForm):
    component = forms.ChoiceField(
        label=LABELS["component"],
        required=False,
        choices=[("", _l("Sans précision")), *Component.choices],
    )

    def __init__(
        self, data: Any = None, *, part: Values | None = None, components: bool
    ) -> None:
        super().__init__(data, part=part)
        if not components:
            del self.fields["component"]


class DimensionForm(_WithComponent):
    keys = drafts.DIMENSION
    field_order = ("title", "summary", "component")
    title = text("title", 160, rows=1, required=True)
    summary = text("summary", 600, rows=3, help_text=BEFORE)


class CriterionForm(_WithComponent):
    keys = drafts.CRITERION
    field_order = (*drafts.CRITERION, "dimension")
    title = text("title", 160, rows=1, required=True)
    question = text(
        "question",
        600,
        rows=3,
        help_text=_l(
            "À remplir avant de publier. Elle finit par « ? » ou par un point."
        ),
    )
    low = text("low", 300, help_text=BEFORE)
    high = text("high", 300, help_text=BEFORE)
    help = text("help", 600, rows=3)
    follow_ups = LinesField("follow_ups", _l("Une relance par ligne."))
    evidence = LinesField("evidence", _l("Un fait, un écran ou un document par ligne."))
    ask = text("ask", 600)
    propose = text("propose", 600)
    dimension = forms.ChoiceField(label=_l("Dimension"), choices=[])

    def __init__(
        self,
        data: Any = None,
        *,
        values: Values,
        dimension: str,
        part: Values | None = None,
    ) -> None:
        components = drafts.has_components(values)
        super().__init__(data, part=part, components=components)
        field = self.fields["dimension"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (one["code"], f"{one['code']} {one.get('title', '')}")
            for one in values["dimension"]
        ]
        self.initial["dimension"] = dimension
        if part is None:
            del self.fields["dimension"]
        else:
            keys = (*self.keys, "dimension")
            self.initial["seen"] = mark(part | {"dimension": dimension}, keys)


class ImportForm(Form):
    file = forms.FileField(
        label=_l("Fichier de grille"),
        required=False,
        max_length=None,
        widget=forms.FileInput(attrs={"accept": ".toml,.json"}),
        help_text=_l("TOML ou JSON, tel que Navette l’exporte. 1 Mo au plus."),
    )
    text = forms.CharField(
        label=_l("Ou le texte de ce fichier"),
        required=False,
        help_text=_l("L’un des deux suffit."),
        strip=False,
        max_length=MOST_BYTES,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )
    values: Values

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        file = data.get("file")
        field = "file" if file else "text"
        try:
            written = _decoded(file) if file else data["text"]
            if not written.strip():
                raise ContentError(_("Choisissez un fichier, ou collez son texte."))
            self._keep(written)
            name = file.name if file else ""
            self.values = values_of(written.replace("\r\n", "\n"), name)
        except ContentError as error:
            self.add_error(field, str(error))
        return data

    def _keep(self, written: str) -> None:
        """A refused file is shown as text: what is wrong is mended in the page."""
        if len(written) <= MOST_SHOWN:
            kept = cast("QueryDict", self.data).copy()
            kept["text"] = written
            self.data = kept


def _decoded(file: UploadedFile[Any]) -> str:
    if (file.size or 0) > MOST_BYTES:
        raise ContentError(_("Ce fichier est trop gros pour une grille."))
    try:
        return cast("bytes", file.read()).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ContentError(
            _("Ce fichier n’est pas un texte en UTF-8 : exportez-le de nouveau.")
        ) from None


class PreviewForm(AnswerForm):
    """What those who answer will be asked, with nothing to send."""

    def __init__(self, scale: Scale, criterion: Criterion) -> None:
        # Neither project nor person here: nothing of a file is offered.
        Form.__init__(self)
        ask_degree(self.fields["level"], scale, criterion)
        del self.fields["document"]
        for one in self.fields.values():
            one.disabled = True
