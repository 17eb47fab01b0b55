"""What a tree is set up with for TypeScript, Java, Go and Rust: test frameworks, coverage, linters, formatters, CI."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from handiwork.signals.facts.automation import Runs
from handiwork.signals.facts.book import fact
from handiwork.signals.facts.ci_jobs import Job
from handiwork.signals.facts.configuration import Configuration
from handiwork.signals.facts.lang_manifests import Manifests
from handiwork.signals.facts.settings_files import table
from handiwork.signals.nouns import Example
from handiwork.signals.tree import is_vendored

__all__ = ["LanguageSetup", "language_setup"]

_FRAMEWORKS = (
    "jest", "vitest", "mocha", "ava", "tap", "tape", "jasmine", "uvu", "qunit", "karma", "cypress",
    "@playwright/test", "node:test", "lab", "@hapi/lab", "@japa/runner", "@web/test-runner",
)  # fmt: skip
_JS_COVERAGE = ("nyc", "c8", "istanbul", "@vitest/coverage-v8", "@vitest/coverage-istanbul", "coveralls", "codecov")
_JS_LINTERS = ("eslint", "xo", "standard", "ts-standard", "oxlint", "@biomejs/biome", "tslint", "jshint", "neostandard")
_JS_FORMATTERS = ("prettier", "xo", "standard", "ts-standard", "@biomejs/biome", "dprint", "neostandard")
_JS_LINT_FILES = re.compile(
    r"(?:.*/)?(?:\.eslintrc(?:\.\w+)?|eslint\.config\.[cm]?[jt]s|biome\.jsonc?|\.oxlintrc\.json|tslint\.json|\.jshintrc|"
    r"\.?xo-config\.\w+|xo\.config\.\w+)"
)
_JS_FORMAT_FILES = re.compile(
    r"(?:.*/)?(?:\.prettierrc(?:\.\w+)?|prettier\.config\.[cm]?[jt]s|biome\.jsonc?|\.?dprint\.jsonc?)"
)
_JAVA_LINT = ("checkstyle", "spotbugs", "findbugs", "pmd", "errorprone", "error_prone", "forbiddenapis", "error-prone")
_JAVA_FORMAT = ("spotless", "spring-javaformat", "google-java-format", "formatter-maven-plugin", "palantir-java-format",
                "fmt-maven-plugin", "googleformatter", "googlejavaformat")  # fmt: skip
_JAVA_FRAMEWORKS = ("junit", "testng", "spock", "kotest", "jqwik")
_COVERAGE_FILES = (
    "codecov.yml",
    ".codecov.yml",
    "codecov.yaml",
    ".codecov.yaml",
    ".coveralls.yml",
    ".github/codecov.yml",
)
_COVERAGE_ACTIONS = ("codecov/codecov-action", "coverallsapp/github-action", "shogo82148/actions-goveralls")
_TEST_COMMANDS = {
    "typescript": (
        "npm test", "npm t", "npm run test", "npm run-script test", "yarn test", "yarn run test", "pnpm test",
        "pnpm run test", "bun test", "bun run test", "deno test", "node --test", "npm it", "npm cit",
        "npm install-test", "npm install-ci-test", "nx test", "turbo test", "turbo run test", "lerna run test",
        *(f for f in _FRAMEWORKS if not f.startswith("@")), "playwright test", "borp", "wtr",
    ),
    "java": (),
    "go": ("go test", "gotestsum", "gotest", "richgo test", "ginkgo"),
    "rust": ("cargo test", "cargo nextest", "cargo tarpaulin", "cargo llvm-cov", "cross test", "cargo hack test"),
}  # fmt: skip
_JAVA_GOALS = {
    "mvn": {"test", "verify", "install", "package", "deploy", "integration-test"},
    "gradle": {"test", "check", "build"},
}


@dataclass(frozen=True, slots=True)
class LanguageSetup:
    """How a tree is set up for one language; each place names what it found.

    Attributes
    ----------
    frameworks
        Test frameworks that are declared; what the language itself brings needs no declaration.
    coverage, linters, formatters
        Where each is configured, or run by continuous integration or a declared task.
    ci
        Files of jobs that run the language's tests.
    """

    frameworks: tuple[str, ...] = ()
    coverage: tuple[Example, ...] = ()
    linters: tuple[Example, ...] = ()
    formatters: tuple[Example, ...] = ()
    ci: tuple[Example, ...] = ()


@fact
def language_setup(
    configuration: Configuration,
    language_manifests: Manifests,
    ci_jobs: tuple[Job, ...],
    runs_of_ci: Runs,
    runs_of_tasks: Runs,
) -> Mapping[str, LanguageSetup]:
    """Return how the tree is set up for each language."""
    runs = Runs([*((_plain(w), j) for w, j in runs_of_ci.found), *((_plain(w), j) for w, j in runs_of_tasks.found)])
    ci = Runs([(_plain(words), job) for words, job in runs_of_ci.found])
    coverage = [Example(p, None, "coverage") for p in _COVERAGE_FILES if p in configuration.paths]
    coverage += [
        Example(j.path, None, a.partition("@")[0])
        for j in ci_jobs
        for a in j.actions
        if a.startswith(_COVERAGE_ACTIONS)
    ]
    reader = _Reader(configuration, language_manifests, runs, tuple(coverage))
    setups = {"typescript": reader.typescript(), "java": reader.java(), "go": reader.go(), "rust": reader.rust()}
    return {
        name: LanguageSetup(s.frameworks, s.coverage, s.linters, s.formatters, _tested(name, ci))
        for name, s in setups.items()
    }


# --- private ---


@dataclass(frozen=True, slots=True)
class _Reader:
    read: Configuration
    manifests: Manifests
    runs: Runs
    coverage: tuple[Example, ...]

    def typescript(self) -> LanguageSetup:
        packages = self.manifests.npm
        scripts = " ; ".join(str(s) for p in packages.values() for s in (table(p, "scripts") or {}).values())
        frameworks = [f for f in _FRAMEWORKS if self._depends(f)]
        frameworks += ["node:test"] if re.search(r"\bnode\b[^;&|]*--test\b", scripts) else []
        coverage = [Example(path, None, "coverage") for path, p in packages.items() if _covers(p)]
        coverage += [Example(p, None, "nyc") for p in sorted(self.read.paths) if p.startswith((".nycrc", ".c8rc"))]
        linters = self._files(_JS_LINT_FILES, "linter") + self._keys("eslintConfig", "xo") + self._named(_JS_LINTERS)
        formatters = self._files(_JS_FORMAT_FILES, "formatter") + self._keys("prettier") + self._named(_JS_FORMATTERS)
        deno = [
            Example(p, None, "deno") for p in ("deno.json", "deno.jsonc") if self.runs.jobs("deno lint", "deno fmt")
        ]
        return LanguageSetup(
            tuple(dict.fromkeys(frameworks)),
            (*coverage, *self.coverage),
            (*linters, *(d for d in deno if d.path in self.read.paths)),
            (*formatters, *(d for d in deno if d.path in self.read.paths)),
        )

    def java(self) -> LanguageSetup:
        builds = self.manifests.java
        lint_files = [
            Example(p, None, "Checkstyle") for p in sorted(self.read.paths) if p.endswith(("checkstyle.xml", "pmd.xml"))
        ]
        return LanguageSetup(
            tuple(f for f in _JAVA_FRAMEWORKS if any(f in words for words in builds.values())),
            (*_mentioned(builds, ("jacoco", "kover", "cobertura")), *self.coverage),
            (*_mentioned(builds, _JAVA_LINT), *lint_files),
            _mentioned(builds, _JAVA_FORMAT),
        )

    def go(self) -> LanguageSetup:
        configured = [p for p in sorted(self.read.paths) if re.fullmatch(r"\.golangci\.(?:ya?ml|toml|json)", p)]
        linters = [Example(p, None, "golangci-lint") for p in configured]
        linters += self._run("golangci-lint", "go vet", "staticcheck", "revive", "golint")
        formatters = [Example(p, None, f) for p in configured for f in _go_formatters(self.read, p)]
        formatters += self._run("gofmt", "go fmt", "gofumpt", "goimports", "golangci-lint fmt")
        covered = [
            Example(job.path, None, "go test -cover")
            for words, job in self.runs.found
            if words[:2] == ("go", "test") and any(w.startswith(("-cover", "--cover")) for w in words)
        ]
        return LanguageSetup((), (*covered, *self.coverage), tuple(linters), tuple(formatters))

    def rust(self) -> LanguageSetup:
        clippy = [Example(p, None, "clippy") for p in ("clippy.toml", ".clippy.toml") if p in self.read.paths]
        for path, cargo in self.manifests.cargo.items():
            if table(cargo, "lints", "clippy") or table(cargo, "workspace", "lints", "clippy"):
                clippy.append(Example(path, None, "lints.clippy"))
        formats = [Example(p, None, "rustfmt") for p in ("rustfmt.toml", ".rustfmt.toml") if p in self.read.paths]
        coverage = [
            Example(p, None, "tarpaulin") for p in ("tarpaulin.toml", ".tarpaulin.toml") if p in self.read.paths
        ]
        return LanguageSetup(
            (),
            (*coverage, *self._run("cargo tarpaulin", "cargo llvm-cov", "grcov"), *self.coverage),
            (*clippy, *self._run("cargo clippy")),
            (*formats, *self._run("cargo fmt", "rustfmt")),
        )

    # --- private ---

    def _depends(self, name: str) -> bool:
        return any(name in (table(p, kind) or {}) for p in self.manifests.npm.values() for kind in _KINDS)

    def _named(self, names: Iterable[str]) -> tuple[Example, ...]:
        """Return tools that a package depends on and one of its scripts or tasks runs."""
        commands = {words[0] for words, _ in self.runs.found}
        found = []
        for path, package in self.manifests.npm.items():
            scripts = " ; ".join(map(str, (table(package, "scripts") or {}).values()))
            for name in names:
                tool = name.rpartition("/")[2]
                depends = any(name in (table(package, kind) or {}) for kind in _KINDS)
                if depends and (tool in commands or re.search(rf"(?<![\w./-]){re.escape(tool)}(?![\w./-])", scripts)):
                    found.append(Example(path, None, tool))
        return tuple(found)

    def _keys(self, *names: str) -> tuple[Example, ...]:
        return tuple(Example(path, None, n) for path, p in self.manifests.npm.items() for n in names if n in p)

    def _files(self, pattern: re.Pattern[str], text: str) -> tuple[Example, ...]:
        return tuple(
            Example(p, None, text) for p in sorted(self.read.paths) if pattern.fullmatch(p) and not is_vendored(p)
        )

    def _run(self, *commands: str) -> tuple[Example, ...]:
        found = {Example(j.path, None, c): None for c in commands for j in self.runs.jobs(c)}
        return tuple(found)


_KINDS = ("dependencies", "devDependencies")


def _plain(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return a command without a toolchain or a folder before its subcommand."""
    if words[0] == "go" and len(words) > 2 and words[1] == "-C":
        return ("go", *words[3:])
    if words[0] in {"npm", "pnpm", "yarn"}:
        return (words[0], *(w for w in words[1:] if not w.startswith("-")))
    return (words[0], *words[2:]) if words[0] in {"cargo", "cross"} and words[1:2] and words[1][0] == "+" else words


def _tested(language: str, ci: Runs) -> tuple[Example, ...]:
    if language == "java":
        jobs = [(job, w[0]) for w, job in ci.found if _tests_java(w)]
    else:
        jobs = [(job, c) for c in _TEST_COMMANDS[language] for job in ci.jobs(c)]
        if language == "typescript":
            jobs += [(job, " ".join(w[:3])) for w, job in ci.found if _is_test_script(w)]
    return tuple(dict.fromkeys(Example(job.path, None, told) for job, told in jobs))


def _is_test_script(words: tuple[str, ...]) -> bool:
    rest = words[2:] if words[1:2] in {("run",), ("run-script",)} else words[1:]
    return words[0] in {"npm", "yarn", "pnpm", "bun"} and bool(rest) and rest[0].startswith("test:")


def _tests_java(words: tuple[str, ...]) -> bool:
    tool = words[0].rpartition("/")[2].removesuffix(".cmd").removesuffix(".bat")
    kind = {"mvn": "mvn", "mvnw": "mvn", "gradle": "gradle", "gradlew": "gradle"}.get(tool)
    if kind is None or any(
        w.startswith(("-DskipTests", "-Dmaven.test.skip")) and not w.endswith("=false") for w in words
    ):
        return False
    excluded = {words[n + 1] for n, w in enumerate(words[:-1]) if w in {"-x", "--exclude-task"}}
    goals = {w.rpartition(":")[2] for w in words[1:] if not w.startswith("-")} - excluded
    return bool(goals & _JAVA_GOALS[kind]) and "test" not in excluded


def _covers(package: Mapping[str, object]) -> bool:
    if any(name in (table(package, kind) or {}) for name in _JS_COVERAGE for kind in _KINDS):
        return True
    jest = table(package, "jest") or {}
    if (
        any(key.lower().startswith(("collectcoverage", "coverage")) for key in jest)
        or "nyc" in package
        or "c8" in package
    ):
        return True
    flags = ("--coverage", "--experimental-test-coverage", "--test-coverage")
    return any(flag in str(s) for s in (table(package, "scripts") or {}).values() for flag in flags)


def _mentioned(builds: Mapping[str, frozenset[str]], names: Iterable[str]) -> tuple[Example, ...]:
    return tuple(Example(path, None, name) for path, words in builds.items() for name in names if name in words)


def _go_formatters(read: Configuration, path: str) -> list[str]:
    found = (
        read.toml(path) if path.endswith(".toml") else read.json(path) if path.endswith(".json") else read.yaml(path)
    )
    enabled: list[str] = []
    for section in ("formatters", "linters"):
        names = (table(found, section) or {}).get("enable")
        enabled += [str(n) for n in names] if isinstance(names, list) else []
    return [n for n in enabled if n in {"gofmt", "gofumpt", "goimports", "gci", "golines"}]
