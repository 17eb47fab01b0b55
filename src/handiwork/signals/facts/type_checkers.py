"""Type checkers a repository is set up with, and how strict each is.

mypy
    ``mypy.ini``, ``.mypy.ini``, ``[tool.mypy]`` of ``pyproject.toml``, ``setup.cfg``: the first that configures it
    is the one mypy reads.
pyright, basedpyright
    ``pyrightconfig.json``, else ``[tool.pyright]`` or ``[tool.basedpyright]``.
others
    ty, pyrefly, pytype and pyre are named; how strict they are is not read.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from handiwork.signals.facts.book import fact
from handiwork.signals.facts.settings_files import UnreadableError, is_on, read_ini, read_json, read_toml, table
from handiwork.signals.tree import Tree

__all__ = ["Checker", "CheckerSettings", "type_checkers"]


@dataclass(frozen=True, slots=True)
class Checker:
    """One configured type checker.

    Attributes
    ----------
    tool
        Its name.
    path
        The file that configures it.
    level
        ``strict``; ``typed`` where every function must be annotated; ``basic``; ``off`` where errors are ignored;
        None where it is not read.
    n_relaxed
        Modules, rules or folders for which it is made less strict.
    """

    tool: str
    path: str
    level: str | None
    n_relaxed: int = 0


@dataclass(frozen=True, slots=True)
class CheckerSettings:
    """The checkers that are configured, by name, and why settings files could not be read."""

    checkers: tuple[Checker, ...] = ()
    problems: tuple[str, ...] = ()


@fact
def type_checkers(tree: Tree) -> CheckerSettings:
    """Return which type checkers are configured at the tree's top."""
    found: list[Checker] = []
    problems: set[str] = set()
    for look in (_mypy, _pyright, _others):
        for reading in look(tree):
            try:
                checker = reading()
            except UnreadableError as error:
                problems.add(str(error))
                continue
            if checker is not None and all(checker.tool != f.tool for f in found):
                found.append(checker)
    return CheckerSettings(tuple(sorted(found, key=lambda c: c.tool)), tuple(sorted(problems)))


# --- private ---

_Reading = Callable[[], Checker | None]

_STRICT_FLAGS = ("disallow_untyped_defs", "disallow_any_generics", "disallow_untyped_calls", "warn_return_any")
_LOOSER = frozenset(
    {
        "disallow_untyped_defs", "disallow_incomplete_defs", "disallow_untyped_calls", "disallow_untyped_decorators",
        "disallow_any_generics", "disallow_subclassing_any", "check_untyped_defs", "strict_equality", "warn_return_any",
        "strict_optional", "no_implicit_reexport", "warn_unused_ignores", "strict",
    }
)  # fmt: skip
_OFF = ("false", "no", "off", "0")


def _mypy(tree: Tree) -> Iterator[_Reading]:
    yield lambda: _mypy_ini(tree, "mypy.ini")
    yield lambda: _mypy_ini(tree, ".mypy.ini")
    yield lambda: _mypy_toml(tree)
    yield lambda: _mypy_ini(tree, "setup.cfg")


def _mypy_ini(tree: Tree, path: str) -> Checker | None:
    sections = read_ini(tree, path)
    if sections is None or "mypy" not in sections:
        return None
    modules = [(name, keys) for name, keys in sections.items() if name.startswith("mypy-")]
    return _mypy_checker(path, sections["mypy"], [(len(name.split(",")), keys) for name, keys in modules])


def _mypy_toml(tree: Tree) -> Checker | None:
    settings = table(read_toml(tree, "pyproject.toml"), "tool", "mypy")
    if settings is None:
        return None
    listed = settings.get("overrides")
    overrides = [o for o in listed if isinstance(o, dict)] if isinstance(listed, list) else []
    sized = [(len(o["module"]) if isinstance(o.get("module"), list) else 1, o) for o in overrides]
    return _mypy_checker("pyproject.toml", settings, sized)


def _mypy_checker(path: str, settings: Mapping[str, Any], modules: Sequence[tuple[int, Mapping[str, Any]]]) -> Checker:
    relaxed = sum(n for n, keys in modules if _loosens(keys))
    if is_on(settings.get("ignore_errors")):
        return Checker("mypy", path, "off", relaxed)
    strict = is_on(settings.get("strict"))
    if strict or all(is_on(settings.get(flag)) for flag in _STRICT_FLAGS):
        taken_back = sum(k in _LOOSER and _is_off(v) for k, v in settings.items())
        return Checker("mypy", path, "strict", relaxed + taken_back)
    return Checker("mypy", path, "typed" if is_on(settings.get("disallow_untyped_defs")) else "basic", relaxed)


def _loosens(keys: Mapping[str, Any]) -> bool:
    """Return whether settings of some modules ask less; that imports have no types is nobody's looseness."""
    return is_on(keys.get("ignore_errors")) or any(k in _LOOSER and _is_off(v) for k, v in keys.items())


def _is_off(value: object) -> bool:
    return value is False or (isinstance(value, str) and value.strip().lower() in _OFF)


_MODES = {
    "off": "off",
    "basic": "basic",
    "standard": "basic",
    "strict": "strict",
    "recommended": "strict",
    "all": "strict",
}


def _pyright(tree: Tree) -> Iterator[_Reading]:
    yield lambda: _pyright_checker("pyright", "pyrightconfig.json", read_json(tree, "pyrightconfig.json"))
    for tool in ("pyright", "basedpyright"):
        yield lambda tool=tool: _pyright_checker(  # type: ignore[misc]
            tool, "pyproject.toml", table(read_toml(tree, "pyproject.toml"), "tool", tool)
        )


def _pyright_checker(tool: str, path: str, settings: Mapping[str, Any] | None) -> Checker | None:
    if settings is None:
        return None
    default = "recommended" if tool == "basedpyright" else "standard"
    told = settings.get("typeCheckingMode", default)
    level = _MODES.get(told) if isinstance(told, str) else None
    if level == "basic" and settings.get("strict"):
        level = "typed"  # some folders are checked strictly
    n_rules = sum(
        k.startswith("report") and v in (False, "none") for k, v in settings.items() if not isinstance(v, list)
    )
    ignored = settings.get("ignore")
    return Checker(tool, path, level, n_rules + (len(ignored) if isinstance(ignored, list) else 0))


_OTHERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ty", ("ty.toml",)),
    ("pyrefly", ("pyrefly.toml",)),
    ("pytype", ("pytype.cfg", "pytype.toml")),
    ("pyre", (".pyre_configuration",)),
)


def _others(tree: Tree) -> Iterator[_Reading]:
    for tool, files in _OTHERS:
        yield lambda tool=tool, files=files: _named(tree, tool, files)  # type: ignore[misc]


def _named(tree: Tree, tool: str, files: tuple[str, ...]) -> Checker | None:
    for path in files:
        if tree.read(path) is not None:
            return Checker(tool, path, None)
    found = table(read_toml(tree, "pyproject.toml"), "tool", tool)
    return None if found is None else Checker(tool, "pyproject.toml", None)
