"""Where lints of Rust are denied: attributes of a crate, and commands."""

import re

from handiwork.signals.facts.automation import Runs
from handiwork.signals.facts.book import fact
from handiwork.signals.facts.lang_lexing import lexed
from handiwork.signals.nouns import Example
from handiwork.signals.tree import Entry, Tree

__all__ = ["language_denials"]

_DENY = re.compile(r"^\s*#!\[\s*(?:deny|forbid)\s*\(")
_MOST_BYTES = 1 << 20


@fact
def language_denials(tree: Tree, own_files: tuple[Entry, ...], runs_of_ci: Runs) -> tuple[Example, ...]:
    """Return where lints are denied: ``#![deny(…)]`` in a crate's root, ``-D`` told to Clippy."""
    found: list[Example] = []
    for entry in own_files:
        if entry.name not in {"lib.rs", "main.rs"} or entry.size_bytes > _MOST_BYTES:
            continue
        lines = lexed((tree.read(entry.path) or b"").decode("utf-8", "replace"), "rust").lines
        found += [Example(entry.path, n, "deny") for n, line in enumerate(lines, 1) if _DENY.match(line)][:1]
    clippy = [job for words, job in runs_of_ci.found if words[0] == "cargo" and "clippy" in words and "-D" in words]
    found += [Example(job.path, None, "clippy -D") for job in clippy]
    return tuple(dict.fromkeys(found))
