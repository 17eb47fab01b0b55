"""Fixtures every test may ask for: the real data beside the checkout."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

# A busy machine is no failure: nothing here is judged by the clock.
settings.register_profile("any", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
# A gate must give the same answer twice; other runs look further each time, and PROPERTY_EXAMPLES makes them longer.
settings.load_profile("ci" if os.environ.get("CI") else "any")


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder with real public records; skip where it is absent."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if (folder / "data").is_dir():
        return folder
    if os.environ.get("HANDIWORK_REQUIRE_SHARED") == "1":
        pytest.fail(f"HANDIWORK_REQUIRE_SHARED=1 but {folder} is not there")
    pytest.skip("the real public records are not beside this checkout")
