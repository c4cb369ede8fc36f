"""An empty installation: the code of the terminal, one form, then nothing more."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.test import Client

from diagnostics import loading
from projects import first_run
from projects.enums import Role
from projects.models import Entry, Member, Organisation, User, Workplace
from tests.factories import make_user

PASSWORD = "quatre mots bien choisis"
PAGE = "/premier-demarrage/"

pytestmark = pytest.mark.django_db


def answers(code: str, **changes: str) -> dict[str, str]:
    return {
        "code": code,
        "organisation_name": "CSE de Clientis",
        "kind": "cse",
        "lieu-name": "Site de Villeurbanne",
        "lieu-siren": "732 829 320",
        "lieu-siret": "",
        "lieu-headcount": "412",
        "lieu-regime": "private",
        "lieu-instance": "cse",
        "lieu-territory": "metropole",
        "lieu-mail_domains": "clientis.example",
        "name": "Inès Belkacem",
        "email": "Ines@example.org",
        "password": PASSWORD,
        "password_again": PASSWORD,
        **changes,
    }


def test_the_form_opens_the_house_and_signs_its_first_person_in() -> None:
    client = Client()
    assert client.get(PAGE).status_code == 200
    response = client.post(PAGE, answers(first_run.issue_code()))
    assert (response.status_code, response["Location"]) == (302, "/")
    member = Member.objects.get()
    assert (member.role, member.user.email) == (Role.SECRETARY, "ines@example.org")
    assert Organisation.objects.get().name == "CSE de Clientis"
    assert Workplace.objects.get().siren == "732829320"
    assert client.session["_auth_user_id"] == str(member.user_id)
    verbs = Entry.objects.order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["organisation.created", "workplace.added"]
    assert Client().get(PAGE).status_code == 404


def test_the_code_is_read_in_any_shape_but_never_guessed() -> None:
    code = first_run.issue_code()
    wrong = Client().post(PAGE, answers("AAAA-BBBB-CCCC-DDDD"))
    assert "Ce code n’est pas le bon" in wrong.content.decode()
    assert not User.objects.exists()
    typed = code.lower().replace("-", " ")
    assert Client().post(PAGE, answers(typed)).status_code == 302


def test_a_new_code_replaces_the_former_one() -> None:
    former = first_run.issue_code()
    first_run.issue_code()
    assert not first_run.is_right(former)


def test_only_a_digest_is_kept_and_only_its_owner_reads_it(
    settings: LazySettings,
) -> None:
    code = first_run.issue_code()
    path = Path(settings.DATA_DIR) / "first-run"
    assert path.stat().st_mode & 0o777 == 0o600
    assert code not in path.read_text()
    assert code.replace("-", "") not in path.read_text()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"lieu-siren": "732829321"}, "Ce numéro SIREN n’est pas valide"),
        ({"lieu-headcount": "-3"}, "un nombre de 1 au moins"),
        ({"email": "ines"}, "adresse"),
        ({"password": "court", "password_again": "court"}, "12 caractères"),
        ({"email": "ines@rh.clientis.example"}, "messagerie de l’employeur"),
        ({"kind": "secte"}, "Choisissez une des réponses proposées"),
        ({"organisation_name": ""}, "Remplissez ce champ"),
    ],
)
def test_a_wrong_answer_creates_nothing_and_keeps_the_code(
    changes: dict[str, str], sentence: str
) -> None:
    code = first_run.issue_code()
    page = Client().post(PAGE, answers(code, **changes)).content.decode()
    assert sentence in page.replace("\u00a0", " ")
    assert "Site de Villeurbanne" in page
    assert PASSWORD not in page
    assert not Organisation.objects.exists()
    assert Client().post(PAGE, answers(code)).status_code == 302


def test_one_summary_counts_the_points_of_the_whole_page() -> None:
    changes = {"organisation_name": "", "lieu-headcount": "-3", "lieu-siren": "12"}
    code = first_run.issue_code()
    page = Client().post(PAGE, answers(code, **changes)).content.decode()
    assert page.count('class="error-summary"') == 1
    summary = page.partition('class="error-summary"')[2].partition("</div>")[0]
    assert "3 points sont à corriger" in summary
    assert re.findall(r'href="#(\w+-?\w+)"', summary) == [
        "id_organisation_name",
        "id_lieu-siren",
        "id_lieu-headcount",
    ]


def test_a_wrong_code_is_told_with_the_other_points() -> None:
    first_run.issue_code()
    changes = {"lieu-headcount": "-3", "email": "ines"}
    wrong = answers("AAAA-BBBB-CCCC-DDDD", **changes)
    page = Client().post(PAGE, wrong).content.decode()
    summary = page.partition('class="error-summary"')[2].partition("</div>")[0]
    assert "3 points sont à corriger" in summary
    assert re.findall(r'href="#(\w+-?\w+)"', summary) == [
        "id_code",
        "id_email",
        "id_lieu-headcount",
    ]


@pytest.mark.parametrize("right", [True, False])
def test_guessing_is_limited(right: bool) -> None:
    code = first_run.issue_code()
    for _try in range(10):
        Client().post(PAGE, answers("AAAA-BBBB-CCCC-DDDD"))
    tried = code if right else "AAAA-BBBB-CCCC-DDDD"
    # With another mistake, so that nothing opens and the answer tells no difference.
    page = Client().post(PAGE, answers(tried, email="ines")).content.decode()
    assert page.count("Trop d’essais") == 2  # in the summary and beside the field
    assert "Ce code n’est pas le bon" not in page
    assert Client().post(PAGE, answers(code)).status_code == 200
    assert not User.objects.exists()


def test_the_page_does_not_exist_once_somebody_has_an_account() -> None:
    make_user()
    code = first_run.issue_code()
    assert Client().get(PAGE).status_code == 404
    assert Client().post(PAGE, answers(code)).status_code == 404
    assert not Organisation.objects.exists()


def test_the_code_dies_with_its_use() -> None:
    code = first_run.issue_code()
    Client().post(PAGE, answers(code))
    assert not first_run.is_right(code)
    assert not first_run.is_right("")


# ---- manage.py prepare ----------------------------------------------------------
@pytest.fixture
def _two_contents(monkeypatch: pytest.MonkeyPatch) -> None:
    """All of them are read by the tests of diagnostics: two are enough here."""
    two = loading.files()[:2]
    monkeypatch.setattr(loading, "files", lambda: two)


def prepare(settings: LazySettings, tmp_path: Path) -> str:
    settings.STATIC_ROOT = tmp_path / "static"
    out = StringIO()
    call_command("prepare", stdout=out)
    return out.getvalue()


@pytest.mark.usefixtures("_two_contents")
def test_preparing_an_empty_installation_prints_a_code_that_works(
    settings: LazySettings, tmp_path: Path
) -> None:
    settings.DEMO = False
    words = prepare(settings, tmp_path)
    assert "http://localhost/premier-demarrage/" in words
    code = words.split("code d’installation : ")[1].split()[0]
    assert Client().post(PAGE, answers(code)).status_code == 302


@pytest.mark.usefixtures("_two_contents")
def test_preparing_again_does_and_says_nothing(
    settings: LazySettings, tmp_path: Path
) -> None:
    settings.DEMO = False
    make_user()
    assert prepare(settings, tmp_path) == (
        "Les fichiers des pages sont prêts.\nContenus mis à jour : 2.\n"
    )
    assert prepare(settings, tmp_path) == ""
    (tmp_path / "static" / ".sources").write_text("autre chose")
    assert prepare(settings, tmp_path) == "Les fichiers des pages sont prêts.\n"


@pytest.mark.usefixtures("_two_contents")
def test_the_demonstration_shows_its_accounts_at_each_start(
    settings: LazySettings, tmp_path: Path
) -> None:
    settings.DEMO = True
    make_user(email="secretaire@navette.example")
    words = prepare(settings, tmp_path)
    assert "secretaire@navette.example" in words
    assert "navette-demo" in words
