"""The class of a system under the AI Act, said where its project is read."""

from tests.dialogue.stories import signed_in
from tests.factories import World
from tests.projects.test_systems import registered, text_of
from tests.test_query_counts import queries


def test_the_project_says_the_class_of_each_of_its_systems(world: World) -> None:
    registered(world, "Trieuse", project=world.project, ai_class="high_risk")
    path, counts = world.project.get_absolute_url(), []
    for name in ("Planning", "Relances", "Badges"):
        registered(world, name, project=world.project)
        counts.append(queries(world.elected, path))
    assert (counts[0], counts[2]) == (14, 14)
    page, words = (
        text_of(signed_in(world.elected), path),
        "Classe au règlement sur l’IA",
    )
    assert page.count(f"{words}, à vérifier : haut risque (article 6)") == 1
    assert page.count(f"{words} : pas encore choisie") == 3
    assert words not in text_of(signed_in(world.employer), path)
