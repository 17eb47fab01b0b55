"""Packages of npm, Cargo, Go modules, Maven and Gradle: what they declare, and what pins their builds."""

from typing import Any, ClassVar
from xml.etree import ElementTree as ET

from handiwork.signals.check import Check
from handiwork.signals.facts.configuration import Configuration
from handiwork.signals.facts.lang_manifests import Manifests
from handiwork.signals.facts.settings_files import table
from handiwork.signals.nouns import Example, Outcome, failed, not_observed, passed

__all__ = ["CHECKS", "FIRST_EDITION"]

FIRST_EDITION = 2021
"""The oldest edition of Rust that counts as kept up; editions come every three years."""

_FAMILY = "packaging"
_LOCKS = (
    "package-lock.json",
    "yarn.lock",
    "pnpm-lock.yaml",
    "bun.lock",
    "bun.lockb",
    "npm-shrinkwrap.json",
    "deno.lock",
)
_NPM_FIELDS = ("description", "license", "repository")
_CARGO_FIELDS = ("description", "license", "repository")
_POM_FIELDS = ("name", "description", "url", "licenses", "scm")
_WHY_METADATA = "Who finds a package wants to know what it is, where its source lies and what they may do with it."
_WHY_LOCK = "What is locked builds tomorrow as it built today."


class NpmMetadata(Check):
    """A package of npm says what it is, its licence, and where its source lies."""

    name: ClassVar[str] = "js-package-metadata"
    family: ClassVar[str] = _FAMILY
    languages: ClassVar[tuple[str, ...]] = ("typescript",)
    why: ClassVar[str] = _WHY_METADATA
    url: ClassVar[str] = "https://nodejs.org/api/packages.html"

    def check(self, language_manifests: Manifests) -> Outcome:
        """Whether every package that can be published has description, license and repository."""
        packages = {path: p for path, p in language_manifests.npm.items() if _is_published(p)}
        return _complete(packages, _NPM_FIELDS, "package.json that is to be published")


class NpmEntries(Check):
    """A package of npm declares its entry points and their types."""

    name: ClassVar[str] = "js-package-entries"
    family: ClassVar[str] = _FAMILY
    languages: ClassVar[tuple[str, ...]] = ("typescript",)
    why: ClassVar[str] = "Declared entry points are what others may rely on; types beside them check their use."
    url: ClassVar[str] = "https://nodejs.org/api/packages.html#package-entry-points"

    def check(self, language_manifests: Manifests) -> Outcome:
        """Whether every package that can be published has exports, or main and types."""
        packages = {path: p for path, p in language_manifests.npm.items() if _is_published(p) and not _is_command(p)}
        if not packages:
            return not_observed("There is no library of npm that is to be published.")
        lacking = tuple(
            Example(path, None, "no exports or types") for path, p in packages.items() if not _has_entries(p)
        )
        message = f"{len(packages) - len(lacking):,} of {len(packages):,} packages declare exports or types."
        return failed(message, examples=lacking) if lacking else passed(message, examples=_places(packages))


class NpmLock(Check):
    """Dependencies of an application of npm are locked."""

    name: ClassVar[str] = "js-lockfile"
    family: ClassVar[str] = _FAMILY
    languages: ClassVar[tuple[str, ...]] = ("typescript",)
    why: ClassVar[str] = _WHY_LOCK
    url: ClassVar[str] = "https://nodejs.org/en/learn/getting-started/an-introduction-to-the-npm-package-manager"

    def check(self, language_manifests: Manifests, configuration: Configuration) -> Outcome:
        """There is a lockfile; a library without one is not observed: many leave it out with reason."""
        found = [p for p in sorted(configuration.paths) if p.rpartition("/")[2] in _LOCKS and p.count("/") <= 1]
        packages = language_manifests.npm
        if found and packages:
            return passed("Dependencies are locked.", examples=(Example(found[0]),))
        top = packages.get("package.json")
        if top is None or not (table(top, "dependencies") or table(top, "devDependencies")):
            return not_observed("There is no package.json at the top that depends on anything.")
        if _is_published(top):
            return not_observed("It is a library, and many of them leave the lockfile out.")
        return failed("There is no lockfile.", examples=(Example("package.json"),))


class NpmEngines(Check):
    """A package of npm says which versions of its engine it runs on."""

    name: ClassVar[str] = "js-engines"
    family: ClassVar[str] = _FAMILY
    languages: ClassVar[tuple[str, ...]] = ("typescript",)
    why: ClassVar[str] = "Who installs it learns at once whether it can run, not from a stack trace."
    url: ClassVar[str] = "https://nodejs.org/en/about/previous-releases"

    def check(self, language_manifests: Manifests, configuration: Configuration) -> Outcome:
        """There are engines in package.json, or a file that pins the version."""
        if not language_manifests.npm:
            return not_observed("There is no package.json that can be read.")
        pinned = configuration.first(".nvmrc", ".node-version", ".tool-versions")
        found = [path for path, p in language_manifests.npm.items() if table(p, "engines")] + (
            [pinned] if pinned else []
        )
        if found:
            return passed("The versions of the engine are told.", examples=(Example(found[0], None, "engines"),))
        return failed("No version of the engine is told.")


class MavenMetadata(Check):
    """A pom says what the artifact is, its licence, and where its source lies."""

    name: ClassVar[str] = "java-publishing"
    family: ClassVar[str] = _FAMILY
    languages: ClassVar[tuple[str, ...]] = ("java",)
    why: ClassVar[str] = _WHY_METADATA
    url: ClassVar[str] = "https://maven.apache.org/pom.html#more-project-information"

    def check(self, language_manifests: Manifests) -> Outcome:
        """Whether the top pom has what publishing asks for, or a script of Gradle a plugin that publishes."""
        published = [path for path, words in language_manifests.java.items() if "maven-publish" in words]
        pom = language_manifests.poms.get("pom.xml")
        if pom is None and published:
            return passed("Gradle publishes it.", examples=(Example(published[0], None, "maven-publish"),))
        if pom is None:
            return not_observed("There is no pom at the top, and nothing that publishes.")
        has = {_local(child) for child in pom}
        missing = [name for name in _POM_FIELDS if name not in has]
        if missing and "parent" in has:
            return not_observed(f"What is not in the pom ({', '.join(missing)}) may be in its parent.")
        place = (Example("pom.xml", None, ", ".join(missing)),)
        return (
            failed(f"The pom lacks {', '.join(missing)}.", examples=place)
            if missing
            else passed("The pom is complete.")
        )


class BuildWrapper(Check):
    """The version of Maven or Gradle is pinned by a wrapper."""

    name: ClassVar[str] = "java-build-wrapper"
    family: ClassVar[str] = _FAMILY
    languages: ClassVar[tuple[str, ...]] = ("java",)
    why: ClassVar[str] = "Everybody builds with the same version of the build tool, without installing it."
    url: ClassVar[str] = "https://docs.gradle.org/current/userguide/gradle_wrapper.html"

    def check(self, language_manifests: Manifests, configuration: Configuration) -> Outcome:
        """There is gradlew or mvnw, or the wrapper's settings."""
        if not language_manifests.java:
            return not_observed("There is no build of Maven or Gradle.")
        found = configuration.first(
            "gradle/wrapper/gradle-wrapper.properties", ".mvn/wrapper/maven-wrapper.properties", "gradlew", "mvnw"
        )
        return passed("A wrapper pins it.", examples=(Example(found),)) if found else failed("There is no wrapper.")


class GoVersion(Check):
    """A module of Go says its path and the version of the language it is written for."""

    name: ClassVar[str] = "go-module"
    family: ClassVar[str] = _FAMILY
    languages: ClassVar[tuple[str, ...]] = ("go",)
    why: ClassVar[str] = "The go line decides what the code means to the compiler, and who can build it."
    url: ClassVar[str] = "https://go.dev/ref/mod#go-mod-file-go"

    def check(self, language_manifests: Manifests, language_code: dict[str, Any]) -> Outcome:
        """Every go.mod has module and go."""
        if not language_manifests.go:
            has_code = language_code["go"].is_there
            return failed("There is Go and no go.mod.") if has_code else not_observed("There is no Go.")
        lacking = tuple(
            Example(p, None, "no go line") for p, m in language_manifests.go.items() if not (m.go and m.module)
        )
        told = sorted({m.go for m in language_manifests.go.values() if m.go})
        if lacking:
            return failed(f"{len(lacking):,} go.mod say no version of Go.", examples=lacking)
        return passed(f"go {', '.join(told)}.", examples=_places(language_manifests.go))


class GoSums(Check):
    """What a module of Go requires is pinned by checksums."""

    name: ClassVar[str] = "go-sum"
    family: ClassVar[str] = _FAMILY
    languages: ClassVar[tuple[str, ...]] = ("go",)
    why: ClassVar[str] = _WHY_LOCK
    url: ClassVar[str] = "https://go.dev/ref/mod#go-sum-files"

    def check(self, language_manifests: Manifests, configuration: Configuration) -> Outcome:
        """There is a go.sum beside every go.mod that requires others."""
        needing = [path for path, module in language_manifests.go.items() if module.requires]
        if not needing:
            return not_observed("There is no module of Go that requires others.")
        lacking = tuple(Example(p) for p in needing if p.removesuffix("mod") + "sum" not in configuration.paths)
        if lacking and "go.work.sum" not in configuration.paths:
            return failed(f"{len(lacking):,} of {len(needing):,} modules have no go.sum.", examples=lacking)
        return passed(f"{len(needing):,} modules are pinned.", examples=tuple(Example(p) for p in needing))


class CargoMetadata(Check):
    """A crate says what it is, its licence, and where its source lies."""

    name: ClassVar[str] = "rust-crate-metadata"
    family: ClassVar[str] = _FAMILY
    languages: ClassVar[tuple[str, ...]] = ("rust",)
    why: ClassVar[str] = _WHY_METADATA
    url: ClassVar[str] = "https://doc.rust-lang.org/cargo/reference/manifest.html"

    def check(self, language_manifests: Manifests) -> Outcome:
        """Whether every crate that can be published has description, license and repository."""
        crates = {path: p for path, p in _crates(language_manifests).items() if p.get("publish") not in (False, [])}
        named = {p: {**c, **({"license": 1} if "license-file" in c else {})} for p, c in crates.items()}
        return _complete(named, _CARGO_FIELDS, "crate that is to be published")


class RustEdition(Check):
    """Crates are written in an edition of Rust that is kept up."""

    name: ClassVar[str] = "rust-edition"
    family: ClassVar[str] = _FAMILY
    languages: ClassVar[tuple[str, ...]] = ("rust",)
    why: ClassVar[str] = "An old edition keeps old traps; moving on is mostly mechanical."
    url: ClassVar[str] = "https://doc.rust-lang.org/edition-guide/"

    def check(self, language_manifests: Manifests) -> Outcome:
        """Whether every crate's edition is recent; one that says none has that of 2015."""
        crates = _crates(language_manifests)
        if not crates:
            return not_observed("There is no Cargo.toml of a crate that can be read.")
        shared = _shared(language_manifests)
        editions = {path: _edition(crate, shared) for path, crate in crates.items()}
        old = tuple(Example(path, None, str(year)) for path, year in editions.items() if year < FIRST_EDITION)
        years = ", ".join(map(str, sorted(set(editions.values()))))
        message = f"{len(crates):,} crates, editions: {years}."
        return failed(message, examples=old) if old else passed(message, examples=_places(crates))


class CargoLock(Check):
    """Dependencies of a program of Rust are locked."""

    name: ClassVar[str] = "rust-lockfile"
    family: ClassVar[str] = _FAMILY
    languages: ClassVar[tuple[str, ...]] = ("rust",)
    why: ClassVar[str] = _WHY_LOCK
    url: ClassVar[str] = "https://doc.rust-lang.org/cargo/guide/cargo-toml-vs-cargo-lock.html"

    def check(self, language_manifests: Manifests, configuration: Configuration) -> Outcome:
        """There is Cargo.lock; a library without one is not observed."""
        if not language_manifests.cargo:
            return not_observed("There is no Cargo.toml that can be read.")
        if found := configuration.first("Cargo.lock"):
            return passed("Dependencies are locked.", examples=(Example(found),))
        programs = [
            path
            for path, cargo in language_manifests.cargo.items()
            if cargo.get("bin") or f"{path.removesuffix('Cargo.toml')}src/main.rs" in configuration.paths
        ]
        if not programs:
            return not_observed("It is a library, and many of them leave the lockfile out.")
        return failed("There is a program and no Cargo.lock.", examples=(Example(programs[0]),))


CHECKS: tuple[type[Check], ...] = (
    NpmMetadata, NpmEntries, NpmLock, NpmEngines, MavenMetadata, BuildWrapper, GoVersion, GoSums, CargoMetadata,
    RustEdition, CargoLock,
)  # fmt: skip
"""The checks of packages in other languages."""


# --- private ---


def _places(by_path: dict[str, Any]) -> tuple[Example, ...]:
    return tuple(Example(path) for path in by_path)


def _complete(packages: dict[str, dict[str, Any]], fields: tuple[str, ...], what: str) -> Outcome:
    if not packages:
        return not_observed(f"There is no {what}.")
    lacking = {path: [f for f in fields if not p.get(f)] for path, p in packages.items()}
    examples = tuple(Example(path, None, f"no {', '.join(missing)}") for path, missing in lacking.items() if missing)
    message = f"{len(packages) - len(examples):,} of {len(packages):,} have {', '.join(fields)}."
    return failed(message, examples=examples) if examples else passed(message, examples=_places(packages))


def _is_published(package: dict[str, Any]) -> bool:
    return bool(package.get("name")) and bool(package.get("version")) and package.get("private") is not True


def _is_command(package: dict[str, Any]) -> bool:
    return "bin" in package and not any(key in package for key in ("main", "module", "exports", "types", "typings"))


def _has_entries(package: dict[str, Any]) -> bool:
    return "exports" in package or any(key in package for key in ("types", "typings"))


def _local(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _crates(manifests: Manifests) -> dict[str, dict[str, Any]]:
    found = {path: table(cargo, "package") or table(cargo, "project") for path, cargo in manifests.cargo.items()}
    return {path: package for path, package in found.items() if package}


def _shared(manifests: Manifests) -> dict[str, Any]:
    return table(manifests.cargo.get("Cargo.toml"), "workspace", "package") or {}


def _edition(crate: dict[str, Any], shared: dict[str, Any]) -> int:
    said = crate.get("edition", "2015")
    text = str(shared.get("edition", "2015") if isinstance(said, dict) else said)
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 else 2015
