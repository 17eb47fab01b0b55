"""Linters, formatters, strict compilers and documentation comments of TypeScript, Java, Go and Rust."""

import posixpath
from collections.abc import Mapping
from typing import ClassVar

from handiwork.signals.check import Check
from handiwork.signals.checks.lang_tests import Codes, Setups, absent
from handiwork.signals.facts.configuration import Configuration
from handiwork.signals.facts.lang_manifests import Manifests
from handiwork.signals.facts.settings_files import is_on, table
from handiwork.signals.nouns import Example, Outcome, failed, not_observed, passed
from handiwork.signals.tree import Entry, within

__all__ = ["CHECKS", "ENOUGH_DOCUMENTED"]

ENOUGH_DOCUMENTED = 0.5
"""From this share of public items with a documentation comment on, a reader is helped; a threshold of ours."""

_WHY_LINTER = "A linter finds known mistakes before a reviewer has to."
_WHY_FORMATTER = "A formatter ends talk about layout, and keeps changes small."
_WHY_DOCS = "Who uses an item reads its comment, not its code."
_MOST_EXTENDS = 10


class _Linter:
    languages: ClassVar[tuple[str, ...]]

    def check(self, language_code: Codes, language_setup: Setups) -> Outcome:
        """Whether one is configured, or run by continuous integration or a task."""
        language = self.languages[0]
        if not language_code[language].is_there:
            return absent(language)
        found = language_setup[language].linters
        return passed(f"{_told(found)}.", examples=found) if found else failed("No linter is configured or run.")


class _Formatter:
    languages: ClassVar[tuple[str, ...]]

    def check(self, language_code: Codes, language_setup: Setups) -> Outcome:
        """Whether one is configured, or run by continuous integration or a task."""
        language = self.languages[0]
        if not language_code[language].is_there:
            return absent(language)
        found = language_setup[language].formatters
        return passed(f"{_told(found)}.", examples=found) if found else failed("No formatter is configured or run.")


class _Documented:
    languages: ClassVar[tuple[str, ...]]

    def check(self, language_code: Codes) -> Outcome:
        """Half of the public items have a documentation comment; read by lexical rules and lines, not parsed."""
        language = self.languages[0]
        code = language_code[language]
        if not code.n_public:
            return not_observed("There are no public items." if code.is_there else absent(language).message)
        share = code.n_documented / code.n_public
        message = f"{code.n_documented:,} of {code.n_public:,} public items have a documentation comment ({share:.0%})."
        told = passed if share >= ENOUGH_DOCUMENTED else failed
        return told(message, figure=share, unit="share", examples=tuple(code.undocumented))


class TsStrict(Check):
    """The TypeScript compiler is strict."""

    name: ClassVar[str] = "ts-strict"
    family: ClassVar[str] = "tooling"
    languages: ClassVar[tuple[str, ...]] = ("typescript",)
    why: ClassVar[str] = "Without strict checks, null and any pass where the types say they cannot."
    url: ClassVar[str] = "https://www.typescriptlang.org/tsconfig/#strict"

    def check(self, configuration: Configuration, own_files: tuple[Entry, ...]) -> Outcome:
        """Every tsconfig that compiles the code is strict, by itself or by what it extends within the tree."""
        if not any(e.suffix in {".ts", ".tsx", ".mts", ".cts"} for e in own_files):
            return not_observed("There is no TypeScript.")
        paths = _compiled(configuration, own_files)
        said = {path: _strict(configuration, path, 0) for path in paths}
        lax = tuple(Example(p, None, "not strict") for p, strict in said.items() if strict is False)
        strict = tuple(Example(p, None, "strict") for p, answer in said.items() if answer)
        if lax:
            return failed(f"{len(lax):,} of {len(said):,} configurations are not strict.", examples=lax)
        if strict:
            return passed(f"{len(strict):,} of {len(said):,} configurations are strict.", examples=strict)
        return not_observed("There is no tsconfig.json in the tree that says whether it is strict.")


class RustDenies(Check):
    """Lints of Rust are denied, so that none is left as a warning."""

    name: ClassVar[str] = "rust-deny-lints"
    family: ClassVar[str] = "tooling"
    languages: ClassVar[tuple[str, ...]] = ("rust",)
    why: ClassVar[str] = "A warning that stops nothing is read by nobody."
    url: ClassVar[str] = "https://doc.rust-lang.org/rustc/lints/levels.html"

    def check(
        self, language_code: Codes, language_manifests: Manifests, language_denials: tuple[Example, ...]
    ) -> Outcome:
        """There is a table of lints in Cargo.toml, a deny or forbid attribute, or -D in a command."""
        if not language_code["rust"].is_there:
            return absent("rust")
        found = list(language_denials)
        for path, cargo in language_manifests.cargo.items():
            tables = (table(cargo, "lints", "rust"), table(cargo, "workspace", "lints", "rust"))
            if any(
                _denies(t)
                for t in (*tables, table(cargo, "lints", "clippy"), table(cargo, "workspace", "lints", "clippy"))
            ):
                found.append(Example(path, None, "lints"))
        return passed(f"{_told(tuple(found))}.", examples=tuple(found)) if found else failed("No lint is denied.")


class JsLinter(_Linter, Check):
    """A linter reads the TypeScript and JavaScript."""

    name: ClassVar[str] = "js-linter"
    family: ClassVar[str] = "tooling"
    languages: ClassVar[tuple[str, ...]] = ("typescript",)
    why: ClassVar[str] = _WHY_LINTER
    url: ClassVar[str] = "https://eslint.org/docs/latest/"


class JsFormatter(_Formatter, Check):
    """A formatter lays out the TypeScript and JavaScript."""

    name: ClassVar[str] = "js-formatter"
    family: ClassVar[str] = "tooling"
    languages: ClassVar[tuple[str, ...]] = ("typescript",)
    why: ClassVar[str] = _WHY_FORMATTER
    url: ClassVar[str] = "https://prettier.io/docs/"


class JsDocumented(_Documented, Check):
    """Exported functions and classes have documentation comments."""

    name: ClassVar[str] = "js-doc-comments"
    family: ClassVar[str] = "docs"
    languages: ClassVar[tuple[str, ...]] = ("typescript",)
    why: ClassVar[str] = _WHY_DOCS
    url: ClassVar[str] = "https://tsdoc.org"


class JavaLinter(_Linter, Check):
    """Checkstyle, SpotBugs, PMD or Error Prone reads the Java."""

    name: ClassVar[str] = "java-linter"
    family: ClassVar[str] = "tooling"
    languages: ClassVar[tuple[str, ...]] = ("java",)
    why: ClassVar[str] = _WHY_LINTER
    url: ClassVar[str] = "https://checkstyle.org"


class JavaFormatter(_Formatter, Check):
    """A formatter lays out the Java."""

    name: ClassVar[str] = "java-formatter"
    family: ClassVar[str] = "tooling"
    languages: ClassVar[tuple[str, ...]] = ("java",)
    why: ClassVar[str] = _WHY_FORMATTER
    url: ClassVar[str] = "https://github.com/diffplug/spotless"


class JavaDocumented(_Documented, Check):
    """Public types and methods of Java have documentation comments."""

    name: ClassVar[str] = "java-doc-comments"
    family: ClassVar[str] = "docs"
    languages: ClassVar[tuple[str, ...]] = ("java",)
    why: ClassVar[str] = _WHY_DOCS
    url: ClassVar[str] = "https://docs.oracle.com/en/java/javase/21/javadoc/"


class GoLinter(_Linter, Check):
    """golangci-lint, go vet or staticcheck reads the Go."""

    name: ClassVar[str] = "go-linter"
    family: ClassVar[str] = "tooling"
    languages: ClassVar[tuple[str, ...]] = ("go",)
    why: ClassVar[str] = _WHY_LINTER
    url: ClassVar[str] = "https://golangci-lint.run"


class GoFormatter(_Formatter, Check):
    """The layout of the Go is checked."""

    name: ClassVar[str] = "go-format-check"
    family: ClassVar[str] = "tooling"
    languages: ClassVar[tuple[str, ...]] = ("go",)
    why: ClassVar[str] = _WHY_FORMATTER
    url: ClassVar[str] = "https://go.dev/blog/gofmt"


class GoDocumented(_Documented, Check):
    """Exported identifiers of Go have documentation comments."""

    name: ClassVar[str] = "go-doc-comments"
    family: ClassVar[str] = "docs"
    languages: ClassVar[tuple[str, ...]] = ("go",)
    why: ClassVar[str] = _WHY_DOCS
    url: ClassVar[str] = "https://go.dev/doc/comment"


class RustLinter(_Linter, Check):
    """Clippy reads the Rust."""

    name: ClassVar[str] = "rust-clippy"
    family: ClassVar[str] = "tooling"
    languages: ClassVar[tuple[str, ...]] = ("rust",)
    why: ClassVar[str] = _WHY_LINTER
    url: ClassVar[str] = "https://doc.rust-lang.org/clippy/"


class RustFormatter(_Formatter, Check):
    """rustfmt lays out the Rust."""

    name: ClassVar[str] = "rust-rustfmt"
    family: ClassVar[str] = "tooling"
    languages: ClassVar[tuple[str, ...]] = ("rust",)
    why: ClassVar[str] = _WHY_FORMATTER
    url: ClassVar[str] = "https://github.com/rust-lang/rustfmt"


class RustDocumented(_Documented, Check):
    """Public items of Rust have documentation comments."""

    name: ClassVar[str] = "rust-doc-comments"
    family: ClassVar[str] = "docs"
    languages: ClassVar[tuple[str, ...]] = ("rust",)
    why: ClassVar[str] = _WHY_DOCS
    url: ClassVar[str] = "https://doc.rust-lang.org/rustdoc/how-to-write-documentation.html"


CHECKS: tuple[type[Check], ...] = (
    TsStrict,
    RustDenies,
    JsLinter,
    JsFormatter,
    JsDocumented,
    JavaLinter,
    JavaFormatter,
    JavaDocumented,
    GoLinter,
    GoFormatter,
    GoDocumented,
    RustLinter,
    RustFormatter,
    RustDocumented,
)
"""The checks of tools and comments in other languages."""


# --- private ---


def _told(found: tuple[Example, ...]) -> str:
    return ", ".join(sorted({e.text for e in found}))


def _denies(lints: Mapping[str, object] | None) -> bool:
    levels = [level.get("level") if isinstance(level, dict) else level for level in (lints or {}).values()]
    return any(level in {"deny", "forbid"} for level in levels)


def _compiled(read: Configuration, own_files: tuple[Entry, ...]) -> list[str]:
    """Return the root's tsconfig, or those it refers to, or those of packages."""
    root = read.first("tsconfig.json")
    if root is None:
        depth = [e.path for e in own_files if e.name == "tsconfig.json" and e.path.count("/") <= 3]
        return [p for p in depth if not within(p, "examples", "example", "fixtures", "test", "tests", "templates")]
    references = read.json(root).get("references")
    if isinstance(references, list) and not table(read.json(root), "compilerOptions"):
        named = [str(r.get("path")) for r in references if isinstance(r, dict)]
        found = [_file(read, root, n) for n in named]
        return [p for p in found if p] or [root]
    return [root]


def _file(read: Configuration, base: str, named: str) -> str | None:
    path = posixpath.normpath(posixpath.join(posixpath.dirname(base), named))
    return read.first(path, f"{path}.json", f"{path}/tsconfig.json")


def _strict(read: Configuration, path: str, depth: int) -> bool | None:
    """Return whether a tsconfig is strict; None if that is said outside of the tree, or it cannot be read."""
    config = read.json(path)
    said = (table(config, "compilerOptions") or {}).get("strict")
    if said is not None:
        return is_on(said)
    extends = config.get("extends")
    answers: list[bool | None] = []
    for named in reversed(extends if isinstance(extends, list) else [extends] if extends else []):
        inner = _file(read, path, str(named)) if str(named).startswith(".") and depth < _MOST_EXTENDS else None
        answer = _strict(read, inner, depth + 1) if inner else None
        if answer is not None and not (answer is False and len(answers) + 1 < len(extends or "")):
            return answer
        answers.append(answer)
    return None if not read.is_readable(path) or None in answers else False
