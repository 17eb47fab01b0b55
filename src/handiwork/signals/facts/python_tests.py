"""Python tests as facts: which functions are tests and how they are run, and what the runner is told.

**Tests** are functions ``test…`` that stand in no function, in files of tests: alone, in a class ``Test…``, or in one
that says it is a ``TestCase``. Those in a ``TestCase`` are unittest's, the others are pytest's; neither is better.
Fixtures are pytest's, or unittest's ``setUp`` and its kin.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from handiwork.signals.facts.automation import Runs
from handiwork.signals.facts.book import fact
from handiwork.signals.facts.configuration import Configuration
from handiwork.signals.facts.settings_files import table
from handiwork.signals.nouns import Example
from handiwork.signals.python.nouns import FunctionFacts, ModuleFacts
from handiwork.signals.tree import Entry, within

__all__ = ["PythonTests", "TestRuns", "TestSettings", "python_tests", "runs_doctests", "test_runs", "test_settings"]


@dataclass(frozen=True, slots=True)
class PythonTests:
    """What the tests of a tree show.

    Attributes
    ----------
    pytest, unittest, fixtures, parametrized, properties
        Places, by path and line: tests of each runner, fixtures, parametrized tests, property tests.
    n_test_lines, n_code_lines
        Lines of files of tests, and of the library.
    n_code_functions
        Functions of the library that stand in no function.
    n_apart, n_beside
        Files with tests in a folder of tests, and beside the code they are about.
    doctest_imports
        Where a module that runs doctests is imported in tests.
    """

    pytest: tuple[Example, ...] = ()
    unittest: tuple[Example, ...] = ()
    fixtures: tuple[Example, ...] = ()
    parametrized: tuple[Example, ...] = ()
    properties: tuple[Example, ...] = ()
    n_test_lines: int = 0
    n_code_lines: int = 0
    n_code_functions: int = 0
    n_apart: int = 0
    n_beside: int = 0
    doctest_imports: tuple[Example, ...] = ()

    @property
    def n_tests(self) -> int:
        """How many tests there are."""
        return len(self.pytest) + len(self.unittest)


@dataclass(frozen=True, slots=True)
class TestSettings:
    """How tests are run, as settings files say.

    Attributes
    ----------
    addopts
        Options given to pytest each time, with the file that gives them.
    coverage
        Files that configure how coverage is measured or shown.
    problems
        Why files could not be read.
    """

    __test__ = False

    addopts: tuple[tuple[str, str], ...] = ()
    coverage: tuple[Example, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TestRuns:
    """What commands of continuous integration and of tasks do beside running tests.

    Attributes
    ----------
    doctests, coverage
        Files whose commands run examples in docstrings, and measure coverage; each with the command.
    """

    __test__ = False

    doctests: tuple[Example, ...] = ()
    coverage: tuple[Example, ...] = ()


@fact
def python_tests(test_modules: Mapping[str, ModuleFacts], library_modules: Mapping[str, ModuleFacts]) -> PythonTests:
    """Return what the tests show."""
    cases = _test_cases(test_modules)
    tests = [(p, f) for p, m in test_modules.items() for f in m.functions if _is_test(f, cases)]
    holding = {path for path, _ in tests}
    code = [m for path, m in library_modules.items() if path.endswith(".py")]
    return PythonTests(
        pytest=tuple(Example(p, f.line, f.name) for p, f in tests if _class_of(f) not in cases[p]),
        unittest=tuple(Example(p, f.line, f.name) for p, f in tests if _class_of(f) in cases[p]),
        fixtures=tuple(_fixtures(test_modules)),
        parametrized=tuple(_parametrized(test_modules, tests)),
        properties=tuple(Example(p, f.line, f.name) for p, f in tests if _is_property(f, test_modules[p])),
        n_test_lines=sum(m.n_lines for m in test_modules.values()),
        n_code_lines=sum(m.n_lines for m in code),
        n_code_functions=sum(not f.is_nested for m in code for f in m.functions),
        n_apart=sum(within(path, "test", "tests", "t", "testing") for path in holding),
        n_beside=sum(not within(path, "test", "tests", "t", "testing") for path in holding),
        doctest_imports=tuple(_doctest_imports(test_modules)),
    )


@fact
def test_settings(configuration: Configuration, files: tuple[Entry, ...]) -> TestSettings:
    """Return how tests are run, as the settings files at the tree's top say."""
    coverage = [Example(e.path) for e in files if e.path in _COVERAGE_FILES]
    toml = configuration.toml("pyproject.toml")
    told = table(toml, "tool", "pytest", "ini_options") or table(toml, "tool", "pytest") or {}
    addopts = [("pyproject.toml", _words(told.get("addopts")))]
    if table(toml, "tool", "coverage") is not None:
        coverage.append(Example("pyproject.toml", None, "tool.coverage"))
    for path, section in _PYTEST_SECTIONS:
        sections = configuration.ini(path)
        addopts.append((path, sections.get(section, {}).get("addopts", "")))
        coverage.extend(Example(path, None, name) for name in sections if name.startswith("coverage:"))
    kept = tuple((path, options) for path, options in addopts if options.strip())
    coverage += [Example(path, None, "--cov") for path, options in kept if _measures(options.split())]
    problems = configuration.problems_of("pyproject.toml", *(path for path, _ in _PYTEST_SECTIONS))
    return TestSettings(kept, tuple(coverage), problems)


@fact
def test_runs(runs_of_ci: Runs, runs_of_tasks: Runs) -> TestRuns:
    """Return where commands run doctests and measure coverage, also behind tox, nox, make and scripts."""
    runs = [(words, job.path) for words, job in (*runs_of_ci.found, *runs_of_tasks.found)]
    doctests = [Example(path, None, " ".join(words)) for words, path in runs if _is_doctest_run(words)]
    coverage = [Example(path, None, " ".join(words)) for words, path in runs if _is_coverage_run(words)]
    return TestRuns(tuple(dict.fromkeys(doctests)), tuple(dict.fromkeys(coverage)))


def runs_doctests(options: Iterable[str]) -> bool:
    """Return whether options of pytest make it collect examples; others, as how to go on after one, do not.

    Examples
    --------
    >>> runs_doctests(["-q", "--doctest-glob=*.rst"]), runs_doctests(["--doctest-continue-on-failure"])
    (True, False)
    """
    return any(option.partition("=")[0] in _COLLECTS_DOCTESTS for option in options)


# --- private ---

_COVERAGE_FILES = frozenset(
    {
        ".coveragerc",
        ".coveragerc.toml",
        "codecov.yml",
        ".codecov.yml",
        "codecov.yaml",
        ".github/codecov.yml",
        ".coveralls.yml",
    }
)
_PYTEST_SECTIONS = (
    ("pytest.ini", "pytest"), (".pytest.ini", "pytest"), ("tox.ini", "pytest"), ("setup.cfg", "tool:pytest"),
)  # fmt: skip
_SETUP = frozenset({"setUp", "setUpClass", "asyncSetUp", "setUpTestData", "setUpModule", "setup_method", "setup_class"})
_PARAMETRIZED = frozenset(
    {"parametrize", "parameterized.expand", "parameterized", "parameterize", "parameterized_class"}
)
_DOCTEST = ("doctest", "xdoctest", "sybil")
_COLLECTS_DOCTESTS = frozenset(
    {
        "--doctest-modules",
        "--doctest-glob",
        "--doctest-plus",
        "--doctest-cython",
        "--doctest-rst",
        "--xdoctest",
        "--xdoc",
    }
)
_PYTEST = ("pytest", "py.test")
_COVERAGE_STEPS = frozenset({"combine", "report", "xml", "html", "json", "lcov"})


def _test_cases(modules: Mapping[str, ModuleFacts]) -> dict[str, set[str]]:
    """Return the classes of each file that are unittest's: by their bases' names, or by a base that is one."""
    known: set[str] = set()
    while True:
        found = {
            c.name
            for m in modules.values()
            for c in m.classes
            if any(b.endswith("TestCase") or b.rpartition(".")[2] in known for b in c.bases)
        }
        if found <= known:
            break
        known |= found
    return {path: {c.name for c in m.classes if c.name in known} for path, m in modules.items()}


def _class_of(function: FunctionFacts) -> str:
    return function.name.rpartition(".")[0] if function.is_method else ""


def _is_test(function: FunctionFacts, cases: Mapping[str, set[str]]) -> bool:
    last = function.name.rpartition(".")[2]
    if function.is_nested or not last.startswith("test") or any("fixture" in d for d in function.decorators):
        return False
    owner = _class_of(function)
    if not owner:
        return last.startswith("test_") or last == "test"
    return owner.rpartition(".")[2].startswith("Test") or any(owner in names for names in cases.values())


def _fixtures(modules: Mapping[str, ModuleFacts]) -> Iterator[Example]:
    for path, module in modules.items():
        for function in module.functions:
            is_pytest = any(d.rpartition(".")[2] in ("fixture", "yield_fixture") for d in function.decorators)
            if is_pytest or function.name.rpartition(".")[2] in _SETUP:
                yield Example(path, function.line, function.name)


def _parametrized(modules: Mapping[str, ModuleFacts], tests: list[tuple[str, FunctionFacts]]) -> Iterator[Example]:
    for path, function in tests:
        if any(d.rpartition(".")[2] in _PARAMETRIZED or d in _PARAMETRIZED for d in function.decorators):
            yield Example(path, function.line, function.name)
    for path, module in modules.items():
        shown = [
            (c.line, c.name) for c in module.classes if any(d.rpartition(".")[2] in _PARAMETRIZED for d in c.decorators)
        ]
        shown += [(f.line, f.name) for f in module.functions if f.name == "pytest_generate_tests"]
        yield from (Example(path, line, name) for line, name in shown)


def _is_property(function: FunctionFacts, module: ModuleFacts) -> bool:
    """Return whether Hypothesis gives a test its values: its decorator, in a file that imports it."""
    if not any(name.split(".")[0] == "hypothesis" for name, _ in module.imports):
        return False
    return any(d.rpartition(".")[2] == "given" for d in function.decorators)


def _doctest_imports(modules: Mapping[str, ModuleFacts]) -> Iterator[Example]:
    for path, module in modules.items():
        for name, line in module.imports:
            if name.split(".")[0] in _DOCTEST:
                yield Example(path, line, name)


def _is_doctest_run(words: Sequence[str]) -> bool:
    if words[0] in _PYTEST:
        return runs_doctests(words[1:])
    return words[0] in ("doctest", "xdoctest") or (words[0] == "sphinx-build" and "doctest" in words[1:])


def _is_coverage_run(words: Sequence[str]) -> bool:
    if words[0] in _PYTEST:
        return _measures(words[1:])
    return words[0] == "coverage" and not _COVERAGE_STEPS.isdisjoint(words[1:2])


def _measures(options: Iterable[str]) -> bool:
    return any(option.partition("=")[0] == "--cov" for option in options)


def _words(options: object) -> str:
    return " ".join(map(str, options)) if isinstance(options, list) else str(options or "")
