"""A text that is wrong is refused with its file, its line and a sentence."""

import pytest

from diagnostics.instruments import from_values, parse
from diagnostics.source import ContentError, lines_of
from tests.diagnostics.uses import grid_values

TEXT = """id = "essai"
kind = "grid"
title = "Essai"
summary = "Pour les tests."

[origin]
method = "Essai"
fidelity = "own"
note = "Écrite pour les tests."
licence = "EUPL-1.2"

[[origin.source]]
id = "ici"
title = "Ici"
reading = "full"

[scale]
kind = "bipolar"
weak = [-1]
strong = [1]

[[scale.level]]
value = -1
label = "frein"

[[scale.level]]
value = 1
label = "appui"

[[dimension]]
code = "D1"
title = "Une dimension"
summary = "Une seule."

[[dimension.criterion]]
code = "D1.1"
title = "Un critère"
question = "Que se passe-t-il ?"
low = "rien"
high = "tout"
"""


def refusal(text: str) -> str:
    with pytest.raises(ContentError) as error:
        parse(text, "essai.toml")
    return str(error.value)


def test_a_whole_text_is_read_with_the_spaces_of_french():
    grid = parse(TEXT, "essai.toml")
    criterion = grid.by_code["D1.1"]
    assert criterion.question == "Que se passe-t-il\u00a0?"
    assert criterion.grounds.source.id == "ici"
    assert grid.dimension_of["D1.1"].code == "D1"


def test_the_lines_of_tables_and_keys_are_known():
    lines = lines_of(TEXT)
    assert lines[("dimension", 0, "criterion", 0, "low")] == 39
    assert lines[("scale", "level", 1)] == 26


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('low = "rien"', "", "essai.toml:35: il manque « low »."),
        ("low =", "lo =", "essai.toml:39: le champ « lo » n’existe pas."),
        ('kind = "grid"', 'kind = "gril"', "essai.toml:2: « gril » n’est pas"),
        ("weak = [-1]", "weak = [-3]", "essai.toml:19: -3 n’est pas un degré"),
        ("value = 1", "value = 2", "essai.toml:17: les deux pôles ont autant"),
        ("value = 1", 'value = "1"', "essai.toml:27: « value » est un nombre entier."),
        ("value = -1", "value = 3", "essai.toml:17: les degrés vont du plus bas"),
        ('reading = "full"', "", "essai.toml:12: « None » n’est pas une valeur"),
        (
            'question = "Que se passe-t-il ?"',
            'question = "Que se passe-t-il"',
            "essai.toml:38: une question finit",
        ),
        (
            'high = "tout"',
            'high = "tout"\nsource = "ailleurs"',
            "essai.toml:41: la source « ailleurs »",
        ),
        ('title = "Ici"', 'title = "Ici"\nurl = "ici"', "essai.toml:15: « ici » n’est"),
        ('code = "D1.1"', 'code = "é"', "essai.toml:36: « code » s’écrit"),
        ("[scale]", "[scale", "essai.toml:17: ce texte n’est pas du TOML"),
    ],
)
def test_a_mistake_is_said_with_its_line(old, new, sentence):
    assert refusal(TEXT.replace(old, new, 1)).startswith(sentence)


OPENED = "[[dimension]]"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('title = "Essai"', 'title = "Essai', "3: {} un texte n’est pas fermé"),
        ('title = "Essai"', "title =", "3: {} la valeur manque"),
        ('title = "Essai"', "title = Essai", "3: {} la valeur manque"),
        ('title = "Essai"', 'title = "Essai" x', "3: {} quelque chose suit"),
        ('title = "Essai"', 'title "Essai"', "3: {} il manque le signe ="),
        ('title = "Essai"', 'title = "a\\d"', "3: {} une barre oblique inverse"),
        ('title = "Essai"', 'kind = "grid"', "3: {} ce champ ou cette partie est déjà"),
        ("[scale]", "[origin]", "17: {} ce champ ou cette partie est déjà"),
        ("weak = [-1]", "weak = [-1", "20: {}"),
        ('high = "tout"', "high = '''tout", "40: {} un texte n’est pas fermé"),
        ('title = "Essai"', "title = 'Essai", "3: {} un texte n’est pas fermé"),
        (OPENED, "[[dimensoin]]", "30: le champ « dimensoin » n’existe pas."),
        (
            "[[dimension.criterion]]",
            "[[dimension.criterin]]",
            "35: le champ « criterin »",
        ),
    ],
)
def test_a_broken_form_is_said_in_french_with_its_line(old, new, said):
    told = refusal(TEXT.replace(old, new, 1))
    sentence = said.format("ce texte n’est pas du TOML :")
    assert told.startswith(f"essai.toml:{sentence}")
    english = ("(at", "Illegal", "Invalid", "Cannot", "Expected", "Un", "character")
    assert [word for word in english if word in told] == []


def test_a_mistyped_part_points_at_itself_and_not_at_the_next_one():
    second = TEXT[TEXT.index(OPENED) :].replace("D1", "D2")
    text = TEXT.replace(OPENED, "[[dimensoin]]", 1) + second
    assert refusal(text) == (
        "essai.toml:30: la partie « dimensoin » n’existe pas : "
        "« dimension » est attendu."
    )


def test_two_criteria_of_one_code_are_refused():
    twice = TEXT + TEXT[TEXT.index("[[dimension.criterion]]") :]
    assert refusal(twice) == "essai.toml:42: « D1.1 » est écrit deux fois."


def test_without_lines_the_path_is_said():
    values = grid_values()
    values["dimension"][1]["criterion"][0]["low"] = ""
    with pytest.raises(ContentError) as error:
        from_values(values, "copie.json")
    assert str(error.value) == (
        "copie.json, dimension 2 criterion 1 low: il manque « low »."
    )
