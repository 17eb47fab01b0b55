"""Two contents of a file and the hunks between them → what changed in substance."""

import ast
from collections.abc import Iterable, Sequence
from functools import lru_cache

from handiwork.model.changes import Hunk
from handiwork.signals.own.exclusions import is_generated
from handiwork.signals.own.nouns import FileFacts, FunctionChange
from handiwork.signals.own.units import Parsed, Unit, is_same, parsed
from handiwork.signals.python.functions import function_facts

__all__ = ["MOST_HUNKS", "compare"]

MOST_HUNKS = 5_000
"""A change of more places in one file is not looked at."""

_MOST_NAMES = 400


def compare(old: bytes, new: bytes, hunks: Sequence[Hunk], *, is_test: bool) -> FileFacts:
    """Return what changed between two contents.

    Parameters
    ----------
    old, new
        The contents; empty for a file that was not there before, or is not any more.
    hunks
        The lines that differ, ascending.
    is_test
        Whether it is a file of tests: then the names that functions use are told.

    Notes
    -----
    Both are parsed whole; digests are made only of the functions that hunks touch.
    """
    if len(hunks) > MOST_HUNKS:
        return FileFacts("too_large")
    if is_generated(new or old):
        return FileFacts("generated")
    before, after = _parsed(old), _parsed(new)
    problem = before.problem or after.problem
    if problem:
        return FileFacts(problem)
    if not new:
        return FileFacts(gone=tuple(sorted(u.digest for us in before.units.values() for u in us)))
    return _compared(before, after, new, hunks, is_test=is_test)


# --- private ---

_parsed = lru_cache(maxsize=3)(parsed)
# One change's new content often is the next one's old content.


def _compared(before: Parsed, after: Parsed, new: bytes, hunks: Sequence[Hunk], *, is_test: bool) -> FileFacts:
    try:
        functions, gone = _functions(before, after, hunks, is_test=is_test)
        same = not functions and not gone and is_same(before.remainder, after.remainder)
    except RecursionError:
        return FileFacts("too_deep")
    return FileFacts(
        same_tree=same,
        functions=tuple(sorted(functions, key=lambda f: (f.line, f.name))),
        gone=tuple(sorted(gone)),
        lines=tuple(_ranges(_written(new, hunks))),
    )


def _functions(
    before: Parsed, after: Parsed, hunks: Sequence[Hunk], *, is_test: bool
) -> tuple[list[FunctionChange], list[str]]:
    functions: list[FunctionChange] = []
    gone: list[str] = []
    old_spans = [(h.old_start, h.old_count) for h in hunks]
    new_spans = [(h.new_start, h.new_count) for h in hunks]
    touched_before = {u.name for us in before.units.values() for u in us if _touched(u, old_spans)}
    touched_after = {u.name for us in after.units.values() for u in us if _touched(u, new_spans)}
    for name in sorted(touched_before | touched_after):
        pairs, added, removed = _paired(before.units.get(name, []), after.units.get(name, []))
        gone += [u.digest for u in removed]
        functions += [_change(u, is_new=True, is_test=is_test) for u in added]
        functions += [_change(u, is_new=False, is_test=is_test) for old, u in pairs if not is_same(old.shape, u.shape)]
    return [f for f in functions if f.n_slots >= 0], gone


def _touched(unit: Unit, spans: Iterable[tuple[int, int]]) -> bool:
    """Return whether lines of a unit are in spans; one without lines touches what it stands strictly inside of."""
    return any(
        start <= unit.end_line and start + count > unit.line if count else unit.line <= start < unit.end_line
        for start, count in spans
    )


def _paired(old: list[Unit], new: list[Unit]) -> tuple[list[tuple[Unit, Unit]], list[Unit], list[Unit]]:
    """Return units of one name that correspond, those that are new and those that are gone."""
    if len(old) > 1 or len(new) > 1:
        known = {u.digest for u in old} & {u.digest for u in new}
        old = [u for u in old if u.digest not in known]
        new = [u for u in new if u.digest not in known]
    n = min(len(old), len(new))
    return list(zip(old, new, strict=False)), new[n:], old[n:]


def _change(unit: Unit, *, is_new: bool, is_test: bool) -> FunctionChange:
    facts = function_facts(unit.node, unit.outer, unit.scope)
    is_init = unit.node.name == "__init__"
    is_dunder = unit.node.name.startswith("__") and unit.node.name.endswith("__")
    n_slots = facts.n_parameters + (not is_init)
    return FunctionChange(
        name=unit.name,
        is_new=is_new,
        line=unit.line,
        end_line=unit.end_line,
        is_public=facts.is_public and not is_dunder,
        n_slots=-1 if facts.is_overload else n_slots,
        n_annotated=facts.n_annotated + (facts.has_return_annotation and not is_init),
        has_docstring=facts.docstring is not None,
        digest=unit.digest,
        names=_names(unit.node) if is_test else (),
    )


def _names(node: ast.AST) -> tuple[str, ...]:
    """Return the names that code uses: variables, attributes and what is imported inside."""
    found: set[str] = set()
    for inner in ast.walk(node):
        if isinstance(inner, ast.Name):
            found.add(inner.id)
        elif isinstance(inner, ast.Attribute):
            found.add(inner.attr)
        elif isinstance(inner, ast.alias):
            found.update(inner.name.split("."))
    return tuple(sorted(found)[:_MOST_NAMES])


def _written(new: bytes, hunks: Sequence[Hunk]) -> list[int]:
    """Return the added lines that are not blank."""
    lines = new.split(b"\n")
    return [
        number
        for hunk in hunks
        for number in range(hunk.new_start, hunk.new_start + hunk.new_count)
        if number <= len(lines) and lines[number - 1].strip()
    ]


def _ranges(numbers: Iterable[int]) -> Iterable[tuple[int, int]]:
    first = last = None
    for number in numbers:
        if last is not None and number == last + 1:
            last = number
            continue
        if first is not None and last is not None:
            yield first, last
        first = last = number
    if first is not None and last is not None:
        yield first, last
