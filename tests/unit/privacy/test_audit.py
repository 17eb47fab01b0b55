"""The audit log: nothing is changed in it without showing, several write at once, and details can be taken away."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handiwork.errors import NotFoundError, StoreError
from handiwork.privacy.audit import BEGINNING, AuditLog

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


class Clock:
    def __init__(self):
        self.now = NOON

    def __call__(self):
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def log(tmp_path, clock):
    return AuditLog(tmp_path / "audit", clock=clock)


def lines(log):
    return [line for file in sorted(log.folder.glob("*.jsonl")) for line in file.read_text().splitlines()]


def rewrite(log, changed):
    (file,) = log.folder.glob("*.jsonl")
    file.write_text("".join(line + "\n" for line in changed))


def test_entries_are_numbered_and_each_holds_the_digest_of_the_one_before(log):
    first, second = log.note("search", {"role": "web"}), log.note("view", {})
    assert (first.number, first.previous, second.number, second.previous) == (1, BEGINNING, 2, first.digest)
    assert [e.act for e in log.entries()] == ["search", "view"]
    assert log.entry(2) == second
    found = log.check()
    assert (found.entries, found.first, found.last, found.head) == (2, 1, 2, second.digest)


def test_an_empty_log_is_whole_and_has_no_entry(log):
    assert log.check().head == BEGINNING
    with pytest.raises(NotFoundError, match="no entry 1"):
        log.entry(1)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_whatever_is_changed_in_a_line_shows(data, tmp_path_factory):
    log = AuditLog(tmp_path_factory.mktemp("log") / "audit", clock=Clock())
    for n in range(4):
        log.note("search", {"role": f"role {n}", "results": [["person:a", n]]})
    there = lines(log)
    place = data.draw(st.integers(0, 3))
    value = json.loads(there[place])
    key = data.draw(st.sampled_from(sorted(value)))
    if isinstance(value[key], int):
        value[key] += data.draw(st.sampled_from([-1, 1, 7]))
    elif isinstance(value[key], str):
        value[key] = data.draw(st.text(max_size=8).filter(lambda t: t != value[key]))
    else:
        value[key]["role"] = "another"
    rewrite(log, [*there[:place], json.dumps(value), *there[place + 1 :]])
    with pytest.raises(StoreError, match="audit log"):
        log.check()


@pytest.mark.parametrize(
    "change",
    [lambda x: x[1:], lambda x: [x[0], *x[2:]], lambda x: [x[1], x[0], *x[2:]], lambda x: [*x, x[-1]]],
    ids=["the first is gone", "one between is gone", "two changed places", "one stands twice"],
)
def test_lines_that_are_left_out_added_or_moved_show(log, change):
    for n in range(4):
        log.note("view", {"n": n})
    rewrite(log, change(lines(log)))
    with pytest.raises(StoreError, match=r"follow|begins"):
        log.check()


def test_a_log_that_was_cut_off_or_written_anew_shows_by_a_digest_that_was_kept(log):
    for n in range(3):
        log.note("view", {"n": n})
    head = log.check().head
    log.note("view", {"n": 4})
    assert log.check(head=head).last == 4
    rewrite(log, lines(log)[:2])
    assert log.check().last == 2
    with pytest.raises(StoreError, match=f"no line with the digest {head}"):
        log.check(head=head)


def test_details_that_are_taken_away_leave_the_chain_whole(log):
    log.note("search", {"role": "like ada_l"})
    log.note("search", {"role": "web"})
    assert log.take_away(lambda text: "ada_l" in text) == 1
    assert [e.details is None for e in log.entries()] == [True, False]
    assert "ada_l" not in "".join(lines(log))
    found = log.check()
    assert (found.entries, found.without_details) == (2, 1)
    assert log.note("view", {}).number == 3
    assert log.check().last == 3


def test_what_details_were_cannot_be_guessed_from_their_digest(log):
    assert log.note("view", {"a": 1}).about != log.note("view", {"a": 1}).about


def test_months_that_are_not_kept_go_and_the_log_says_so(log, clock):
    for _ in range(3):
        log.note("view", {})
    clock.now = NOON + timedelta(days=40)
    log.note("view", {})
    assert log.keep_from("2026-12") == 3
    assert [(e.number, e.act) for e in log.entries()] == [(4, "view"), (5, "retention")]
    assert log.check().first == 4
    (file,) = log.folder.glob("*.jsonl")
    file.write_text("".join(line + "\n" for line in file.read_text().splitlines()[:1]))
    with pytest.raises(StoreError, match="begins with entry 4"):
        log.check()


def test_a_clock_that_is_set_back_neither_breaks_the_chain_nor_the_order(log, clock):
    log.note("view", {})
    clock.now = NOON - timedelta(days=90)
    log.note("view", {})
    assert [e.number for e in log.entries()] == [1, 2]
    assert log.check().last == 2


def test_a_line_that_was_cut_off_by_a_crash_does_not_count_and_is_replaced(log):
    log.note("view", {"n": 1})
    (file,) = log.folder.glob("*.jsonl")
    with file.open("a") as opened:
        opened.write('{"n":2,"at":"20')
    assert (log.check().last, log.check().is_torn) == (1, True)
    assert log.note("view", {"n": 2}).number == 2
    assert (log.check().last, log.check().is_torn) == (2, False)


def test_several_processes_write_one_chain(log):
    program = (
        "import sys; from pathlib import Path; from handiwork.privacy.audit import AuditLog\n"
        "log = AuditLog(Path(sys.argv[1]))\n"
        "for n in range(50): log.note('view', {'n': n})\n"
    )
    started = [subprocess.Popen([sys.executable, "-c", program, str(log.folder)]) for _ in range(3)]
    assert [process.wait() for process in started] == [0, 0, 0]
    assert log.check().last == 150


def test_pseudonyms_are_the_same_for_the_same_person_and_of_another_home_others(log, tmp_path):
    one = log.pseudonym("person", "github:1")
    assert one == log.pseudonym("person", "github:1") != log.pseudonym("person", "github:2")
    assert log.pseudonym("user", "github:1") != one
    assert AuditLog(tmp_path / "other").pseudonym("person", "github:1") != one
    assert (log.folder / "key").stat().st_mode & 0o077 == 0


def test_a_log_that_cannot_be_written_says_so_and_keeps_what_it_has(log):
    log.note("view", {})
    program = (
        "import resource, signal, sys; from pathlib import Path; from handiwork.privacy.audit import AuditLog\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "log = AuditLog(Path(sys.argv[1])); size = next(log.folder.glob('*.jsonl')).stat().st_size\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (size + 40, size + 40))\n"
        "log.note('view', {'n': 1})\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(log.folder)], capture_output=True, text=True, check=False, env=os.environ
    )
    assert "cannot be written" in done.stderr
    found = log.check()
    assert (found.last, found.is_torn) == (1, False)
