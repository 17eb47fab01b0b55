"""Docstrings: which definitions should have one, and what the three styles say."""

import pytest
from tests.signal_trees import facts_of, reports_of

from handiwork.signals import Outcome, Result
from handiwork.signals.nouns import Example
from handiwork.signals.python.docstrings import letters

CHECKS = ("docstrings", "docstring-parameters", "docstring-examples", "module-docstrings")

NUMPY = '''def scale(values, by, clip):
    """Return scaled values.

    Parameters
    ----------
    values : list of float
        What is scaled.
    by : float
        The factor.
    clip : bool
        Whether it is cut off.

    Returns
    -------
    list of float

    Examples
    --------
    >>> scale([1.0], 2.0, False)
    [2.0]
    """
'''


def outcome(check, files) -> Outcome:
    return reports_of(files, "docs")[check].outcome


def counted(code) -> tuple[int, int]:
    counts = facts_of({"pkg/a.py": code})["docstring_counts"]
    return counts.n_documented, counts.n_definitions


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize(
    "files", [{}, {"README.md": "# A\n"}, {"tests/test_a.py": "def test_a(): ...\n"}, {"a.py": "def (\n"}]
)
def test_without_a_python_library_nothing_is_observed(check, files):
    assert outcome(check, files).result is Result.NOT_OBSERVED


def test_documented_code_passes_every_check():
    found = reports_of({"pkg/a.py": '"""Scaling."""\n' + NUMPY}, "docs")
    assert {name: found[name].outcome.result for name in CHECKS} == dict.fromkeys(CHECKS, Result.PASS)


def test_bare_code_fails_and_names_the_longest_definitions_first():
    found = outcome("docstrings", {"pkg/a.py": "def a(): ...\ndef b():\n    x = 1\n    return x\n"})
    assert (found.result, found.figure) == (Result.FAIL, 0.0)
    assert found.examples == (Example("pkg/a.py", 2, "b"), Example("pkg/a.py", 1, "a"))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ('class A:\n    """A."""\n    def __init__(self): ...\n    def __len__(self): ...\n', (1, 1)),
        ("def _a(): ...\nclass _B:\n    def c(self): ...\n", (0, 0)),
        ("def a():\n    def b(): ...\n    class C: ...\n", (0, 1)),
        ("class A:\n    class B:\n        def c(self): ...\n", (0, 3)),
        ("class A:\n    @property\n    def b(self): ...\n    @b.setter\n    def b(self, v): ...\n    @b.deleter\n    def b(self): ...\n", (0, 2)),
        ("@overload\ndef a(b: int): ...\n@t.overload\ndef a(b: str): ...\ndef a(b):\n    'A.'\n", (1, 1)),
        ("class A(B):\n    @override\n    def c(self): ...\n    @typing.override\n    def d(self): ...\n", (0, 1)),
        ('def a():\n    """ """\n', (0, 1)),
        ("def a():\n    f'{1}'\n", (0, 1)),
        ("def a():\n    # A comment.\n    return 1\n", (0, 1)),
        ("async def a():\n    'A.'\n", (1, 1)),
        ("def setter():\n    'A.'\n@setter\ndef b(): ...\n", (1, 2)),
    ],
)  # fmt: skip
def test_who_should_say_what_it_is(code, expected):
    assert counted(code) == expected


def test_stubs_hold_no_documentation():
    assert outcome("docstrings", {"pkg/a.pyi": "def a() -> int: ...\n"}).result is Result.NOT_OBSERVED


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Add.", "s"),
        ("Add.\n\nParameters\n----------\na : int\n    One.\n*rest\n    More.\n\nReturns\n-------\nint\n", "spr"),
        ("Add.\n\nParameters\n----------\na, b : int\n    Two.\n", "spt"),
        ("Add.\n\nArgs:\n    a (int): One.\n    **kw (str): Words.\n\nYields:\n    The sum.\n", "sptr"),
        ("Add.\n\nArgs:\n    a: One.\n        Told: at length.\n", "sp"),
        ("Add.\n\n:param int a: One.\n:returns: The sum.\n:rtype: int\n", "sptr"),
        ("Add.\n\n:param a: One.\n:type a: int\n", "spt"),
        ("Add.\n\n:param a: One.\n", "sp"),
        ("Add.\n\n@param a: One.\n@return: The sum.\n", "spr"),
        ("Add.\n\n>>> add(1)\n1\n", "sed"),
        ("Add.\n\nExample::\n\n    add(1)\n", "se"),
        ("Add.\n\n```python\nadd(1)\n```\n", "se"),
        ("Parameters are few.\nReturns: nothing.\nExample of ours.\nArgs:\nnone\n", "s"),
        ("Parameters\n\na\n    One.\n", "s"),
        ("Note:\n    a: One.\n", "s"),
        ("The prompt is >>> here.", "s"),
        ("Parameters\n----------\n", "s"),
    ],
)
def test_what_a_docstring_has(text, expected):
    assert letters(text, annotated=False) == expected


def test_types_in_the_signature_need_not_be_repeated():
    code = 'def a(b: int, c: int, d: int):\n    """Add.\n\n    Args:\n        b: One.\n        c: Two.\n        d: Three.\n    """\n'
    assert facts_of({"pkg/a.py": code})["docstring_counts"].n_types_told == 1


def test_parameters_that_are_not_described_fail_and_their_absence_is_not_observed():
    assert outcome("docstring-parameters", {"pkg/a.py": "def a(b, c, d):\n    'Add.'\n"}).result is Result.FAIL
    assert outcome("docstring-parameters", {"pkg/a.py": "def a(b, c):\n    'Add.'\n"}).result is Result.NOT_OBSERVED


def test_examples_are_named_by_line():
    found = outcome("docstring-examples", {"pkg/a.py": NUMPY})
    assert (found.result, found.figure, found.examples) == (Result.PASS, 1.0, (Example("pkg/a.py", 1, "scale"),))
    assert outcome("docstring-examples", {"pkg/a.py": "def a():\n    'Add.'\n"}).result is Result.FAIL


def test_empty_modules_need_no_docstring():
    files = {"pkg/__init__.py": "", "pkg/a.py": '"""A."""\nimport os\n'}
    assert outcome("module-docstrings", files).figure == 1.0
    assert outcome("module-docstrings", {"pkg/a.py": "import os\n"}).result is Result.FAIL
