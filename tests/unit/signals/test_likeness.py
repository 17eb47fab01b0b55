"""Likeness to tutorials: renaming and comments change nothing, other code has little in common, little is said of little."""

import json

import numpy as np
import pytest

from handiwork.signals.likeness.sketch import GRAM, below, sketch
from handiwork.signals.likeness.tokens import code_of_notebook, tokens_of
from handiwork.signals.likeness.tutorials import Tutorial, likeness_of, scale_for


def loop(n: int, variable: str = "x") -> str:
    """A function unlike that of another number."""
    calls = "\n".join(
        f"    {variable} = m.layer_{n}_{i}({variable} + {i}, k='{i}') if {variable}.size_{i % 3} else m.other_{n}({variable})"
        for i in range(8)
    )
    return f"def f{n}({variable}, m):\n{calls}\n    return {variable}\n"


def code(numbers, variable="x") -> str:
    return "\n".join(loop(n, variable) for n in numbers)


def hashes(text):
    return sketch(tokens_of(text))


def tutorial(text, name="course", scale=4) -> Tutorial:
    kept = frozenset((below(hashes(text), scale) & np.uint64(0xFFFFFFFF)).tolist())
    return Tutorial(name, "", "", "", scale, kept)


def test_names_numbers_texts_comments_and_imports_make_no_difference():
    first = "import a\n# so\ndef f(x):\n    '''Doc.'''\n    return x.fit(3, 'a')\n"
    second = 'from b import (\n  c,\n)\ndef g(value):\n    return value.fit(0.25, "other")  # and so\n'

    assert list(tokens_of(first)) == list(tokens_of(second))


def test_what_is_called_of_a_library_makes_a_difference_and_own_attributes_do_not():
    assert list(tokens_of("x = a.fit(b)")) != list(tokens_of("x = a.transform(b)"))
    assert list(tokens_of("self.net(a)")) == list(tokens_of("self.model(b)"))


@pytest.mark.parametrize("text", ["'never closed", '"""never closed\n\n', "def (:\n  ]", "\\", "\x00\x0c", "'\\"])
def test_broken_code_gives_tokens_all_the_same(text):
    assert isinstance(list(tokens_of(text)), list)


def test_a_notebook_gives_its_code_cells_without_commands():
    cells = [
        {"cell_type": "markdown", "source": ["# x\n"]},
        {"cell_type": "code", "source": ["%matplotlib inline\n", "a = 1\n"]},
        {"cell_type": "code", "source": "!pip list\nb = 2"},
    ]
    assert code_of_notebook(json.dumps({"cells": cells}).encode()) == "\na = 1\n\n\nb = 2"
    assert (
        code_of_notebook(json.dumps({"worksheets": [{"cells": [{"cell_type": "code", "input": ["c\n"]}]}]}).encode())
        == "c\n"
    )


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b'"text"'])
def test_what_is_no_notebook_gives_none(content):
    assert code_of_notebook(content) is None


def test_little_code_and_long_lists_give_no_hashes():
    assert len(hashes("a = 1")) == 0
    assert len(hashes("a = [" + "1, " * 5_000 + "]")) == 0
    assert len(list(tokens_of("a = 1"))) < GRAM


def test_a_larger_scale_keeps_some_of_what_a_smaller_one_keeps():
    every = hashes(code(range(60)))
    some = below(every, 16)

    assert 0 < len(some) < len(every)
    assert set(some.tolist()) <= set(every.tolist())


@pytest.mark.parametrize(("n", "scale"), [(0, 4), (2_000, 4), (2_001, 8), (64_000, 128)])
def test_the_scale_bounds_what_is_kept_of_a_tutorial(n, scale):
    assert scale_for(n) == scale


def test_a_copy_with_other_names_is_all_shared_and_its_files_are_named():
    files = {"a.py": hashes(code(range(20), "value")), "b.py": hashes(code(range(20, 30), "item"))}
    found = likeness_of(files, [tutorial(code(range(40)))])

    assert [(s.name, round(s.share, 2)) for s in found.shared] == [("course", 1.0)]
    assert found.shared[0].files == (("a.py", 1.0), ("b.py", 1.0))


def test_half_a_copy_is_about_half_shared():
    files = {"a.py": hashes(code(range(30))), "b.py": hashes(code(range(100, 130)))}
    found = likeness_of(files, [tutorial(code(range(30)))])

    assert found.shared[0].share == pytest.approx(0.5, abs=0.1)
    assert [path for path, _ in found.shared[0].files] == ["a.py"]


def test_other_code_shares_next_to_nothing():
    found = likeness_of({"a.py": hashes(code(range(100, 140)))}, [tutorial(code(range(40)))])
    assert all(s.share < 0.05 for s in found.shared)


def test_of_too_little_code_nothing_is_said():
    assert likeness_of({"a.py": hashes(loop(1))[:5]}, [tutorial(code(range(40)))]).shared == ()
    assert likeness_of({}, [tutorial(code(range(40)))]).shared == ()


def test_the_nearest_tutorial_comes_first():
    files = {"a.py": hashes(code(range(20)))}
    found = likeness_of(files, [tutorial(code(range(8)), "less"), tutorial(code(range(20)), "more")])
    assert [s.name for s in found.shared] == ["more", "less"]
