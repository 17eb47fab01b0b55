"""TypeScript, Java, Go and Rust: what counts as a test, a tool, a package, a documented item."""

import pytest
from tests.signal_trees import facts_of, reports_of

from handiwork.signals import Outcome, Result, known_checks
from handiwork.signals.facts.lang_lexing import lexed

PASS, FAIL, UNSEEN = Result.PASS, Result.FAIL, Result.NOT_OBSERVED
NAMES = {c.name: c.family for c in known_checks() if set(c.languages) & {"typescript", "java", "go", "rust"}}

TS = {
    "src/a.ts": "export function a() {\n  return 1;\n}\n",
    "package.json": '{"name": "a", "scripts": {"test": "vitest"}}',
}
TS_TEST = {"src/a.test.ts": "it('adds', () => {\n  expect(a()).toBe(1);\n});\n"}
JAVA = {"src/main/java/A.java": "public class A {\n}\n"}
JAVA_TEST = {"src/test/java/ATest.java": "class ATest {\n  @Test void a() {}\n}\n"}
GO = {"a.go": "package a\n\nfunc A() int { return 1 }\n", "go.mod": "module example.org/a\n\ngo 1.22\n"}
GO_TEST = {"a_test.go": "package a\n\nfunc TestA(t *testing.T) {\n}\n"}
RUST = {"src/lib.rs": "pub fn a() -> i32 { 1 }\n", "Cargo.toml": '[package]\nname = "a"\nedition = "2021"\n'}
RUST_TEST = {"tests/a.rs": "#[test]\nfn a() {}\n"}
TREES = {"js": (TS, TS_TEST), "java": (JAVA, JAVA_TEST), "go": (GO, GO_TEST), "rust": (RUST, RUST_TEST)}


def outcome(check, files) -> Outcome:
    return reports_of(files, NAMES[check])[check].outcome


def workflow(run):
    return {".github/workflows/ci.yml": f"on: [pull_request]\njobs:\n  t:\n    steps:\n      - run: {run}\n"}


@pytest.mark.parametrize("files", [{}, {"a.py": "def a(): ...\n"}], ids=["empty", "python only"])
def test_a_tree_without_the_languages_shows_nothing_of_them(files):
    reports = reports_of(files)

    assert {n: reports[n].outcome.result for n in NAMES} == dict.fromkeys(NAMES, UNSEEN)


@pytest.mark.parametrize("language", TREES)
def test_tests_are_told_from_code(language):
    code, tests = TREES[language]

    assert [outcome(f"{language}-tests", files).result for files in (code | tests, code, {})] == [PASS, FAIL, UNSEEN]
    assert [outcome(f"{language}-test-ratio", files).result for files in (code | tests, code)] == [PASS, UNSEEN]


@pytest.mark.parametrize(
    ("path", "code", "n"),
    [
        ("a.test.js", "// it('a', f)\nconst s = \"it('b')\"; commit('c'); x.it('d');\n", 0),
        ("a.spec.tsx", "test.each([1])('a', f);\nit.skip('b', f);\n", 2),
        ("src/latest.ts", "it('a', f);\n", 0),
        ("src/test/java/A.java", "/* @Test */\n@Testcontainers class A { @ParameterizedTest void a() {} }\n", 1),
        ("src/test/java/B.java", "public void testA() {}\npublic void testimony() {}\n", 1),
        ("a_test.go", "func Testimony() {}\nfunc TestA(t *testing.T) {}\nfunc FuzzA(f *testing.F) {}\n", 2),
        ("src/lib.rs", '#[cfg(test)]\nmod tests {\n  #[tokio::test]\n  async fn a() { "}"; }\n}\nfn b() {}\n', 1),
        ("src/lib.rs", "/// #[test]\nfn a() {}\n", 0),
    ],
)
def test_tests_are_counted_without_comments_and_strings(path, code, n):
    assert sum(c.n_tests for c in facts_of({path: code})["language_code"].values()) == n


def test_lines_of_a_rust_module_of_tests_are_lines_of_tests():
    code = "fn a() {}\n\n#[cfg(test)]\nmod tests {\n    #[test]\n    fn b() {}\n}\n"

    found = facts_of({"src/lib.rs": code})["language_code"]["rust"]

    assert (found.n_lines, found.n_test_lines, found.n_tests) == (1, 5, 1)


@pytest.mark.parametrize(
    ("language", "run", "expected"),
    [
        ("js", "npm test", PASS), ("js", "pnpm run test:unit", PASS), ("js", "npm run build", FAIL),
        ("java", "./mvnw -B verify", PASS), ("java", "mvn -DskipTests verify", FAIL), ("java", "gradle build -x test", FAIL),
        ("java", "./gradlew :a:check", PASS), ("go", "go test -race ./...", PASS), ("go", "go build ./...", FAIL),
        ("rust", "cargo +nightly test --all", PASS), ("rust", "cargo build", FAIL), ("rust", "cargo nextest run", PASS),
    ],
)  # fmt: skip
def test_continuous_integration_runs_the_tests(language, run, expected):
    code, tests = TREES[language]

    assert outcome(f"{language}-ci-tests", code | tests | workflow(run)).result is expected


@pytest.mark.parametrize(
    ("check", "files", "expected"),
    [
        ("js-linter", TS | {"eslint.config.mjs": ""}, PASS),
        ("js-linter", TS | {"package.json": '{"devDependencies": {"eslint": "9"}}'}, FAIL),
        (
            "js-linter",
            TS | {"package.json": '{"devDependencies": {"eslint": "9"}, "scripts": {"l": "eslint ."}}'},
            PASS,
        ),
        ("js-linter", TS | {"node_modules/b/.eslintrc.json": "{}"}, FAIL),
        ("js-formatter", TS | {".prettierrc": ""}, PASS),
        ("js-formatter", TS, FAIL),
        ("java-linter", JAVA | {"build.gradle": "plugins { id 'checkstyle' }\n"}, PASS),
        ("java-linter", JAVA | {"build.gradle": "// checkstyle\n"}, FAIL),
        (
            "java-linter",
            JAVA | {"pom.xml": "<project><!-- <artifactId>maven-checkstyle-plugin</artifactId> --></project>"},
            FAIL,
        ),
        (
            "java-linter",
            JAVA | {"pom.xml": "<project><artifactId>maven-checkstyle-plugin</artifactId></project>"},
            PASS,
        ),
        ("java-formatter", JAVA | {"build.gradle.kts": 'plugins { id("com.diffplug.spotless") }\n'}, PASS),
        ("java-formatter", JAVA, FAIL),
        ("go-linter", GO | {".golangci.yml": "version: 2\n"}, PASS),
        ("go-linter", GO | workflow("go vet ./..."), PASS),
        ("go-linter", GO, FAIL),
        ("go-format-check", GO | {".golangci.yml": "formatters:\n  enable: [gofumpt]\n"}, PASS),
        ("go-format-check", GO | {".golangci.yml": "linters:\n  disable: [gofmt]\n"}, FAIL),
        ("rust-clippy", RUST | workflow("cargo clippy"), PASS),
        ("rust-clippy", RUST | {"README.md": "cargo clippy\n"}, FAIL),
        ("rust-rustfmt", RUST | workflow("cargo fmt --check"), PASS),
        ("rust-rustfmt", RUST, FAIL),
        ("rust-deny-lints", {"src/lib.rs": "#![forbid(unsafe_code)]\n"}, PASS),
        ("rust-deny-lints", {"src/lib.rs": "// #![deny(warnings)]\n#![warn(missing_docs)]\n"}, FAIL),
        ("rust-deny-lints", RUST | {"Cargo.toml": '[lints.rust]\nunsafe_code = "forbid"\n'}, PASS),
    ],
)
def test_tools_are_those_that_are_set_up(check, files, expected):
    assert outcome(check, files).result is expected


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"tsconfig.json": '{"compilerOptions": {"strict": true,}} // yes'}, PASS),
        ({"tsconfig.json": '{"compilerOptions": {"strict": false}}'}, FAIL),
        ({"tsconfig.json": '{"compilerOptions": {"target": "es2022"}}'}, FAIL),
        ({"tsconfig.json": '{"extends": "./base"}', "base.json": '{"compilerOptions": {"strict": true}}'}, PASS),
        ({"tsconfig.json": '{"extends": "@tsconfig/node20/tsconfig.json"}'}, UNSEEN),
        ({"tsconfig.json": '{"extends": "./tsconfig.json"}'}, UNSEEN),
        ({"tsconfig.json": "{"}, UNSEEN),
        ({"tsconfig.json": '{"extends": "./../../etc/passwd"}'}, UNSEEN),
    ],
)
def test_strict_is_what_the_compiler_would_take(files, expected):
    assert outcome("ts-strict", {"a.ts": "let a = 1;\n"} | files).result is expected


@pytest.mark.parametrize(
    ("check", "files", "expected"),
    [
        ("js-package-metadata", {"package.json": '{"name": "a", "version": "1", "description": "b", "license": "MIT", "repository": "c"}'}, PASS),
        ("js-package-metadata", {"package.json": '{"name": "a", "version": "1"}'}, FAIL),
        ("js-package-metadata", {"package.json": '{"name": "a", "version": "1", "private": true}'}, UNSEEN),
        ("js-package-entries", {"package.json": '{"name": "a", "version": "1", "exports": "./a.js"}'}, PASS),
        ("js-package-entries", {"package.json": '{"name": "a", "version": "1", "main": "a.js"}'}, FAIL),
        ("js-package-entries", {"package.json": '{"name": "a", "version": "1", "bin": "a.js"}'}, UNSEEN),
        ("js-lockfile", {"package.json": '{"dependencies": {"b": "1"}}', "yarn.lock": ""}, PASS),
        ("js-lockfile", {"package.json": '{"dependencies": {"b": "1"}}'}, FAIL),
        ("js-lockfile", {"package.json": '{"name": "a", "version": "1", "dependencies": {"b": "1"}}'}, UNSEEN),
        ("js-engines", {"package.json": '{"engines": {"node": ">=20"}}'}, PASS),
        ("js-engines", {"package.json": '{"name": "a"}'}, FAIL),
        ("java-publishing", {"build.gradle": "apply plugin: 'maven-publish'\n"}, PASS),
        ("java-publishing", {"pom.xml": "<project><name>a</name></project>"}, FAIL),
        ("java-publishing", {"pom.xml": "<project><parent/></project>"}, UNSEEN),
        ("java-build-wrapper", {"build.gradle": "", "gradlew": ""}, PASS),
        ("java-build-wrapper", {"build.gradle": ""}, FAIL),
        ("go-module", GO, PASS),
        ("go-module", GO | {"go.mod": "module example.org/a // go 1.22\n"}, FAIL),
        ("go-sum", {"go.mod": "module a\nrequire example.org/b v1.0.0\n", "go.sum": ""}, PASS),
        ("go-sum", {"go.mod": "module a\nrequire example.org/b v1.0.0\n"}, FAIL),
        ("go-sum", {"go.mod": "module a\n// require none\n"}, UNSEEN),
        ("rust-crate-metadata", {"Cargo.toml": '[package]\nname = "a"\ndescription = "b"\nlicense-file = "c"\nrepository = "d"\n'}, PASS),
        ("rust-crate-metadata", {"Cargo.toml": '[package]\nname = "a"\n'}, FAIL),
        ("rust-crate-metadata", {"Cargo.toml": '[package]\nname = "a"\npublish = false\n'}, UNSEEN),
        ("rust-edition", {"Cargo.toml": '[workspace.package]\nedition = "2024"\n', "a/Cargo.toml": "[package]\nedition.workspace = true\n"}, PASS),
        ("rust-edition", {"Cargo.toml": '[package]\nname = "a"\n'}, FAIL),
        ("rust-edition", {"Cargo.toml": "["}, UNSEEN),
        ("rust-lockfile", RUST | {"Cargo.lock": ""}, PASS),
        ("rust-lockfile", RUST | {"src/main.rs": ""}, FAIL),
        ("rust-lockfile", RUST, UNSEEN),
    ],
)  # fmt: skip
def test_packages_declare_what_they_are(check, files, expected):
    assert outcome(check, files).result is expected


@pytest.mark.parametrize(
    ("path", "code", "undocumented", "n_documented"),
    [
        ("a.go", "package a\n\n// A adds.\nfunc A() {}\nfunc B() {}\nfunc c() {}\nfunc (d *D) E() {}\nfunc (f f) G() {}\n", ["B", "E"], 1),
        ("a.go", "package main\n\nfunc A() {}\n", [], 0),
        ("a.go", "package a\n\n//go:noinline\nfunc A() {}\n\n// B.\n\nfunc B() {}\n", ["A", "B"], 0),
        ("a.go", "package a\n\n// All.\nconst (\n\tA = 1\n\tB = 2\n)\n", [], 2),
        ("a.rs", "/// Adds.\n#[inline]\npub fn a() {}\npub(crate) fn b() {}\n// no\npub struct C;\npub use d::e;\n", ["C"], 1),
        ("A.java", "/** A. */\n@Deprecated\npublic class A {\n  public A() {}\n  @Override\n  public int b() {}\n  private int c() {}\n  public int d = f(1);\n}\n", ["A"], 1),
        ("a.ts", "/** Adds. */\nexport function a() {}\n// no\nexport class B {}\nfunction c() {}\nexport const d = 1;\nexport const e = () => 1;\n", ["B", "e"], 1),
    ],
)  # fmt: skip
def test_documented_items_have_their_comment_right_above(path, code, undocumented, n_documented):
    found = next(c for c in facts_of({path: code})["language_code"].values() if c.is_there)

    assert [e.text for e in found.undocumented] == undocumented
    assert found.n_documented == n_documented


@pytest.mark.parametrize("language", ["js", "java", "go", "rust"])
def test_the_share_of_documented_items_decides(language):
    path, code = {
        "js": ("a.ts", "/** A. */\nexport function a() {}\n"),
        "java": ("A.java", "/** A. */\npublic class A {}\n"),
        "go": ("a.go", "package a\n\n// A adds.\nfunc A() {}\n"),
        "rust": ("a.rs", "/// A.\npub fn a() {}\n"),
    }[language]
    bare = "\n".join(line for line in code.split("\n") if not line.startswith("/"))

    assert [outcome(f"{language}-doc-comments", {path: c}).result for c in (code, bare, "x")] == [PASS, FAIL, UNSEEN]


@pytest.mark.parametrize("language", ["js", "java", "go", "rust"])
def test_coverage_is_configured_or_it_fails_where_there_are_tests(language):
    code, tests = TREES[language]
    told = code | tests | {"codecov.yml": ""}

    assert [outcome(f"{language}-test-coverage", f).result for f in (told, code | tests, code)] == [PASS, FAIL, UNSEEN]


@pytest.mark.parametrize(
    ("language", "text", "lines"),
    [
        ("typescript", 'a = /[/*]"/g; b = `//${c}\n/*`; d', ['a =""g; b = ""', "; d"]),
        ("java", 'a = """\n"//"\n"""; b', ['a = ""', "", "; b"]),
        ("go", "a := `/*\n`; b := '\"' // c", ['a := ""', '; b := "" ']),
        (
            "rust",
            "fn a<'a>(b: &'a str) { r#\"\"//\"#; '\"'; } /* /* */ c */ d",
            ['fn a<\'a>(b: &\'a str) { ""; ""; }  d'],
        ),
        ("rust", '"a', ['""']),
    ],
)
def test_comments_and_strings_follow_each_languages_rules(language, text, lines):
    assert lexed(text, language).lines == lines


def test_what_is_generated_minified_or_no_text_is_not_read():
    files = {"a.go": "// Code generated by x. DO NOT EDIT.\npackage a\n", "b.js": "a" * 90_000, "C.java": b"\0"}

    assert [(c.n_unread, c.is_there) for c in facts_of(files)["language_code"].values()] == [
        (1, False), (1, False), (1, False), (0, False),
    ]  # fmt: skip


def test_coverage_of_nodes_own_runner_counts():
    script = '{"scripts": {"test": "node --test --experimental-test-coverage tests"}}'
    files = {"package.json": script, "src/sum.js": "export const sum = 1;\n", "tests/sum.test.js": "test('sums', 1);\n"}
    assert outcome("js-test-coverage", files).result == PASS
