"""The query of the public calculator: the same words in the page and in the JSON."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogue.law.calculator import Query
from dialogue.law.facts import Facts, ImpossibleFactsError, check
from projects.enums import Regime
from projects.forms.base import Form
from projects.forms.dates import date_input
from projects.workdays import Territory

FIRST, LAST = date(2000, 1, 1), date(2199, 12, 31)
MOST_MEETINGS = 24
SPARE_MEETINGS = 2  # empty places to type another meeting
RARE = (
    "accord",
    "expert_designe",
    "expert_demande",
    "cahier_des_charges",
    "contestation",
    "jugement_notifie",
    "prolongation_juge",
)
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
#: What a public body is asked otherwise: no period runs there from these answers.
_PUBLIC_HELP = {
    "information": gettext_lazy(
        "Dans la fonction publique, aucun délai n’est compté de ce jour : donnez les "
        "réunions."
    ),
    "expertise": gettext_lazy(
        "Expert habilité, appelé par la présidence de l’instance : aucun délai n’en "
        "dépend ici."
    ),
}
#: Names of the law's facts, as the query calls them.
_NAMES = {
    "agreed_on": "accord",
    "judge_extended_to": "prolongation_juge",
    "expert_asked_on": "expert_demande",
    "terms_notified_on": "cahier_des_charges",
    "challenged_on": "contestation",
    "judgment_on": "jugement_notifie",
}


def parse_day(text: str) -> date:
    """A day written YYYY-MM-DD; raises ValidationError with a French sentence."""
    try:
        day = date.fromisoformat(text) if _ISO.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None:
        raise forms.ValidationError(
            _("Indiquez une date complète : jour, mois et année.")
        )
    if not FIRST <= day <= LAST:
        raise forms.ValidationError(
            _("Vérifiez l’année : elle va de %(first)s à %(last)s.")
            % {"first": FIRST.year, "last": LAST.year}
        )
    return day


class DayField(forms.Field):
    """`required` is what the label says; the form decides when the day is missing."""

    def __init__(
        self, label: Any, help_text: Any = "", *, required: bool = False
    ) -> None:
        super().__init__(
            label=label, help_text=help_text, required=required, widget=date_input()
        )

    def validate(self, value: Any) -> None:
        pass

    def to_python(self, value: Any) -> date | None:
        return parse_day(value) if value else None


class DaysWidget(forms.TextInput):
    """One date input for each meeting, and a few to spare."""

    template_name = "dialogue/widgets/days.html"
    use_fieldset = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return [text for text in data.getlist(name) if text]

    def format_value(self, value: Any) -> Any:
        return value

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        context["days"] = [*(value or []), *[""] * SPARE_MEETINGS]
        return context


class DaysField(forms.Field):
    widget = DaysWidget

    def to_python(self, value: Any) -> tuple[date, ...]:
        if len(value) > MOST_MEETINGS:
            raise forms.ValidationError(
                _("Donnez %(most)s réunions au plus.") % {"most": MOST_MEETINGS}
            )
        return tuple(parse_day(text) for text in value)


class DefaultChoice(forms.ChoiceField):
    """The first choice is what an absent value means."""

    def __init__(self, label: Any, choices: Any, help_text: Any = "") -> None:
        super().__init__(
            label=label, choices=choices, initial=choices[0][0], help_text=help_text
        )

    def clean(self, value: Any) -> Any:
        return super().clean(value or self.initial)


class CalculatorForm(Form):
    """A query in, the law's `Query` out; unknown names and repeated ones are errors."""

    regime = DefaultChoice(
        gettext_lazy("Votre situation"),
        [
            ("prive", gettext_lazy("CSE, 50 salarié·es et plus")),
            ("public", gettext_lazy("Fonction publique")),
            ("sans_instance", gettext_lazy("Moins de 50, ou sans CSE")),
        ],
    )
    information = DayField(
        gettext_lazy("Information remise le"),
        gettext_lazy(
            "Le jour où l’employeur a donné les informations ou, au CSE, annoncé "
            "qu’elles sont dans la base de données (BDESE)."
        ),
        required=True,
    )
    expertise = DefaultChoice(
        gettext_lazy("Un expert intervient"),
        [("non", gettext_lazy("Non")), ("oui", gettext_lazy("Oui"))],
        gettext_lazy("Au CSE : expert-comptable ou expert habilité, voté par lui."),
    )
    niveaux = DefaultChoice(
        gettext_lazy("Qui est consulté"),
        [
            ("simple", gettext_lazy("Une seule instance")),
            (
                "central_et_etablissements",
                gettext_lazy("Central et établissements"),
            ),
        ],
    )
    territoire = DefaultChoice(
        gettext_lazy("Jours fériés"),
        Territory.choices(),
    )
    accord = DayField(gettext_lazy("Fin convenue par accord"))
    expert_designe = DayField(gettext_lazy("Expert désigné le"))
    expert_demande = DayField(gettext_lazy("L’expert demande des informations le"))
    cahier_des_charges = DayField(gettext_lazy("Cahier des charges notifié le"))
    contestation = DayField(gettext_lazy("Contestation de l’employeur le"))
    jugement_notifie = DayField(gettext_lazy("Jugement notifié le"))
    prolongation_juge = DayField(gettext_lazy("Prolongé par le juge jusqu’au"))
    reunion = DaysField(label=gettext_lazy("Réunions"), required=False)

    query: Query

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.given = data if data is not None else QueryDict()
        self.unknown: dict[str, list[str]] = {}
        self.public = self.given.get("regime") == "public"
        if self.public:
            self.ask_public_body()

    def ask_public_body(self) -> None:
        self.fields["information"].required = False
        for name, words in _PUBLIC_HELP.items():
            self.fields[name].help_text = words

    @property
    def usual(self) -> Iterator[SafeString]:
        return self._groups(name for name in self.fields if name not in RARE)

    @property
    def rare(self) -> Iterator[SafeString]:
        """The dates few people have, folded away until one is given."""
        return self._groups(RARE)

    def _groups(self, names: Iterable[str]) -> Iterator[SafeString]:
        """The fields in HTML; what nobody touched is drawn once and for all."""
        for name in names:
            touched = [text for text in self.given.getlist(name) if text]
            untouched = not touched or touched == [self.fields[name].initial]
            if untouched and not self[name].errors:
                yield _untouched(public=self.public)[name]
            else:
                yield self[name].as_field_group()

    @property
    def rare_are_given(self) -> bool:
        return any(self[name].value() for name in RARE)

    def errors_by_name(self) -> dict[str, list[str]]:
        """Every sentence at once, by the name the query gave."""
        by_field = {
            name: [str(sentence) for sentence in errors]
            for name, errors in self.errors.items()
            if name in self.fields
        }
        return by_field | self.unknown

    def address(self) -> str:
        """The query that gives this answer again, without what is said by default."""
        kept = QueryDict(mutable=True)
        for name, field in self.fields.items():
            given = [text for text in self.given.getlist(name) if text]
            if given and given != [field.initial]:
                kept.setlist(name, given)
        return kept.urlencode()

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        for name in self.given:
            if name not in self.fields:
                self.unknown[name] = [_("Ce nom n’est pas connu du calculateur.")]
                self.add_error(
                    None, _("« %(name)s » n’est pas connu.") % {"name": name}
                )
            elif name != "reunion" and len(self.given.getlist(name)) > 1:
                self.add_error(name, _("Donnez une seule valeur."))
        regime = cleaned.get("regime")
        if (
            regime == "prive"
            and not cleaned.get("information")
            and "information" not in self.errors
        ):
            self.add_error("information", _("Indiquez le jour de l’information."))
        if cleaned.get("jugement_notifie") and not self.given.get("contestation"):
            self.add_error(
                "jugement_notifie",
                _("Indiquez aussi le jour de la contestation que ce jugement tranche."),
            )
        self._compare(self._facts(regime))
        return cleaned

    def _facts(self, regime: str | None) -> Facts:
        given = self.cleaned_data
        challenge = given.get("contestation")
        return Facts(
            information_on=given.get("information"),
            territory=Territory(given.get("territoire") or Territory.METROPOLE),
            regime=Regime.PUBLIC if regime == "public" else Regime.PRIVATE,
            has_cse=regime != "sans_instance",
            two_levels=given.get("niveaux") == "central_et_etablissements",
            expert=given.get("expertise") == "oui",
            expert_named_on=given.get("expert_designe"),
            expert_asked_on=given.get("expert_demande"),
            terms_notified_on=given.get("cahier_des_charges"),
            agreed_on=given.get("accord"),
            suspended=((challenge, given.get("jugement_notifie")),)
            if challenge
            else (),
            judge_extended_to=given.get("prolongation_juge"),
        )

    def _compare(self, facts: Facts) -> None:
        """Hold the query, and tell every order of dates that cannot be."""
        self.query = Query(facts, self.cleaned_data.get("reunion") or ())
        try:
            check(facts)
        except ImpossibleFactsError as error:
            for name, sentences in error.errors.items():
                self.add_error(_NAMES[name], sentences)


@cache
def _untouched(*, public: bool) -> dict[str, SafeString]:
    """Each field as the empty form shows it, with the words of the regime."""
    form = CalculatorForm()
    if public:
        form.ask_public_body()
    return {name: form[name].as_field_group() for name in form.fields}
