"""What a project tells its readers: its README's sections, a site of documentation, changelog, contributing."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from handiwork.signals.facts.book import fact
from handiwork.signals.facts.commands import commands_of
from handiwork.signals.facts.configuration import Configuration
from handiwork.signals.facts.headings import Outline, Section, outline_of
from handiwork.signals.nouns import Example
from handiwork.signals.tree import Entry

__all__ = ["ProjectPages", "Readme", "project_pages", "readme"]

_INSTALL = re.compile(
    r"\b(?:install\w*|get(?:ting)? (?:it|started)|set(?:ting)? ?up|set it up|download|deployment)\b", re.IGNORECASE
)
_USAGE = re.compile(
    r"\b(?:usage|use|using|examples?|quick ?-?start|quick tour|tour|getting started|get started|tutorial|how to|"
    r"how do i|demo|sample|try it|in a nutshell|a simple|basics?|overview and example|at a glance|run(?:ning)? it|"
    r"in action|what .{0,30}looks? like)\b",
    re.IGNORECASE,
)
_LICENCE = re.compile(r"\b(?:licen[sc]e|licen[sc]ing|copying|copyright|legal)\b", re.IGNORECASE)
_CONTRIBUTE = re.compile(
    r"\b(?:contribut\w*|develop(?:ment|ing|ers?)?|hacking|get involved|helping|working on)\b", re.IGNORECASE
)
_INSTALLS = (
    ("pip", "install"), ("pip3", "install"), ("uv", "add"), ("uv", "tool"), ("uv", "pip"), ("pipx", "install"),
    ("conda", "install"), ("mamba", "install"), ("poetry", "add"), ("pdm", "add"), ("brew", "install"),
    ("npm", "install"), ("npm", "i"), ("yarn", "add"), ("pnpm", "add"), ("pnpm", "install"), ("cargo", "install"),
    ("cargo", "add"), ("go", "install"), ("go", "get"), ("apt", "install"), ("apt-get", "install"),
    ("docker", "run"), ("docker", "compose"), ("docker-compose", "up"), ("make", "install"), ("make", "setup"),
    ("git", "clone"), ("python", "setup.py"), ("easy_install",), ("uvx",), ("npx",), ("yarn", "install"),
    ("uv", "sync"), ("poetry", "install"), ("pipenv", "install"), ("bun", "add"), ("bun", "install"),
)  # fmt: skip
_SHELL = frozenset({"", "sh", "bash", "shell", "console", "zsh", "terminal", "text", "shell-session", "powershell"})
_DATA = frozenset({"toml", "yaml", "yml", "json", "ini", "xml", "diff", "bibtex", "dockerfile", "text"})
_README = re.compile(r"readme(?:\.(?:md|markdown|rst|txt|adoc))?", re.IGNORECASE)
_CHANGELOG = re.compile(
    r"(?:changelog|changes|history|news|releases?|release[-_]?notes|whatsnew)(?:\.\w{1,8})?", re.IGNORECASE
)
_CHANGELOG_FOLDERS = frozenset({"changelog.d", "newsfragments", "releasenotes", "changelogs", ".changeset", "news"})
_CONTRIBUTING = re.compile(r"(?:contributing|hacking|development|developing)(?:\.\w{1,8})?", re.IGNORECASE)
_LICENCE_FILE = re.compile(r"(?:licen[sc]e|copying|unlicense)(?:[-_.][\w.-]{1,30})?", re.IGNORECASE)
_PROSE = (".md", ".rst", ".txt", ".adoc", ".mdx", ".ipynb")
_DOC_FOLDERS = ("docs/", "doc/", "documentation/", "website/", "site/")


@dataclass(frozen=True, slots=True)
class Readme:
    """A README's parts; each is the place it begins, None if it is not there.

    Attributes
    ----------
    path
        Its file.
    n_words
        Words of prose.
    install, usage, licence, contributing
        Where it says how to install, shows how to use, names the licence, tells how to contribute.
    n_sections
        Headings.
    """

    path: str
    n_words: int
    install: Example | None
    usage: Example | None
    licence: Example | None
    contributing: Example | None
    n_sections: int


@dataclass(frozen=True, slots=True)
class ProjectPages:
    """Pages beside the README.

    Attributes
    ----------
    site
        Tools that make a site of the documentation, by their configuration: ``Sphinx``, ``MkDocs``, and others.
    changelog, contributing, licence
        Files; empty if there are none.
    n_pages
        Pages below a folder of documentation.
    """

    site: tuple[Example, ...] = ()
    changelog: tuple[Example, ...] = ()
    contributing: tuple[Example, ...] = ()
    licence: tuple[Example, ...] = ()
    n_pages: int = 0


@fact
def readme(configuration: Configuration) -> Readme | None:
    """Return what the README at the top, or in .github or docs, tells; None if there is none that can be read."""
    top = sorted(p for p in configuration.paths if "/" not in p and _README.fullmatch(p))
    beside = sorted(p for p in configuration.paths if p.count("/") == 1 and p.startswith((".github/", "docs/")))
    path = next((p for p in (*top, *(p for p in beside if _README.fullmatch(p.rpartition("/")[2])))), None)
    text = configuration.text(path) if path else None
    if path is None or text is None:
        return None
    outline = outline_of(text, rst=path.lower().endswith((".rst", ".txt")) or "." not in path)
    return Readme(
        path,
        outline.prose,
        _section(path, outline, _INSTALL) or _install_command(path, outline),
        _section(path, outline, _USAGE) or _example(path, outline),
        _section(path, outline, _LICENCE) or _licence_line(path, text),
        _section(path, outline, _CONTRIBUTE),
        len(outline.sections),
    )


@fact
def project_pages(configuration: Configuration, files: tuple[Entry, ...]) -> ProjectPages:
    """Return the pages that stand beside the README."""
    named = [(e.path, e.path.split("/")) for e in files]
    top = [(path, parts[-1]) for path, parts in named if len(parts) == 1 or parts[:-1] in _NEAR]
    folders = {parts[0] for _, parts in named if len(parts) > 1} | {"/".join(p[:2]) for _, p in named if len(p) > 2}
    fragments = sorted(f for f in folders if f.rpartition("/")[2].lower() in _CHANGELOG_FOLDERS)
    return ProjectPages(
        site=tuple(_site(path, configuration) for path in sorted(configuration.paths) if _is_site(path)),
        changelog=(*_matching(top, _CHANGELOG), *(Example(f, None, "fragments") for f in fragments)),
        contributing=_matching([t for t in top if not t[0].startswith("src/")], _CONTRIBUTING),
        licence=_matching([t for t in top if "/" not in t[0]], _LICENCE_FILE)
        or tuple(Example(e.path) for e in files if e.path.startswith("LICENSES/"))[:1],
        n_pages=sum(e.path.startswith(_DOC_FOLDERS) and e.path.endswith(_PROSE) for e in files),
    )


# --- private ---

_NEAR = ([".github"], ["docs"], ["doc"], ["docs", "source"], ["doc", "source"], ["docs", "src"], ["doc", "en"])

_SITES = {
    "mkdocs": ("MkDocs", re.compile(r"(?:docs/)?(?:[\w-]+/)?mkdocs(?:\.[\w-]+)?\.ya?ml")),
    "zensical": ("Zensical", re.compile(r"zensical\.toml")),
    "sphinx": ("Sphinx", re.compile(r"(?:docs?|documentation)(?:/[\w-]+)?/conf\.py|conf\.py")),
    "readthedocs": ("Read the Docs", re.compile(r"\.?readthedocs\.ya?ml")),
    "docusaurus": ("Docusaurus", re.compile(r"(?:[\w-]+/)?docusaurus\.config\.[cm]?[jt]s")),
    "vitepress": ("VitePress", re.compile(r"(?:[\w-]+/)?\.vitepress/config\.[cm]?[jt]s")),
    "book": ("mdBook", re.compile(r"(?:[\w-]+/)?book\.toml")),
    "antora": ("Antora", re.compile(r"(?:[\w-]+/)?antora\.yml")),
    "jupyter": ("Jupyter Book", re.compile(r"(?:[\w-]+/)?(?:_toc|myst)\.yml")),
    "quarto": ("Quarto", re.compile(r"(?:[\w-]+/)?_quarto\.ya?ml")),
}


def _is_site(path: str) -> bool:
    return path.count("/") <= 2 and any(pattern.fullmatch(path) for _, pattern in _SITES.values())


def _site(path: str, _configuration: Configuration) -> Example:
    return Example(path, None, next(name for name, pattern in _SITES.values() if pattern.fullmatch(path)))


def _matching(paths: Iterable[tuple[str, str]], pattern: re.Pattern[str]) -> tuple[Example, ...]:
    return tuple(Example(path) for path, name in paths if pattern.fullmatch(name) and not name.endswith(".py"))


def _section(path: str, outline: Outline, pattern: re.Pattern[str]) -> Example | None:
    found: Section | None = next((s for s in outline.sections if pattern.search(s.title)), None)
    return Example(path, found.line, found.title[:80]) if found else None


def _install_command(path: str, outline: Outline) -> Example | None:
    for language, line, block in outline.code:
        if language in _SHELL or language == "python":
            for words in _shell_words(block):
                if any(words[: len(i)] == i for i in _INSTALLS):
                    return Example(path, line, " ".join(words[:2]))
    return None


def _shell_words(block: str) -> list[tuple[str, ...]]:
    lines = (line.strip().removeprefix("$ ").removeprefix("% ").removeprefix("> ") for line in block.splitlines())
    return list(commands_of("\n".join(line for line in lines if not line.startswith("#"))))


def _example(path: str, outline: Outline) -> Example | None:
    """Return the first code block that shows use: not data, and not only how to install."""
    for language, line, block in outline.code:
        if language in _DATA or not block.strip():
            continue
        commands = _shell_words(block) if language in _SHELL else []
        if not commands or any(not any(w[: len(i)] == i for i in _INSTALLS) for w in commands):
            return Example(path, line, "code block")
    return None


_NAMED = re.compile(r"\blicen[sc]ed? (?:under|is)|\bunder the .{1,60}\blicen[sc]e\b|\(\s*LICEN[SC]E", re.IGNORECASE)


def _licence_line(path: str, text: str) -> Example | None:
    for n, line in enumerate(text.splitlines(), 1):
        if _NAMED.search(line):
            return Example(path, n, "named")
    return None
