"""The degrees of a scale as people choose one: each with what it means."""

from typing import Any

from django import forms

from diagnostics.enums import AnswerKind, ScaleKind
from diagnostics.instruments.grids import Criterion, Scale


class DegreeSelect(forms.RadioSelect):
    """Radio buttons; between two poles, they stand along a line from one to the other.

    `ends` are the sentences of the poles, `meanings` those of the values.
    """

    template_name = "diagnostics/widgets/degrees.html"
    ends: tuple[str, ...] = ()
    meanings: dict[str, str] = {}

    def get_context(
        self, name: str, value: Any, attrs: dict[str, Any] | None
    ) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        widget = context["widget"]
        options = [one for _, some, _ in widget["optgroups"] for one in some]
        degrees = [one for one in options if one["value"] in self.meanings]
        for one in options:
            self._describe(one, name, degrees)
        widget |= {
            "ends": self.ends,
            "degrees": degrees,
            "beside": [one for one in options if one not in degrees],
        }
        return context

    def _describe(
        self, option: dict[str, Any], name: str, degrees: list[dict[str, Any]]
    ) -> None:
        """Named by its own words only; its meaning and its pole are told after."""
        attrs = option["attrs"]
        key = attrs.setdefault("id", f"{name}_{option['index']}")
        said = []
        option["meaning"] = self.meanings.get(option["value"], "")
        if option["meaning"]:
            said.append(f"{key}_meaning")
        if self.ends and degrees and option is degrees[0]:
            said.append(f"id_{name}_low")
        if self.ends and degrees and option is degrees[-1]:
            said.append(f"id_{name}_high")
        attrs["aria-labelledby"] = f"{key}_name"
        if said:
            attrs["aria-describedby"] = " ".join(said)


def ask_degree(field: forms.Field, scale: Scale, criterion: Criterion) -> None:
    """Offer the degrees of a grid, with the two ends of a criterion.

    Between two poles, the ends stand apart from the degrees; else they tell theirs.
    """
    assert isinstance(field, forms.ChoiceField)
    widget = field.widget
    assert isinstance(widget, DegreeSelect)
    lowest, highest = scale.levels[0], scale.levels[-1]
    ends = {
        lowest.value: f"{lowest.label} : {criterion.low}",
        highest.value: f"{highest.label} : {criterion.high}",
    }
    widget.meanings = {str(one.value): one.meaning for one in scale.levels}
    if scale.kind == ScaleKind.BIPOLAR:
        widget.ends = tuple(ends.values())
        ends = {}
    degrees = [(str(one.value), ends.get(one.value, one.label)) for one in scale.levels]
    field.choices = [*degrees, *aside()]


def aside() -> list[tuple[str, Any]]:
    kinds = (AnswerKind.UNKNOWN, AnswerKind.NOT_APPLICABLE)
    return [(kind.value, kind.label) for kind in kinds]
