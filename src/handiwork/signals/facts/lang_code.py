"""Code of TypeScript, JavaScript, Java, Go and Rust: tests, lines, and which public items say what they are."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from handiwork.signals.facts.book import fact
from handiwork.signals.facts.lang_items import documented_items
from handiwork.signals.facts.lang_lexing import LANGUAGES, Lexed, lexed
from handiwork.signals.nouns import N_EXAMPLES, Example
from handiwork.signals.tree import Entry, Tree, within

__all__ = ["LanguageCode", "language_code"]

MOST_FILE_BYTES = 1 << 20
"""A larger source file is generated, or data: it is counted and not read."""
MOST_BYTES = 128 << 20
"""At most as much is read of one language."""

_MINIFIED = 1_000
_GENERATED = re.compile(
    r"^(?://|/\*|\s\*|#).{0,80}\b(?:Code generated .* DO NOT EDIT|@generated|DO NOT EDIT)", re.MULTILINE
)
_JS_TEST = re.compile(r"(?:.*[._-])?(?:test|tests|spec|e2e)[._-].*|(?:test|tests|spec)\.[cm]?[jt]sx?", re.IGNORECASE)
_JAVA_TEST = re.compile(r"(?:Test[A-Z]\w*|\w+(?:Tests?|TestCase|IT|ITCase))\.java")
_TESTS = {
    "typescript": re.compile(
        r"(?<![\w$.])(?:it|test|specify|Deno\.test|QUnit\.test|t\.test|tap\.test)"
        r"(?:\.(?:only|skip|concurrent|todo|fails|serial|failing)|\.(?:each|for|runIf|skipIf)(?:\([^()\n]*\)|\"\")?)*\s*\("
    ),
    "java": re.compile(
        r"@(?:Test|ParameterizedTest|RepeatedTest|TestFactory|TestTemplate|Property)\b(?!\s*\{)"
        r"|(?<![\w@])public\s+void\s+test[A-Z_]\w*\s*\("
    ),
    "go": re.compile(r"^func (?:Test|Benchmark|Fuzz|Example)(?![a-z])\w*\(", re.MULTILINE),
    "rust": re.compile(
        r"#\[\s*(?:(?:\w+::)*test(?:\s*\([^\]]*\))?|rstest\b[^\]]*|test_case\b[^\]]*|quickcheck|wasm_bindgen_test)\s*\]"
    ),
}
_RUST_TEST_MODULE = re.compile(
    r"#\[\s*cfg\((?:test|all\(\s*test\b[^\]]*)\)?\s*\]\s*(?:#\[[^\]]*\]\s*)*(?:pub\s+)?mod\s+\w+\s*\{"
)


@dataclass(slots=True)
class LanguageCode:
    """What the code of one language shows.

    Attributes
    ----------
    language
        One of :data:`~handiwork.signals.facts.lang_lexing.LANGUAGES`.
    n_files, n_test_files, n_unread
        Files of code outside of tests; files of tests; files that were not read: too large, generated, no UTF-8.
    n_lines, n_test_lines
        Lines with code in them, without comments and blank ones, outside of tests and within.
    n_tests, tests
        Tests as their frameworks spell them, and the first of each file.
    n_public, n_documented, undocumented
        Items that others can use, those with a documentation comment, and places of those without.
    """

    language: str
    n_files: int = 0
    n_test_files: int = 0
    n_unread: int = 0
    n_lines: int = 0
    n_test_lines: int = 0
    n_tests: int = 0
    tests: list[Example] = field(default_factory=list)
    n_public: int = 0
    n_documented: int = 0
    undocumented: list[Example] = field(default_factory=list)

    @property
    def is_there(self) -> bool:
        """Whether there is any code of the language."""
        return bool(self.n_files or self.n_test_files)


@fact
def language_code(tree: Tree, own_files: tuple[Entry, ...]) -> Mapping[str, LanguageCode]:
    """Return what the code of each language shows, by language; every language has an answer."""
    found = {}
    for language, suffixes in LANGUAGES.items():
        code = LanguageCode(language)
        files = [e for e in own_files if e.suffix in suffixes and not _is_no_source(e)]
        for entry, text in _texts(tree, files, code):
            _count(code, entry.path, text)
        found[language] = code
    return found


# --- private ---


def _is_no_source(entry: Entry) -> bool:
    return entry.name.endswith((".min.js", ".d.ts", ".bundle.js", ".pb.go", ".pb.gw.go")) or within(
        entry.path, "testdata", "fixtures", "__fixtures__", "target", "snapshots"
    )


def _texts(tree: Tree, files: list[Entry], code: LanguageCode) -> Iterator[tuple[Entry, str]]:
    came = 0
    for entry in files:
        content = tree.read(entry.path) if entry.size_bytes <= MOST_FILE_BYTES and came < MOST_BYTES else None
        came += len(content or b"")
        if content is None or len(content) > MOST_FILE_BYTES or b"\0" in content:
            code.n_unread += 1
            continue
        text = content.decode("utf-8", "replace").replace("\r\n", "\n")
        if len(text) > _MINIFIED * (text.count("\n") + 10) or _GENERATED.search(text[:2_000]):
            code.n_unread += 1
            continue
        yield entry, text


def _count(code: LanguageCode, path: str, text: str) -> None:
    source = lexed(text, code.language)
    is_test = _is_test(path, code.language)
    n_lines = source.n_lines
    n_inner = 0
    if code.language == "rust" and not is_test:
        source, n_inner = _without_test_modules(code, path, source)
    if is_test or n_inner:
        code.n_test_files += 1
    if is_test:
        code.n_test_lines += n_lines
        _count_tests(code, path, source.code, 0)
        return
    code.n_files += 1
    code.n_lines += n_lines - n_inner
    code.n_test_lines += n_inner
    for item in documented_items(source, code.language):
        code.n_public += 1
        code.n_documented += item.documented
        if not item.documented and len(code.undocumented) < N_EXAMPLES:
            code.undocumented.append(Example(path, item.line, item.name))


def _is_test(path: str, language: str) -> bool:
    name = path.rpartition("/")[2]
    if language == "go":
        return name.endswith("_test.go")
    if language == "rust":
        return within(path, "tests", "benches") or name in {"tests.rs", "test.rs"}
    if language == "java":
        return (
            "/src/test/" in f"/{path}"
            or bool(re.search(r"/src/\w*[tT]est\w*/", f"/{path}"))
            or bool(_JAVA_TEST.fullmatch(name))
        )
    return within(path, "__tests__", "test", "tests", "spec", "specs", "e2e", "cypress") or bool(
        _JS_TEST.fullmatch(name)
    )


def _count_tests(code: LanguageCode, path: str, text: str, first: int) -> None:
    found = list(_TESTS[code.language].finditer(text))
    code.n_tests += len(found)
    if found and len(code.tests) < N_EXAMPLES:
        code.tests.append(Example(path, first + text.count("\n", 0, found[0].start()) + 1))


def _without_test_modules(code: LanguageCode, path: str, source: Lexed) -> tuple[Lexed, int]:
    """Return a Rust file without its modules of tests, whose lines and tests are counted."""
    text = source.code
    kept, start, n_inner = [], 0, 0
    for found in _RUST_TEST_MODULE.finditer(text):
        if found.start() < start:
            continue
        end = _closing(text, found.end())
        inner = text[found.start() : end]
        n_inner += sum(1 for line in inner.split("\n") if line.strip())
        _count_tests(code, path, inner, text.count("\n", 0, found.start()))
        kept += [text[start : found.start()], "\n" * inner.count("\n")]
        start = end
    kept.append(text[start:])
    return Lexed("".join(kept).split("\n"), source.comments), n_inner


def _closing(text: str, start: int) -> int:
    """Return where a block that was opened before ``start`` ends; the end of the text if it never does."""
    depth = 1
    for found in re.compile(r"[{}]").finditer(text, start):
        depth += 1 if found[0] == "{" else -1
        if not depth:
            return found.end()
    return len(text)
