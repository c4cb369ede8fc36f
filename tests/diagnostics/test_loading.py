"""Files to base: loading twice changes nothing, a changed text is a new version."""

import pytest
from django.db import IntegrityError, connection, transaction

from diagnostics import loading
from diagnostics.models import Instrument, InstrumentVersion
from diagnostics.source import ContentError
from tests.diagnostics.test_source import TEXT

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "essai.toml"
    file.write_text(TEXT, encoding="utf-8")
    return file


def test_loading_twice_changes_nothing(path):
    assert loading.load([path]) == ["essai"]
    assert loading.load([path]) == []
    assert InstrumentVersion.objects.count() == 1


def test_a_changed_text_is_a_new_version_and_the_old_one_stays(path):
    loading.load([path])
    old = Instrument.objects.get().current
    path.write_text(TEXT.replace("Un critère", "Un autre titre"), encoding="utf-8")
    assert loading.load([path]) == ["essai"]
    new = Instrument.objects.get().current
    assert (old.number, new.number) == (1, 2)
    assert old.grid.by_code["D1.1"].title == "Un critère"
    assert new.grid.by_code["D1.1"].title == "Un autre titre"


def test_a_default_written_out_or_a_comment_is_no_new_version(path):
    loading.load([path])
    written = f'# Pour les tests.\n{TEXT}source = "ici"\nmark = "proposal"\n'
    path.write_text(written, encoding="utf-8")
    assert loading.load([path]) == []
    path.write_text(written.replace("proposal", "fact"), encoding="utf-8")
    assert loading.load([path]) == ["essai"]
    assert InstrumentVersion.objects.count() == 2


def test_one_wrong_file_brings_in_none(path, tmp_path):
    wrong = tmp_path / "faux.toml"
    wrong.write_text(TEXT.replace('kind = "grid"', ""), encoding="utf-8")
    with pytest.raises(ContentError, match=r"faux\.toml, kind"):
        loading.load([path, wrong])
    assert not Instrument.objects.exists()


@pytest.mark.parametrize(
    "sentence",
    [
        "UPDATE diagnostics_instrumentversion SET content = '{}'",
        "DELETE FROM diagnostics_instrumentversion",
    ],
)
def test_the_database_refuses_to_change_or_delete_what_is_published(path, sentence):
    loading.load([path])
    Instrument.objects.update(current=None)
    with connection.cursor() as cursor, transaction.atomic():
        with pytest.raises(IntegrityError, match="does not change"):
            cursor.execute(sentence)
        transaction.set_rollback(True)


def test_every_file_of_navette_is_loaded_once():
    assert len(loading.load()) == len(loading.files())
    assert loading.load() == []
