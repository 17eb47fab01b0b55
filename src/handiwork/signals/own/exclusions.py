"""What is not counted as a person's own code: vendored, generated, auto-generated migrations; and what is a test."""

import re

from handiwork.signals.python.generated import is_generated

__all__ = ["is_generated", "is_test_path", "left_out_path", "module_names"]

_VENDORED = frozenset(
    {
        "vendor", "vendors", "vendored", "_vendor", "_vendored", "third_party", "thirdparty", "third-party", "extern",
        "external", "externals", "_extern", "node_modules", "site-packages", "dist-packages", "bower_components",
        ".venv", "venv", ".tox", "virtualenv",
    }
)  # fmt: skip
_GENERATED_NAME = re.compile(
    r"(?:_pb2(?:_grpc)?\.pyi?|_pb2_grpc\.py|(?:^|/)_?versioneer\.py|(?:^|/)_version\.py|_rc\.py|(?:^|/)ui_\w+\.py"
    r"|\.g\.py|(?:^|/)parsetab\.py|(?:^|/)lextab\.py)$"
)
_TEST_DIRECTORIES = frozenset({"test", "tests"})
_TEST_NAME = re.compile(r"(?:test_.*|.*_tests?|tests?|conftest)\.pyi?")


def left_out_path(path: str) -> str | None:
    """Return why a file is nobody's own by its path alone: ``vendored`` or ``generated``; None if it may count.

    Examples
    --------
    >>> left_out_path("src/pkg/_vendor/six.py"), left_out_path("api/v1_pb2.py"), left_out_path("src/vendoring.py")
    ('vendored', 'generated', None)
    """
    *folders, _name = path.lower().split("/")
    if not _VENDORED.isdisjoint(folders):
        return "vendored"
    return "generated" if _GENERATED_NAME.search(path.lower()) else None


def is_test_path(path: str) -> bool:
    """Return whether a file holds tests, by where it is or what it is called.

    Examples
    --------
    >>> [is_test_path(p) for p in ("tests/helpers.py", "src/a_test.py", "src/testing/tools.py", "src/attest.py")]
    [True, True, False, False]
    """
    *folders, name = path.lower().split("/")
    return not _TEST_DIRECTORIES.isdisjoint(folders) or _TEST_NAME.fullmatch(name) is not None


def module_names(path: str) -> tuple[str, str]:
    """Return what a module is called in code, and what a file of tests about it is called after.

    Examples
    --------
    >>> module_names("src/pkg/_make.py"), module_names("tests/test_make.py"), module_names("src/pkg/__init__.py")
    (('_make', 'make'), ('test_make', 'make'), ('pkg', 'pkg'))
    """
    *folders, name = path.split("/")
    stem = name.rpartition(".")[0] or name
    if stem == "__init__" and folders:
        stem = folders[-1]
    about = stem.removeprefix("test_").removesuffix("_test").removesuffix("_tests").strip("_").lower()
    return stem, about
