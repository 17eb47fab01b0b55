"""A Python package as its own files describe it: who builds it, its metadata, version and dependencies."""

import ast
from dataclasses import dataclass
from typing import Any

from packaging.requirements import InvalidRequirement, Requirement

from handiwork.signals.facts.book import fact
from handiwork.signals.facts.configuration import Configuration
from handiwork.signals.facts.settings_files import table

__all__ = ["METADATA", "PythonPackage", "python_package", "setup_call"]

METADATA: tuple[str, ...] = (
    "name", "version", "description", "readme", "requires-python", "licence", "authors", "urls", "classifiers"
)  # fmt: skip
"""What a package tells those who look for it."""

_SETUPTOOLS = {
    "name": ("name",),
    "version": ("version",),
    "description": ("description",),
    "readme": ("long_description",),
    "requires-python": ("python_requires",),
    "licence": ("license", "license_files", "license_file"),
    "authors": ("author", "maintainer"),
    "urls": ("url", "project_urls"),
    "classifiers": ("classifiers",),
}
_COMPUTED = object()


@dataclass(frozen=True, slots=True)
class PythonPackage:
    """What a package's files say.

    Attributes
    ----------
    path
        The file that describes it.
    style
        ``project`` (PEP 621), ``poetry``, ``flit``, ``setup.cfg`` or ``setup.py``.
    backend
        Module that builds it; None if none is declared.
    told
        Which of :data:`METADATA` are told.
    version
        ``static``, ``dynamic``, or None if nothing says it.
    requirements
        As they are written; None if they are computed.
    bad
        Those that are no valid requirements.
    """

    path: str
    style: str
    backend: str | None
    told: frozenset[str]
    version: str | None
    requirements: tuple[str, ...] | None
    bad: tuple[str, ...] = ()


@fact
def setup_call(configuration: Configuration) -> dict[str, Any] | None:
    """Return the keywords of setup.py's call of ``setup``: constants, lists of them; others are not None but unknown.

    The file is parsed and not run; None without such a call.
    """
    text = configuration.text("setup.py")
    if text is None:
        return None
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        configuration.problems["setup.py"] = "setup.py cannot be parsed"
        return None
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called(node) == "setup":
            return {k.arg: _constant(k.value) for k in node.keywords if k.arg} | (
                {"**": _COMPUTED} if any(k.arg is None for k in node.keywords) else {}
            )
    return None


@fact
def python_package(configuration: Configuration, setup_call: dict[str, Any] | None) -> PythonPackage | None:
    """Return what the files at the top say of a package; None if they define none."""
    pyproject = configuration.toml("pyproject.toml")
    backend = (table(pyproject, "build-system") or {}).get("build-backend")
    backend = backend if isinstance(backend, str) else "setuptools" if table(pyproject, "build-system") else None
    project, poetry = table(pyproject, "project"), table(pyproject, "tool", "poetry")
    cfg = configuration.ini("setup.cfg")
    if project is not None and (backend or "version" in project or "dynamic" in project):
        return _of_project(project, backend)
    if poetry is not None and "name" in poetry:
        return _of_poetry(poetry, backend)
    flit = table(pyproject, "tool", "flit", "metadata")
    if flit is not None:
        told = frozenset(("name", "version", "description", *(k for k in METADATA if k in flit)))
        return PythonPackage("pyproject.toml", "flit", backend, told, "dynamic", tuple(flit.get("requires", ())))
    if setup_call is not None or "name" in cfg.get("metadata", {}):
        return _of_setuptools(cfg, setup_call, backend)
    return None


# --- private ---


def _of_project(project: dict[str, Any], backend: str | None) -> PythonPackage:
    dynamic = {str(d) for d in project.get("dynamic", ())} if isinstance(project.get("dynamic"), list) else set()
    present = {k for k, v in project.items() if v not in ("", None)} | dynamic
    if "license" in present or "license-files" in present:
        present.add("licence")
    if "maintainers" in present:
        present.add("authors")
    version = "static" if project.get("version") else "dynamic" if "version" in dynamic else None
    written = project.get("dependencies", ())
    requirements = None if "dependencies" in dynamic else _texts(written)
    told = frozenset(m for m in METADATA if m in present)
    return PythonPackage("pyproject.toml", "project", backend, told, version, requirements, _bad(requirements))


def _of_poetry(poetry: dict[str, Any], backend: str | None) -> PythonPackage:
    needs = table(poetry, "dependencies") or {}
    present = {k for k, v in poetry.items() if v}
    known = {
        "licence": "license" in present,
        "requires-python": "python" in needs,
        "urls": not present.isdisjoint({"homepage", "repository", "documentation", "urls"}),
        "authors": not present.isdisjoint({"authors", "maintainers"}),
        "classifiers": not present.isdisjoint({"classifiers", "license"}),
    }
    told = frozenset(m for m in METADATA if known.get(m, m in present))
    requirements = tuple(sorted(k for k in needs if k != "python"))
    version = str(poetry.get("version", ""))
    how = None if not version else "dynamic" if version.startswith("0.0.0") else "static"
    return PythonPackage("pyproject.toml", "poetry", backend, told, how, requirements)


def _of_setuptools(cfg: dict[str, dict[str, str]], call: dict[str, Any] | None, backend: str | None) -> PythonPackage:
    meta = {k.replace("-", "_"): v for k, v in cfg.get("metadata", {}).items()}
    options = {k.replace("-", "_"): v for k, v in cfg.get("options", {}).items()}
    call = call or {}
    told = frozenset(
        m for m, keys in _SETUPTOOLS.items() if any(meta.get(k) or options.get(k) or call.get(k) for k in keys)
    )
    static = isinstance(call.get("version"), str) or (
        "version" in meta and not meta["version"].startswith(("attr:", "file:"))
    )
    version = "static" if static else "dynamic" if {"version"} & told or "use_scm_version" in call else None
    requirements: tuple[str, ...] | None
    if "install_requires" in options:
        lines = (line.strip() for line in options["install_requires"].splitlines())
        requirements = tuple(line for line in lines if line and not line.startswith("#"))
    else:
        written = call.get("install_requires", [])
        requirements = _texts(written) if isinstance(written, list) and "**" not in call else None
    style, path = ("setup.cfg", "setup.cfg") if "name" in meta else ("setup.py", "setup.py")
    return PythonPackage(path, style, backend, told, version, requirements, _bad(requirements))


def _texts(written: object) -> tuple[str, ...]:
    return tuple(w for w in written if isinstance(w, str)) if isinstance(written, list | tuple) else ()


def _bad(requirements: tuple[str, ...] | None) -> tuple[str, ...]:
    found = []
    for text in requirements or ():
        try:
            Requirement(text)
        except InvalidRequirement:
            found.append(text)
    return tuple(found)


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def _constant(node: ast.AST) -> Any:
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return _COMPUTED
