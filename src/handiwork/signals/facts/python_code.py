"""Python code as facts: which files are the library and which its tests, how much is annotated, and documented.

**The library** is every Python file that was parsed and that is not a test, other people's or generated code, and not
beside the product: what lies below a top folder for documentation, examples, benchmarks or the repository's own tools,
and scripts at the top such as ``setup.py``. A stub counts for the module beside it.

**Functions** are those that do not stand inside another one; overload declarations are among them. **Public** is what
has no part of its name with a leading underscore, names like ``__init__`` excepted.

**Slots** are what can be annotated: each parameter but the first of a method, and what is returned, except by
``__init__``.

**Documented definitions** are public classes and functions, without ``__init__`` and other names of the language,
setters, deleters, overload declarations and what stands inside a function: the class, the property's getter and the
implementation are documented for them. An override marked as such (PEP 698) inherits its documentation.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from handiwork.signals.facts.book import fact
from handiwork.signals.own.exclusions import is_test_path, left_out_path
from handiwork.signals.python.nouns import ClassFacts, FunctionFacts, ModuleFacts
from handiwork.signals.tree import is_vendored

__all__ = [
    "SEVERAL",
    "DocstringCounts",
    "TypingCounts",
    "docstring_counts",
    "documentable",
    "is_dunder",
    "library_modules",
    "n_annotated_slots",
    "n_slots",
    "test_modules",
    "typed_modules",
    "typing_counts",
]

Definition = FunctionFacts | ClassFacts
"""What can be documented."""

_BESIDE = frozenset(
    {
        "asv_bench", "bench", "benchmark", "benchmarks", "build_tools", "changelog.d", "ci", "ci_tools", "demo",
        "demos", "doc", "docs", "docs_src", "example", "examples", "extra", "extras", "notebooks", "profiling",
        "requirements", "samples", "scripts", "t", "testing", "tools", "tutorials", "typing-examples",
    }
)  # fmt: skip
_SCRIPTS = frozenset(
    {"setup.py", "noxfile.py", "tasks.py", "fabfile.py", "dodo.py", "conf.py", "build.py", "hatch_build.py"}
)


SEVERAL = 3
"""From so many parameters on, a docstring is expected to describe them; one or two are told by its sentence and their
names."""


@dataclass(frozen=True, slots=True)
class TypingCounts:
    """How much is annotated.

    Attributes
    ----------
    n_functions, n_annotated_functions
        Functions of the library, and those of which anything is annotated, as mypy counts them.
    n_slots, n_annotated
        What can be annotated, and what is.
    n_public_slots, n_public_annotated
        The same of public functions.
    """

    n_functions: int = 0
    n_annotated_functions: int = 0
    n_slots: int = 0
    n_annotated: int = 0
    n_public_slots: int = 0
    n_public_annotated: int = 0


@dataclass(frozen=True, slots=True)
class DocstringCounts:
    """How many definitions are documented, and how.

    Attributes
    ----------
    n_definitions, n_documented
        Public definitions that can be documented, and those that are.
    n_with_parameters, n_parameters_told, n_types_told
        Documented functions with :data:`SEVERAL` parameters or more; those whose docstring describes them; those whose
        types are there or in the signature.
    n_returns_told, n_functions_documented
        Documented functions whose docstring says what is returned or yielded; all documented functions.
    n_examples, n_doctests
        Documented definitions with an example; with one that can run.
    n_modules, n_modules_documented
        Modules that hold anything, and those with a docstring.
    """

    n_definitions: int = 0
    n_documented: int = 0
    n_with_parameters: int = 0
    n_parameters_told: int = 0
    n_types_told: int = 0
    n_returns_told: int = 0
    n_functions_documented: int = 0
    n_examples: int = 0
    n_doctests: int = 0
    n_modules: int = 0
    n_modules_documented: int = 0


@fact
def library_modules(modules: Mapping[str, ModuleFacts]) -> dict[str, ModuleFacts]:
    """Return the library's files that were parsed, by path in order; stubs among them."""
    return {path: modules[path] for path in sorted(modules) if _in_library(path) and _readable(modules[path])}


@fact
def test_modules(modules: Mapping[str, ModuleFacts]) -> dict[str, ModuleFacts]:
    """Return the files of tests that were parsed, helpers and ``conftest.py`` among them, by path in order."""
    return {
        path: modules[path]
        for path in sorted(modules)
        if is_test_path(path) and not _others(path) and _readable(modules[path]) and path.endswith(".py")
    }


@fact
def typed_modules(library_modules: Mapping[str, ModuleFacts]) -> dict[str, ModuleFacts]:
    """Return the library's files in which types are looked for: a module's stub, where it has one, in its place."""
    return {path: facts for path, facts in library_modules.items() if f"{path}i" not in library_modules}


@fact
def typing_counts(typed_modules: Mapping[str, ModuleFacts]) -> TypingCounts:
    """Return how much of the library is annotated."""
    functions = [f for m in typed_modules.values() for f in m.functions if not f.is_nested]
    public = [f for f in functions if f.is_public]
    return TypingCounts(
        n_functions=len(functions),
        n_annotated_functions=sum(f.is_annotated for f in functions),
        n_slots=sum(map(n_slots, functions)),
        n_annotated=sum(map(n_annotated_slots, functions)),
        n_public_slots=sum(map(n_slots, public)),
        n_public_annotated=sum(map(n_annotated_slots, public)),
    )


@fact
def docstring_counts(library_modules: Mapping[str, ModuleFacts]) -> DocstringCounts:
    """Return how much of the library is documented; stubs hold no documentation."""
    read = [m for path, m in library_modules.items() if path.endswith(".py")]
    found = [d for m in read for d in documentable(m)]
    documented = [d for d in found if d.docstring is not None]
    functions = [d for d in documented if isinstance(d, FunctionFacts)]
    holding = [m for m in read if m.functions or m.classes or m.imports or m.docstring is not None]
    with_parameters = [f for f in functions if f.n_parameters >= SEVERAL]
    return DocstringCounts(
        n_definitions=len(found),
        n_documented=len(documented),
        n_with_parameters=len(with_parameters),
        n_parameters_told=_count(with_parameters, "p"),
        n_types_told=_count(with_parameters, "t"),
        n_returns_told=_count(functions, "r"),
        n_functions_documented=len(functions),
        n_examples=_count(documented, "e"),
        n_doctests=_count(documented, "d"),
        n_modules=len(holding),
        n_modules_documented=sum(m.docstring is not None for m in holding),
    )


def documentable(module: ModuleFacts) -> list[Definition]:
    """Return a file's public definitions that should say what they are, by line."""
    found: list[Definition] = [f for f in module.functions if _should_say(f)]
    found += [c for c in module.classes if c.is_public and not c.is_nested]
    return sorted(found, key=lambda d: (d.line, d.name))


def n_slots(function: FunctionFacts) -> int:
    """Return what of a function can be annotated."""
    return function.n_parameters + (not _is_init(function))


def n_annotated_slots(function: FunctionFacts) -> int:
    """Return what of a function that can be annotated is."""
    return function.n_annotated + (function.has_return_annotation and not _is_init(function))


def is_dunder(name: str) -> bool:
    """Return whether a qualified name's last part is one of the language's, like ``__init__``."""
    last = name.rpartition(".")[2]
    return last.startswith("__") and last.endswith("__")


# --- private ---


def _is_init(function: FunctionFacts) -> bool:
    return function.is_method and function.name.endswith(".__init__")


def _should_say(function: FunctionFacts) -> bool:
    """Return whether a function needs a docstring of its own."""
    last = {d.rpartition(".")[2] for d in function.decorators if "." in d}
    return (
        function.is_public
        and not function.is_nested
        and not function.is_overload
        and not is_dunder(function.name)
        and last.isdisjoint({"setter", "deleter"})
        and not any(d.rpartition(".")[2] == "override" for d in function.decorators)
    )


def _count(definitions: Iterable[Definition], letter: str) -> int:
    return sum(letter in (d.docstring or "") for d in definitions)


def _others(path: str) -> bool:
    return is_vendored(path) or left_out_path(path) is not None


def _readable(module: ModuleFacts) -> bool:
    return module.problem is None and not module.is_generated


def _in_library(path: str) -> bool:
    first, *others = path.split("/")
    if not others:
        return first not in _SCRIPTS and not is_test_path(path)
    hidden = any(part.startswith(".") for part in path.split("/"))
    return not (first.lower() in _BESIDE or hidden or is_test_path(path) or _others(path))
