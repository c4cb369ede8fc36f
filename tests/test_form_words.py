"""What forms answer: what to do, in Navette's words, and nothing typed is cut."""

import copy
import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.test import Client
from django.urls import reverse

import dialogue.forms
import projects.forms
from projects.forms.base import Form, Spoken, speak
from projects.models import User
from tests.dialogue.stories import opened, signed_in
from tests.factories import World
from tests.projects.sheets import sheet

#: How Django's own French begins. None of it says what to do in our words.
DJANGO = (
    *("Ce champ", "Saisissez", "Sélectionnez", "Assurez-vous", "Aucun fichier"),
    *("Le fichier soumis", "Le caractère", "Vérifiez que", "« "),
)


def form_classes() -> Iterator[type[forms.BaseForm]]:
    for package in (projects.forms, dialogue.forms):
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            for value in vars(importlib.import_module(module.name)).values():
                ours = getattr(value, "__module__", "") == module.name
                if (
                    ours
                    and isinstance(value, type)
                    and issubclass(value, forms.BaseForm)
                ):
                    yield value


FORMS = list(form_classes())
#: allauth's forms that we adapt take their sentences from the catalogue.
OURS = [
    form
    for form in FORMS
    if not any(base.__module__.startswith("allauth") for base in form.__mro__)
]


def sentences(field: forms.Field) -> list[str]:
    field = copy.deepcopy(field)
    speak(field)
    said = [*field.error_messages.values()]
    said += [getattr(check, "message", "") for check in field.validators]
    words = {"limit_value": 3, "show_value": 4, "max": 3, "length": 4}
    return [
        str(one % words) if "limit_value" in repr(one) else str(one) for one in said
    ]


def test_every_form_answers_in_our_words_by_kind_of_field() -> None:
    assert len(OURS) > 40
    assert [form for form in OURS if not issubclass(form, Spoken)] == []


def test_no_field_answers_with_a_sentence_of_django() -> None:
    raw = {
        (form.__name__, name, said)
        for form in FORMS
        for name, field in getattr(form, "base_fields", {}).items()
        for said in sentences(field)
        if said.startswith(DJANGO)
    }
    assert raw == set()


class Kinds(Form):
    file = forms.FileField()
    day = forms.DateField()
    sure = forms.BooleanField()
    several = forms.MultipleChoiceField(choices=[("a", "A")])
    one = forms.ChoiceField(choices=[("a", "A")])
    address = forms.EmailField()
    count = forms.IntegerField()
    words = forms.CharField()
    reason = forms.CharField(error_messages={"required": "Dites pourquoi."})
    revision = forms.IntegerField(widget=forms.HiddenInput)


def answers(typed: dict[str, str]) -> dict[str, str]:
    return {name: said[0] for name, said in Kinds(typed, {}).errors.items()}


def test_an_empty_form_says_what_to_do_field_by_field() -> None:
    stale = "Cette page n’est plus à jour : rechargez-la, puis recommencez."
    assert answers({}) == {
        "file": "Choisissez un fichier.",
        "day": "Indiquez une date.",
        "sure": "Cochez la case pour continuer.",
        "several": "Cochez au moins une réponse.",
        "one": "Choisissez une des réponses proposées.",
        "address": "Écrivez une adresse électronique.",
        "count": "Écrivez un nombre, en chiffres.",
        "words": "Remplissez ce champ : il ne peut pas rester vide.",
        "reason": "Dites pourquoi.",
        "revision": stale,
    }


GONE = (
    "Choisissez une des réponses proposées : celle-ci n’en fait pas ou plus partie. "
    "Quelque chose a pu changer depuis l’ouverture de votre page."
)


def test_a_wrong_answer_says_what_a_right_one_looks_like() -> None:
    wrong = {"day": "hier", "address": "moi", "count": "deux", "one": "z"}
    said = answers(wrong)
    assert {name: said[name] for name in wrong} == {
        "day": "Indiquez une date complète : jour, mois et année.",
        "address": "Écrivez une adresse entière, par exemple prenom.nom@exemple.fr.",
        "count": "Écrivez un nombre entier, en chiffres.",
        "one": GONE,
    }


def test_no_code_is_shown_to_who_picked_what_is_offered_no_more(db: None) -> None:
    class Late(Form):
        rows = forms.ModelMultipleChoiceField(User.objects.all(), required=False)

        def __init__(self, data: dict[str, Any]) -> None:
            super().__init__(data)
            self.fields["made"] = forms.ChoiceField(choices=[("open", "ouvert")])
            self.fields["own"] = forms.ChoiceField(
                choices=[], error_messages={"invalid_choice": "La mienne."}
            )

    sent = {"made": "delivered", "rows": ["delivered"], "own": "delivered"}
    assert Late(sent).errors == {
        "made": [GONE],
        "rows": [GONE],
        "own": ["La mienne."],
    }


def test_the_forms_of_accountsspeak_the_same_way(db: None) -> None:
    page = Client().post(reverse("account_login"), {"login": "", "password": ""})
    assert "Remplissez ce champ\xa0: il ne peut pas rester vide." in page.text


@pytest.mark.parametrize("rows", [4001, 12_000])
def test_a_question_too_long_is_refused_whole(world: World, rows: int) -> None:
    opened(world)
    url = reverse("dialogue:question_new", args=[world.project.pk])
    client = signed_in(world.elected)
    page = client.get(url).text
    assert 'data-most="4000"' in page
    assert "maxlength" not in page
    typed = "é" * rows
    answer = client.post(url, {"text": typed, "theme": "other"})
    assert typed in answer.text
    sentence = f"Ce texte compte {rows} caractères, et 4000 tiennent ici"
    assert sentence in answer.text


def test_a_sheet_keeps_a_purpose_too_long(world: World) -> None:
    url = reverse("projects:project_edit", args=[world.project.pk])
    typed = "but " * 3000
    answer = signed_in(world.elected).post(url, sheet(world, purpose=typed.strip()))
    assert typed.strip() in answer.text
    assert "et 10000 tiennent ici" in answer.text
