"""Type checkers a repository is set up with, and how strict each is.

mypy
    ``mypy.ini``, ``.mypy.ini``, ``[tool.mypy]`` of ``pyproject.toml``, ``setup.cfg``: the first that configures it
    is the one mypy reads.
pyright, basedpyright
    ``pyrightconfig.json``, else ``[tool.pyright]`` or ``[tool.basedpyright]``.
others
    ty, pyrefly, pytype and pyre are named; how strict they are is not read.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from handiwork.signals.facts.book import fact
from handiwork.signals.facts.configuration import Configuration
from handiwork.signals.facts.settings_files import is_on, table

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
def type_checkers(configuration: Configuration) -> CheckerSettings:
    """Return which type checkers are configured at the tree's top."""
    found: dict[str, Checker] = {}
    for look in (_mypy, _pyright, _others):
        for checker in look(configuration):
            if checker is not None:
                found.setdefault(checker.tool, checker)
    return CheckerSettings(tuple(found[tool] for tool in sorted(found)), configuration.problems_of(*sorted(_FILES)))


# --- private ---

_FILES = frozenset({"mypy.ini", ".mypy.ini", "pyproject.toml", "setup.cfg", "pyrightconfig.json"})
_STRICT_FLAGS = ("disallow_untyped_defs", "disallow_any_generics", "disallow_untyped_calls", "warn_return_any")
_LOOSER = frozenset(
    {
        "disallow_untyped_defs", "disallow_incomplete_defs", "disallow_untyped_calls", "disallow_untyped_decorators",
        "disallow_any_generics", "disallow_subclassing_any", "check_untyped_defs", "strict_equality", "warn_return_any",
        "strict_optional", "no_implicit_reexport", "warn_unused_ignores", "strict",
    }
)  # fmt: skip
_OFF = ("false", "no", "off", "0")


def _mypy(configuration: Configuration) -> Iterator[Checker | None]:
    yield _mypy_ini(configuration, "mypy.ini")
    yield _mypy_ini(configuration, ".mypy.ini")
    yield _mypy_toml(configuration)
    yield _mypy_ini(configuration, "setup.cfg")


def _mypy_ini(configuration: Configuration, path: str) -> Checker | None:
    sections = configuration.ini(path)
    if "mypy" not in sections:
        return None
    modules = [(name, keys) for name, keys in sections.items() if name.startswith("mypy-")]
    return _mypy_checker(path, sections["mypy"], [(len(name.split(",")), keys) for name, keys in modules])


def _mypy_toml(configuration: Configuration) -> Checker | None:
    settings = table(configuration.toml("pyproject.toml"), "tool", "mypy")
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


def _pyright(configuration: Configuration) -> Iterator[Checker | None]:
    settings = configuration.json("pyrightconfig.json")
    if configuration.is_readable("pyrightconfig.json"):
        yield _pyright_checker("pyright", "pyrightconfig.json", settings)
    for tool in ("pyright", "basedpyright"):
        told = table(configuration.toml("pyproject.toml"), "tool", tool)
        yield _pyright_checker(tool, "pyproject.toml", told)


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


def _others(configuration: Configuration) -> Iterator[Checker | None]:
    for tool, files in _OTHERS:
        path = configuration.first(*files)
        if path is None and table(configuration.toml("pyproject.toml"), "tool", tool) is not None:
            path = "pyproject.toml"
        yield None if path is None else Checker(tool, path, None)
