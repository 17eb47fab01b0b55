"""Real accounts that others label as machines, in one lake: whom the catalogue marks, and that renaming hides nobody."""

import importlib.util
import sys
from collections import defaultdict
from pathlib import Path

import pytest
import yaml

from handiwork.catalog import load_catalog

pytestmark = pytest.mark.real


def _load(name):
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).parents[1] / f"{name}.py")
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


lakes = _load("identity_lake")


@pytest.fixture(scope="module")
def labelled(shared):
    """Return the logins of each labelled account of GitHub by its id."""
    path = shared / "data" / "bots" / "opendigger_labeled" / "bot" / "index.yml"
    platforms = yaml.safe_load(path.read_text(encoding="utf-8"))["data"]["platforms"]
    logins = defaultdict(set)
    for platform in platforms:
        if platform["name"] == "GitHub":
            for user in platform["users"]:
                logins[user["id"]].add(user["name"])
    return logins


@pytest.fixture(scope="module")
def resolution(labelled, tmp_path_factory):
    world = lakes.LakeBuilder(tmp_path_factory.mktemp("labelled"))
    for account_id, logins in labelled.items():
        for login in logins:
            world.account((account_id, login))
            world.says(f"huggingface:models-{account_id}", f"login:{login.lower()}")
    return world.resolve(load_catalog())


def test_a_renamed_machine_is_one_account_with_all_its_logins(labelled, resolution):
    found = {p["github_id"]: set(p["logins"]) for p in resolution.persons}
    assert found == {i: set(logins) for i, logins in labelled.items()}
    assert sum(len(logins) > 1 for logins in labelled.values()) > 3


def test_a_machine_is_one_under_whatever_login_the_catalogue_knows_it(labelled, resolution):
    bots = load_catalog().bots
    listed = {i for i, logins in labelled.items() if any(bots.reason(login) for login in logins)}
    assert {p["github_id"] for p in resolution.persons if p["is_bot"]} == listed
    assert len(listed) > 150
    renamed = {i for i in listed if not all(bots.reason(login) for login in labelled[i])}
    assert renamed


def test_no_machine_gets_a_link(resolution):
    machines = {p["person_id"] for p in resolution.persons if p["is_bot"]}
    linked = {link["person_id"] for link in resolution.links}
    assert linked
    assert not machines & linked
