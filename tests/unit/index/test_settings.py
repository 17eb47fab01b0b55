"""The ranking's constants: ranges, and the way into a manifest and back."""

from dataclasses import replace

import pytest

from handiwork.errors import StoreError, UsageError
from handiwork.index import CONTRIBUTION_KINDS, IndexSettings


def test_settings_survive_the_manifest():
    settings = IndexSettings(creator_weight=2.0)

    assert IndexSettings.from_dict(settings.to_dict()) == settings


@pytest.mark.parametrize("change", [{"path_weight": -1.0}, {"area_min_acts": 0}, {"bulk_factor": 1.5}])
def test_a_constant_out_of_range_is_refused(change):
    with pytest.raises(UsageError):
        IndexSettings(**change)


@pytest.mark.parametrize(
    "change",
    [
        {"k1": 0.0},
        {"b": 1.1},
        {"cut": 0},
        {"sharpness": 0.5},
        {"share": 0.0},
        {"half_life_years": 0.0},
        {"sure": 0},
        {"least_relevance": 2.0},
    ],
)
def test_a_kinds_constant_out_of_range_is_refused(change):
    with pytest.raises(UsageError):
        replace(IndexSettings().area, **change)


@pytest.mark.parametrize("damage", [lambda d: d.pop("area"), lambda d: d.pop("path_weight"), lambda d: d.update(x=1)])
def test_settings_of_another_version_are_refused(damage):
    found = IndexSettings().to_dict()
    damage(found)

    with pytest.raises(StoreError):
        IndexSettings.from_dict(found)


def test_every_kind_of_contribution_has_its_own_code_and_a_reason():
    assert [kind.code for kind in CONTRIBUTION_KINDS] == list(range(len(CONTRIBUTION_KINDS)))
    assert len({kind.name for kind in CONTRIBUTION_KINDS}) == len(CONTRIBUTION_KINDS)
    assert all(kind.reason and 0 < kind.weight <= 1 for kind in CONTRIBUTION_KINDS)
