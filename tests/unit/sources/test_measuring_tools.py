"""Other tools that are compared with: what they count of a few files, and that a figure of half a run is none."""

import pytest

from handiwork.app.measuring_signals import measure_packages
from handiwork.errors import InputError
from handiwork.evaluation.signals_packages import PRINTED, PackageFigures, difference_points, summary_rows, told_lines
from handiwork.model.progress import NullCollector
from handiwork.sources.measuring_tools import (
    Counted,
    Documented,
    annotated_functions,
    documented_definitions,
    missing_annotations,
)

CODE = '''
import typing as t


@t.overload
def size(of: str) -> int: ...
@t.overload
def size(of: bytes) -> int: ...
def size(of):
    """Return how long it is."""
    return len(of)


async def serve(port: int):
    """Serve."""

    def answer():
        class Told:
            pass

        return Told


def bare(first, second):
    pass
'''


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "served.py").write_text(CODE, encoding="utf-8")
    return tmp_path


def test_interrogates_list_is_given_as_printed_and_without_what_we_count_nowhere(folder):
    assert documented_definitions(folder, ["served.py"]) == Documented(
        printed=Counted(2, 7), compared=Counted(2, 3), n_overloads=2, n_within=2
    )


def test_ruff_names_what_lacks_an_annotation(folder):
    # three of bare, the returns of serve and of what stands in it; ruff passes over an implementation of overloads
    assert missing_annotations(folder, ["served.py"]) == 5


def test_a_run_of_mypy_that_breaks_off_gives_no_figure(folder):
    (folder / "broken.py").write_text("def (:\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"^mypy broke off with exit code 2: broken\.py:1: error"):
        annotated_functions(folder, ["served.py", "broken.py"])


def test_a_package_is_compared_file_by_file_and_what_is_left_out_is_counted(tmp_path):
    package = tmp_path / "sdists" / "served-1.0" / "served"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(CODE, encoding="utf-8")
    (package / "silent.py").write_text("# mypy: ignore-errors\ndef f(a): ...\n", encoding="utf-8")
    found = measure_packages(tmp_path / "sdists", cache=tmp_path / "facts.db", collector=NullCollector())
    assert found == [
        PackageFigures(
            "served",
            "1.0",
            n_files=2,
            n_left_out=1,
            ours={"functions": (3, 5), "slots": (5, 12), "docstrings": (2, 4)},
            theirs={"functions": (3, 5), "slots": (7, 12), "docstrings": (2, 4)},
            printed=(2, 8),
            n_overloads=2,
            n_within=2,
        )
    ]


def test_shares_that_agree_over_other_counts_are_told():
    found = PackageFigures("a", "1", 1, 0, {"functions": (175, 175)}, {"functions": (5, 5)})
    assert difference_points(found, "functions") == 0.0
    assert told_lines([found]) == ["a, functions: 175 by us, 5 by mypy"]


def test_a_difference_from_what_interrogate_prints_is_told_with_its_counts():
    found = PackageFigures(
        "a", "1", 1, 0, {"docstrings": (1, 2)}, {"docstrings": (1, 2)}, printed=(1, 4), n_overloads=2
    )
    told = (
        "a, docstrings, as printed: +25.0 points, as interrogate lists 2 overload declarations "
        "and 0 definitions within functions"
    )
    assert told_lines([found]) == [told]
    assert [row["beyond"] for row in summary_rows([found]) if row["measure"] == PRINTED] == [["a"]]
