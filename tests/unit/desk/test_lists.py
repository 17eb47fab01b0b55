"""Lists on both databases: moves against a plain model, the pause, links that end, and forgetting for good."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handiwork.desk.lists import PAUSE_DAYS, STAGES, ListBook, NewEntry
from handiwork.errors import NotFoundError, UsageError

ADA = NewEntry(person="github:1", login="Ada_L", github_id=1)
BOB = NewEntry(person="author:acme/web#1", login=None)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Clock:
    """An instant that tests move."""

    def __init__(self):
        self.now = NOON

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def book(state_database, clock):
    return ListBook(state_database, clock=clock)


def test_a_list_is_made_renamed_and_deleted_with_everything_on_it(book):
    number = book.make("  Back   end ", role="FastAPI, ask a@b.example", by="mira_k")
    made = book.read(number)
    assert (made.name, made.role, made.made_by, made.made_at) == ("Back end", "FastAPI, ask (address)", "mira_k", NOON)
    book.rename(number, "Data")
    entry = book.add(number, ADA)
    book.note(entry, "good")
    book.delete(number)
    assert book.all() == []
    with pytest.raises(NotFoundError, match="no list"):
        book.entries(number)
    with pytest.raises(NotFoundError):
        book.entry(entry)


@pytest.mark.parametrize("name", ["", "   ", "x" * 101])
def test_a_name_is_neither_empty_nor_endless(book, name):
    with pytest.raises(UsageError, match="1 to 100"):
        book.make(name)


def test_somebody_is_on_a_list_once_and_keeps_what_they_were_found_by(book):
    number = book.make("Team")
    facts = (
        {"kind": "commit", "repo": "acme/web", "sha": "a" * 40, "title": "Route", "at": "2024-01-01", "url": None},
    )
    first = book.add(number, NewEntry(person="github:1", role="web", rank=3, micros=250_000, facts=facts), by="mira_k")
    assert book.add(number, ADA, stage="shortlisted") == first
    (entry,) = book.entries(number)
    assert (entry.stage, entry.rank, entry.micros, entry.facts, entry.by) == ("found", 3, 250_000, facts, "mira_k")


def test_a_move_is_kept_and_the_last_one_is_taken_back(book, clock):
    entry = book.add(book.make("Team"), ADA)
    book.move(entry, "reviewed", by="mira_k")
    clock.now += timedelta(hours=1)
    book.move(entry, "closed", reason="other", words="mail a@b.example", by="tom_v")
    assert book.undo(entry, by="mira_k") == "reviewed"
    assert book.undo(entry) == "found"
    with pytest.raises(UsageError, match="no move"):
        book.undo(entry)
    moves = book.entry(entry).moves
    assert [(m.before, m.after, m.is_undone) for m in moves] == [
        ("found", "reviewed", True),
        ("reviewed", "closed", True),
        ("closed", "reviewed", False),
        ("reviewed", "found", False),
    ]
    assert moves[1].words == "mail (address)"


@pytest.mark.parametrize(
    ("stage", "reason", "words", "told"),
    [
        ("hired", "", "", "no stage 'hired'"),
        ("found", "", "", "already"),
        ("closed", "", "", "needs a reason"),
        ("closed", "other", " ", "needs words"),
        ("reviewed", "no reply", "", "belongs to the stage closed"),
    ],
)
def test_a_move_that_cannot_be_is_refused_and_changes_nothing(book, stage, reason, words, told):
    entry = book.add(book.make("Team"), ADA)
    with pytest.raises(UsageError, match=told):
        book.move(entry, stage, reason=reason, words=words)
    assert book.entry(entry).stage == "found"
    assert book.entry(entry).moves == ()


def test_nobody_is_contacted_twice_within_the_pause_on_any_list(book, clock):
    one, other = book.add(book.make("A"), ADA), book.add(book.make("B"), ADA)
    stranger = book.add(1, BOB)
    book.move(one, "contacted")
    last = NOON.date() + timedelta(days=PAUSE_DAYS)
    assert book.pause_of("github:1") == last
    clock.now = NOON + timedelta(days=PAUSE_DAYS)
    with pytest.raises(UsageError, match=last.isoformat()):
        book.move(other, "contacted")
    book.move(stranger, "contacted")
    clock.now += timedelta(days=1)
    book.move(other, "contacted")


def test_a_reply_ends_the_pause_and_a_contact_that_is_taken_back_never_was(book):
    entry = book.add(book.make("A"), ADA)
    book.move(entry, "contacted")
    book.undo(entry)
    assert book.pause_of("github:1") is None
    book.move(entry, "contacted")
    book.move(entry, "replied")
    assert book.pause_of("github:1") is None


def test_a_pause_outlives_taking_somebody_off_and_deleting_the_list(book, clock):
    number = book.make("A")
    contacted, other = book.add(number, ADA), book.add(book.make("B"), ADA)
    book.move(contacted, "contacted")
    book.remove(other)
    for lose in (lambda: book.remove(contacted), lambda: book.delete(number)):
        with pytest.raises(UsageError, match="2026-05-30 has passed: close it instead"):
            lose()
    assert book.pause_of("github:1") == date(2026, 5, 30)
    clock.now = NOON + timedelta(days=91)
    book.remove(contacted)
    book.delete(number)
    assert book.pause_of("github:1") is None


def test_who_asks_is_forgotten_within_the_pause_too(book):
    entry = book.add(book.make("A"), ADA)
    book.move(entry, "contacted")
    assert book.forget(persons=(), github_ids={1}, logins=()) == 1
    assert book.pause_of("github:1") is None


def test_notes_lose_addresses_and_dates_come_and_go(book):
    entry = book.add(book.make("A"), ADA)
    book.note(entry, " ask tom@b.example ", by="mira_k")
    book.set_due(entry, date(2026, 4, 1))
    found = book.entry(entry)
    assert [(n.text, n.by) for n in found.notes] == [("ask (address)", "mira_k")]
    assert found.due == date(2026, 4, 1)
    book.set_due(entry, None)
    assert book.entry(entry).due is None
    with pytest.raises(UsageError, match="1 to 5,000"):
        book.note(entry, " ")


def test_a_link_is_known_by_its_secret_alone_ends_and_can_be_ended(book, clock, state_database):
    number = book.make("A")
    made, kept = book.share(number, days=2, is_blind=True), book.share(number, days=90)
    assert made.secret
    assert len(made.secret) >= 43
    assert book.shared(made.secret).is_blind
    with state_database.transaction() as session:
        stored = session.connection().exec_driver_sql("SELECT digest FROM list_shares").scalars().all()
    assert made.secret not in stored
    clock.now += timedelta(days=2)
    assert [share.number for share in book.shares(number)] == [kept.number]
    for secret in (made.secret, "no such secret"):
        with pytest.raises(NotFoundError, match="has ended or never was"):
            book.shared(secret)
    book.revoke(kept.number)
    with pytest.raises(NotFoundError):
        book.shared(kept.secret)
    with pytest.raises(UsageError, match="1 to 90"):
        book.share(number, days=91)


def test_who_is_forgotten_is_on_no_list_any_more(book):
    number = book.make("A")
    for new in (ADA, BOB, NewEntry(person="github:2", login="cyd_m", github_id=2)):
        book.note(book.add(number, new), "seen")
    assert book.forget(persons={"author:acme/web#1"}, github_ids={2}, logins={"nobody_x"}) == 2
    assert [entry.person for entry in book.entries(number)] == ["github:1"]
    assert book.forget(persons=(), github_ids=(), logins={"ada_l"}) == 1


STEPS = st.lists(
    st.tuples(st.sampled_from(["add", "move", "undo", "remove"]), st.integers(0, 2), st.sampled_from(STAGES)),
    max_size=25,
)


def is_paused(stack, today):
    """Whether the last contact of a stack of stages and instants has no reply and is less than 91 days ago."""
    contacted = None
    for stage, at in stack:
        contacted = at if stage == "contacted" else None if stage in {"replied", "in process"} else contacted
    return contacted is not None and today <= (contacted + timedelta(days=PAUSE_DAYS)).date()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(STEPS)
def test_lists_do_what_a_plain_model_does(book, clock, steps):
    """The model: a stack of stages with their instants for each person."""
    number = book.make("model")
    entries, stacks = {}, {}

    for what, who, stage in steps:
        clock.now += timedelta(days=31)
        reason = "no reply" if stage == "closed" else ""
        if what == "add":
            entries[who] = book.add(number, NewEntry(person=f"github:{number}-{who}"))
            stacks.setdefault(who, [("found", clock.now)])
        elif who not in entries:
            continue
        elif what == "remove" and is_paused(stacks[who], clock.now.date()):
            with pytest.raises(UsageError, match="keeps the pause"):
                book.remove(entries[who])
        elif what == "remove":
            book.remove(entries.pop(who))
            stacks.pop(who)
        elif what == "undo" and len(stacks[who]) > 1:
            stacks[who].pop()
            assert book.undo(entries[who]) == stacks[who][-1][0]
        elif what == "move" and (
            stacks[who][-1][0] == stage or (stage == "contacted" and is_paused(stacks[who], clock.now.date()))
        ):
            with pytest.raises(UsageError):
                book.move(entries[who], stage, reason=reason)
        elif what == "move":
            book.move(entries[who], stage, reason=reason)
            stacks[who].append((stage, clock.now))
    assert {e.person: e.stage for e in book.entries(number)} == {
        f"github:{number}-{who}": stacks[who][-1][0] for who in entries
    }
