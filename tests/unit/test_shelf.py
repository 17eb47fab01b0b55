"""The shelf keeps indexes open, and notices when one was built again or is gone."""

import shutil
from datetime import date, datetime

import pytest

from handiwork.app.shelf import Shelf
from handiwork.errors import NotFoundError
from handiwork.index import build_index
from handiwork.index.tables import inputs_from_acts
from handiwork.lake.engine import Engine


@pytest.fixture
def built(tmp_path):
    with Engine(threads=1, memory_limit_mib=512) as engine:

        def build(day, *people):
            acts = [{"who": who, "repo": "acme/web", "kind": "commit", "at": datetime(2025, 1, 1)} for who in people]
            return build_index(engine, inputs_from_acts(acts), tmp_path, built_on=date(2025, 2, day))

        yield build


def test_an_index_is_opened_once(built):
    folder = built(1, "ada_l")
    shelf = Shelf(folder.parent)
    assert shelf.open(folder.name) is shelf.open(folder.name)


def test_another_current_index_answers_at_once(built):
    first, second = built(1, "ada_l"), built(2, "ada_l", "bob_x")
    shelf = Shelf(first.parent)
    for folder, people in ((first, 1), (second, 2), (first, 1)):
        shelf.use(folder.name)
        assert shelf.open().n_persons == people


def test_an_index_that_was_built_again_under_its_name_is_opened_anew(built):
    first, second = built(1, "ada_l"), built(2, "ada_l", "bob_x")
    shelf = Shelf(first.parent)
    assert shelf.open(first.name).n_persons == 1
    shutil.rmtree(first)
    second.rename(first)
    assert shelf.open(first.name).n_persons == 2


@pytest.mark.parametrize("name", ["gone", "../elsewhere", "", "x/../y"])
def test_an_index_that_is_not_there_is_not_opened(built, name):
    folder = built(1, "ada_l")
    shelf = Shelf(folder.parent)
    with pytest.raises(NotFoundError):
        shelf.open(name)
    shelf.open(folder.name)
    shutil.rmtree(folder)
    with pytest.raises(NotFoundError):
        shelf.open(folder.name)
