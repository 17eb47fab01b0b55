"""Fixtures of the specification: worlds written as rows."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest


def _load(name: str) -> ModuleType:
    """Return a module of helpers that lies beside the test folders."""
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).parents[1] / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return sys.modules[name]


@pytest.fixture(scope="session")
def identity_lake() -> ModuleType:
    """Return the helpers that write small lakes and resolve them."""
    return _load("identity_lake")


@pytest.fixture
def world(identity_lake: ModuleType, tmp_path: Path):
    """Return an empty world to write rows into."""
    return identity_lake.LakeBuilder(tmp_path / "lake")
