"""Fixtures every test may ask for: the real data beside the checkout."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from tests.postgresql import binaries, fresh_database, running

from handiwork.state.database import Database, sqlite_url

# A busy machine is no failure: nothing here is judged by the clock.
settings.register_profile("any", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
# A gate must give the same answer twice; other runs look further each time, and PROPERTY_EXAMPLES makes them longer.
settings.load_profile("ci" if os.environ.get("CI") else "any")


_SLOWEST = ("integration/test_spark.py", "browser/test_pages.py", "property/test_scorers_agree.py")
"""Files whose tests take minutes together: they are begun first, so that none is left for the end."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the slowest files first, in the order above; all others stay as they are."""
    places = {name: place for place, name in enumerate(_SLOWEST)}
    items.sort(key=lambda item: places.get("/".join(item.path.parts[-2:]), len(places)))


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder with real public records; skip where it is absent."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if (folder / "data").is_dir():
        return folder
    if os.environ.get("HANDIWORK_REQUIRE_SHARED") == "1":
        pytest.fail(f"HANDIWORK_REQUIRE_SHARED=1 but {folder} is not there")
    pytest.skip("the real public records are not beside this checkout")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Return the address of a real PostgreSQL server, for `fresh_database`; skip where none is installed."""
    if binaries() is None:
        if os.environ.get("HANDIWORK_REQUIRE_SHARED") == "1":
            pytest.fail("HANDIWORK_REQUIRE_SHARED=1 but PostgreSQL is not installed")
        pytest.skip("PostgreSQL is not installed here")
    with running() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def state_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of an empty state: the test runs on SQLite, and on PostgreSQL."""
    if request.param == "sqlite":
        return sqlite_url(tmp_path)
    return fresh_database(request.getfixturevalue("postgresql"))


@pytest.fixture
def state_database(state_url: str) -> Iterator[Database]:
    """Return an opened state, on SQLite and on PostgreSQL."""
    with Database(state_url) as database:
        yield database
