"""A Python package as its own files describe it: who builds it, its metadata, version and dependencies."""

import ast
from dataclasses import dataclass
from typing import Any

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression
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
    version_from
        What a dynamic version comes from, as ``hatch-vcs``, ``setuptools-scm`` or the file of an attribute; None if
        it is static or not told.
    requires_python, licence
        As they are written; None if they are not told, or computed. The licence is an expression or a text.
    licence_kind
        ``expression`` (SPDX), ``text``, ``file``, ``classifier``, or None.
    classifiers
        As they are written; empty if there are none, or they are computed.
    entry_points
        Names of the commands that it installs.
    urls
        Addresses by label.
    """

    path: str
    style: str
    backend: str | None
    told: frozenset[str]
    version: str | None
    requirements: tuple[str, ...] | None
    bad: tuple[str, ...] = ()
    version_from: str | None = None
    requires_python: str | None = None
    licence: str | None = None
    licence_kind: str | None = None
    classifiers: tuple[str, ...] = ()
    entry_points: tuple[str, ...] = ()
    urls: tuple[tuple[str, str], ...] = ()


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
    build = table(pyproject, "build-system")
    backend = (build or {}).get("build-backend")
    backend = backend if isinstance(backend, str) else "setuptools.build_meta:__legacy__" if build else None
    project, poetry = table(pyproject, "project"), table(pyproject, "tool", "poetry")
    cfg = configuration.ini("setup.cfg")
    if project is not None and (backend or setup_call is not None or "version" in project or "dynamic" in project):
        return _of_project(project, backend, pyproject)
    if poetry is not None and "name" in poetry:
        return _of_poetry(poetry, backend, pyproject)
    flit = table(pyproject, "tool", "flit", "metadata")
    if flit is not None:
        return _of_flit(flit, backend, table(pyproject, "tool", "flit", "scripts") or {})
    if setup_call is not None or "name" in cfg.get("metadata", {}):
        return _of_setuptools(cfg, setup_call or {}, backend, pyproject)
    return None


# --- private ---


def _of_project(project: dict[str, Any], backend: str | None, pyproject: dict[str, Any]) -> PythonPackage:
    dynamic = {str(d) for d in project.get("dynamic", ())} if isinstance(project.get("dynamic"), list) else set()
    present = {k for k, v in project.items() if v not in ("", None)} | dynamic
    classifiers = _texts(project.get("classifiers"))
    licence, kind = _licence(project.get("license"), classifiers)
    kind = kind or ("file" if project.get("license-files") else "computed" if "license" in dynamic else None)
    present |= {"licence"} if kind else set()
    present |= {"authors"} if "maintainers" in present else set()
    version = "static" if project.get("version") else "dynamic" if "version" in dynamic else None
    requirements = None if "dependencies" in dynamic else _texts(project.get("dependencies", ()))
    return PythonPackage(
        "pyproject.toml",
        "project",
        backend,
        frozenset(m for m in METADATA if m in present),
        version,
        requirements,
        _bad(requirements),
        _version_source(pyproject, backend) if version == "dynamic" else None,
        _text(project.get("requires-python")),
        licence,
        kind,
        classifiers,
        tuple(sorted({*(table(project, "scripts") or {}), *(table(project, "gui-scripts") or {})})),
        _urls(table(project, "urls") or {}),
    )


def _of_poetry(poetry: dict[str, Any], backend: str | None, pyproject: dict[str, Any]) -> PythonPackage:
    needs = table(poetry, "dependencies") or {}
    present = {k for k, v in poetry.items() if v}
    classifiers = _texts(poetry.get("classifiers"))
    licence, kind = _licence(poetry.get("license"), classifiers)
    known = {
        "licence": kind is not None,
        "requires-python": "python" in needs,
        "urls": not present.isdisjoint({"homepage", "repository", "documentation", "urls"}),
        "authors": not present.isdisjoint({"authors", "maintainers"}),
        "classifiers": not present.isdisjoint({"classifiers", "license"}),
    }
    version = str(poetry.get("version", ""))
    how = None if not version else "dynamic" if version.startswith("0.0.0") else "static"
    named = {k: v for k, v in poetry.items() if k in {"homepage", "repository", "documentation"}}
    return PythonPackage(
        "pyproject.toml",
        "poetry",
        backend,
        frozenset(m for m in METADATA if known.get(m, m in present)),
        how,
        tuple(sorted(k for k in needs if k != "python")),
        (),
        _version_source(pyproject, backend) if how == "dynamic" else None,
        _text(needs.get("python")),
        licence,
        kind,
        classifiers,
        tuple(sorted(table(poetry, "scripts") or {})),
        _urls(named | (table(poetry, "urls") or {})),
    )


def _of_flit(flit: dict[str, Any], backend: str | None, scripts: dict[str, Any]) -> PythonPackage:
    classifiers = _texts(flit.get("classifiers"))
    licence, kind = _licence(flit.get("license"), classifiers)
    known = {
        "name": "module" in flit or "dist-name" in flit, "version": True, "description": True,
        "readme": "description-file" in flit, "licence": kind is not None, "authors": "author" in flit,
        "urls": "home-page" in flit or "urls" in flit,
    }  # fmt: skip
    told = frozenset(m for m in METADATA if known.get(m, m in flit))
    requirements = _texts(flit.get("requires", ()))
    python = _text(flit.get("requires-python"))
    rest = (licence, kind, classifiers, tuple(sorted(scripts)), _urls(table(flit, "urls") or {}))
    bad = _bad(requirements)
    return PythonPackage(
        "pyproject.toml", "flit", backend, told, "dynamic", requirements, bad, "attribute", python, *rest
    )


def _of_setuptools(
    cfg: dict[str, dict[str, str]], call: dict[str, Any], backend: str | None, pyproject: dict[str, Any]
) -> PythonPackage:
    meta = {k.replace("-", "_"): v for k, v in cfg.get("metadata", {}).items()}
    options = {k.replace("-", "_"): v for k, v in cfg.get("options", {}).items()}
    written = call | {k: v for k, v in (meta | options).items() if v}
    classifiers = tuple(_lines(written.get("classifiers")))
    told = {m for m, keys in _SETUPTOOLS.items() if any(written.get(k) for k in keys)}
    licence, kind = _licence(written.get("license"), classifiers)
    kind = kind or ("file" if {"license_file", "license_files"} & set(written) else None)
    version, source = _setuptools_version(written, pyproject)
    requirements = (
        None
        if "**" in call or written.get("install_requires") is _COMPUTED
        else tuple(_lines(written.get("install_requires")))
    )
    style = "setup.cfg" if "name" in meta else "setup.py"
    return PythonPackage(
        style,
        style,
        backend,
        frozenset(told | ({"licence"} if kind else set()) | ({"version"} if version else set())),
        version,
        requirements,
        _bad(requirements),
        source,
        _text(written.get("python_requires")),
        licence,
        kind,
        classifiers,
        _console_scripts(cfg, call),
        _urls(
            {"Homepage": written.get("url", "")}
            | (table(call, "project_urls") or {})
            | _pairs(meta.get("project_urls"))
        ),
    )


def _setuptools_version(written: dict[str, Any], pyproject: dict[str, Any]) -> tuple[str | None, str | None]:
    version = written.get("version")
    if isinstance(version, str):
        for word, source in (("attr:", "attribute"), ("file:", "file")):
            if version.startswith(word):
                return "dynamic", source
        return "static", None
    if "use_scm_version" in written or _uses_scm(pyproject):
        return "dynamic", "version control"
    return ("dynamic", "code") if version is not None else (None, None)


def _version_source(pyproject: dict[str, Any], backend: str | None) -> str | None:
    """Return what a dynamic version comes from: ``version control``, ``file``, ``attribute`` or ``code``."""
    hatch, pdm = table(pyproject, "tool", "hatch", "version"), table(pyproject, "tool", "pdm", "version")
    setuptools = table(pyproject, "tool", "setuptools", "dynamic", "version") or {}
    name = backend or ""
    if _uses_scm(pyproject):
        return "version control"
    if hatch is not None and "hatchling" in name:
        return _HATCH_SOURCES.get(str(hatch.get("source", "regex")))
    if pdm is not None:
        return {"scm": "version control", "file": "file"}.get(str(pdm.get("source")), "code")
    if setuptools:
        return "attribute" if "attr" in setuptools else "file"
    return next((source for start, source in _BACKEND_SOURCES.items() if name.startswith(start)), None)


_BACKEND_SOURCES = {"flit": "attribute", "mesonpy": "file", "setuptools": "code"}
_HATCH_SOURCES = {
    "regex": "file", "nodejs": "file", "code": "code", "env": "code",
    "vcs": "version control", "uv-dynamic-versioning": "version control", "versioningit": "version control",
}  # fmt: skip
_SCM = ("setuptools-scm", "vcs-versioning", "versioneer", "poetry-dynamic-versioning", "versioningit", "hatch-vcs")


def _uses_scm(pyproject: dict[str, Any]) -> bool:
    """Return whether a version comes from tags: a plugin that reads them is needed to build, or set up."""
    tool = table(pyproject, "tool") or {}
    if not {"setuptools_scm", "versioneer", "poetry-dynamic-versioning", "versioningit"}.isdisjoint(tool):
        return True
    source = (table(tool, "hatch", "version") or {}).get("source")
    if source is not None or table(tool, "hatch", "version", "path") is not None:
        return source in {"vcs", "versioningit", "uv-dynamic-versioning"}
    needed = _texts((table(pyproject, "build-system") or {}).get("requires"))
    return any(text.lower().replace("_", "-").startswith(_SCM) for text in needed)


def _licence(written: object, classifiers: tuple[str, ...]) -> tuple[str | None, str | None]:
    """Return a licence as it is told, and how: by an expression, a text, a file or a classifier."""
    if isinstance(written, dict):
        return (
            (str(written["text"]), "text")
            if "text" in written
            else (None, "file")
            if "file" in written
            else (None, None)
        )
    if isinstance(written, str) and written.strip():
        return written, "expression" if _is_expression(written) else "text"
    if any(c.startswith("License ::") for c in classifiers):
        return None, "classifier"
    return (None, "computed") if written is _COMPUTED else (None, None)


def _is_expression(text: str) -> bool:
    try:
        canonicalize_license_expression(text)
    except InvalidLicenseExpression:
        return False
    return True


def _console_scripts(cfg: dict[str, dict[str, str]], call: dict[str, Any]) -> tuple[str, ...]:
    listed = call.get("entry_points")
    points = listed if isinstance(listed, dict) else {}
    lines = [
        *_lines(cfg.get("options.entry_points", {}).get("console_scripts")),
        *_lines(points.get("console_scripts")),
    ]
    return tuple(sorted({line.partition("=")[0].strip() for line in lines if "=" in line}))


def _urls(found: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((str(k), v) for k, v in found.items() if isinstance(v, str) and v))


def _pairs(text: str | None) -> dict[str, str]:
    return {
        k.strip(): v.strip() for k, _, v in (line.partition("=") for line in (text or "").splitlines()) if v.strip()
    }


def _lines(written: object) -> list[str]:
    """Return a list that is written as one, or as lines of text."""
    found = written.splitlines() if isinstance(written, str) else written if isinstance(written, list | tuple) else ()
    return [
        line.strip() for line in found if isinstance(line, str) and line.strip() and not line.lstrip().startswith("#")
    ]


def _text(written: object) -> str | None:
    return written if isinstance(written, str) and written.strip() else None


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
