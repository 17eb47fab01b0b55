"""Users, sessions, tokens and invitations on both databases, and every attack on them with a moved clock."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import text

from handiwork.errors import NotFoundError, StoreError, UsageError
from handiwork.privacy.secrets import keyed, read_key
from handiwork.state.database import Database
from handiwork.state.models import Base
from handiwork.team import Team, WaitError
from handiwork.team.passwords import Passwords

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
WORDS = "three grey horses"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


class Clock:
    """An instant that tests move."""

    def __init__(self):
        self.now = NOON

    def __call__(self):
        return self.now

    def add(self, **parts):
        self.now += timedelta(**parts)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def team(state_database, clock, tmp_path):
    return Team(state_database, tmp_path / "team.key", passwords=Passwords(CHEAP), clock=clock)


@pytest.fixture
def mira(team):
    return team.members.make("Mira_K", "admin", WORDS)


@pytest.fixture
def joe(team, mira):
    return team.members.make("joe_p", "recruiter", WORDS)


def sign_in(team, name="mira_k", password=WORDS, address="10.0.0.1", **more):
    return team.sign_in(name, password, address=address, **more)


def rows(database, table):
    with database.transaction() as session:
        return [dict(row) for row in session.execute(text(f"SELECT * FROM {table}")).mappings()]


# --- users ---


def test_the_first_user_is_an_admin_and_names_are_kept_small(team):
    assert not team.members.any()
    with pytest.raises(UsageError, match="the first user is an admin"):
        team.members.make("mira_k", "viewer", WORDS)
    made = team.members.make("Mira_K", "admin", WORDS, first=True)
    assert (made.name, made.role, made.made_at) == ("mira_k", "admin", NOON)
    assert team.members.any()
    with pytest.raises(UsageError, match="users already"):
        team.members.make("other_o", "admin", WORDS, first=True)
    with pytest.raises(UsageError, match="already"):
        team.members.make("MIRA_K", "viewer", WORDS)


@pytest.mark.parametrize("name", ["a@b.example", "x", "", "two words", "-dash", "x" * 41, "Ünal_x"])
def test_a_name_is_no_address_and_is_not_told_back_if_it_is(team, mira, name):
    with pytest.raises(UsageError, match="no name of a user") as refused:
        team.members.make(name, "viewer", WORDS)
    assert "@" not in str(refused.value)


@pytest.mark.parametrize("password", ["short", "x" * 11, "mira_k", "x" * 40, "abababababababab", "y" * 1001])
def test_a_weak_password_is_refused(team, password):
    with pytest.raises(UsageError, match="password"):
        team.members.make("mira_k", "admin", password)


def test_the_login_is_no_password_in_any_case(team):
    with pytest.raises(UsageError, match="name"):
        team.members.make("mira_kowalski", "admin", "Mira_Kowalski")


def test_a_password_is_stored_as_argon2id_only(team, mira, state_database):
    (row,) = rows(state_database, "users")
    assert row["password"].startswith("$argon2id$v=19$")
    assert WORDS not in str(row)
    assert PasswordHasher().type.name == "ID"
    assert (PasswordHasher().memory_cost, PasswordHasher().time_cost) == (65536, 3)


def test_a_hash_with_old_parameters_is_renewed_at_sign_in(team, mira, state_database, clock, tmp_path):
    dearer = Passwords(PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    later = Team(state_database, tmp_path / "team.key", passwords=dearer, clock=clock)
    assert later.members.checked("mira_k", "three grey horsen") is None
    assert "m=8,t=1" in rows(state_database, "users")[0]["password"]
    assert later.members.checked("mira_k", WORDS) is not None
    assert "m=16,t=2" in rows(state_database, "users")[0]["password"]
    assert later.members.checked("mira_k", WORDS) is not None


def test_signs_that_look_alike_are_one_password(team):
    team.members.make("mira_k", "admin", "m\u00e9lange on corners")
    assert team.members.checked("mira_k", "me\u0301lange on corners") is not None


class Counting(Passwords):
    """Counts how often a hash is checked."""

    def __init__(self):
        super().__init__(CHEAP)
        self.checks = 0

    def fits(self, password, stored):
        self.checks += 1
        return super().fits(password, stored)


def test_an_unknown_name_a_wrong_password_and_a_disabled_user_cost_the_same_work(state_database, clock, tmp_path):
    counting = Counting()
    team = Team(state_database, tmp_path / "team.key", passwords=counting, clock=clock)
    team.members.make("mira_k", "admin", WORDS)
    team.members.make("joe_p", "viewer", WORDS)
    team.members.disable("joe_p")
    for name, password in (("nobody_x", WORDS), ("mira_k", "no" + WORDS), ("joe_p", WORDS)):
        counting.checks = 0
        assert team.members.checked(name, password) is None
        assert counting.checks == 1


def test_nobody_has_the_password_that_is_checked_for_unknown_names(team, mira):
    assert team.members.checked("nobody_x", "nobody has this password") is None
    assert team.members.checked("", "") is None


def test_the_last_admin_stays_one(team, mira, joe):
    for change in (lambda: team.members.disable("mira_k"), lambda: team.members.set_role("mira_k", "viewer")):
        with pytest.raises(UsageError, match="only admin"):
            change()
    team.members.set_role("joe_p", "admin")
    assert team.members.disable("mira_k").is_disabled
    with pytest.raises(UsageError, match="only admin"):
        team.members.disable("joe_p")
    assert not team.members.enable("mira_k").is_disabled


def test_who_is_not_there_is_told(team, mira):
    with pytest.raises(NotFoundError, match="nobody_x"):
        team.members.set_role("nobody_x", "viewer")
    with pytest.raises(UsageError, match="choose one of viewer, recruiter, admin"):
        team.members.set_role("mira_k", "owner")


# --- sessions ---


def test_a_session_is_new_random_and_stored_as_a_digest(team, mira, state_database):
    first, second = sign_in(team), sign_in(team)
    assert first != second
    assert len(first) == 43  # 256 bits in base64
    assert {row["digest"] for row in rows(state_database, "user_sessions")} == {
        hashlib.sha256(secret.encode()).hexdigest() for secret in (first, second)
    }
    assert team.sessions.whose(first).name == "mira_k"
    assert team.members.named("mira_k").seen_on == date(2026, 3, 1)


def test_a_session_that_was_planted_is_not_taken_up(team, mira):
    planted = "x" * 43
    assert sign_in(team, instead_of=planted) != planted
    assert team.sessions.whose(planted) is None


def test_the_session_the_browser_came_with_ends_at_sign_in(team, mira):
    old = sign_in(team)
    new = sign_in(team, instead_of=old)
    assert team.sessions.whose(old) is None
    assert team.sessions.whose(new) is not None


def test_a_session_ends_after_twelve_idle_hours(team, mira, clock):
    secret = sign_in(team)
    clock.add(hours=11, minutes=59)
    assert team.sessions.whose(secret) is not None
    clock.add(hours=11, minutes=59)
    assert team.sessions.whose(secret) is not None
    clock.add(hours=12)
    assert team.sessions.whose(secret) is None


def test_a_session_ends_after_seven_days_however_busy(team, mira, clock):
    secret = sign_in(team)
    for _ in range(7 * 24 - 1):
        clock.add(hours=1)
        assert team.sessions.whose(secret) is not None
    clock.add(hours=1)
    assert team.sessions.whose(secret) is None


def test_sessions_that_are_over_are_removed_at_the_next_sign_in(team, mira, clock, state_database):
    sign_in(team)
    clock.add(days=1)
    sign_in(team)
    assert len(rows(state_database, "user_sessions")) == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda team: team.members.set_password("joe_p", "four grey horses"),
        lambda team: team.members.change_password("joe_p", WORDS, "four grey horses"),
        lambda team: team.members.set_role("joe_p", "viewer"),
        lambda team: team.members.disable("joe_p"),
    ],
    ids=["password", "own password", "role", "disabled"],
)
def test_all_sessions_of_a_user_end_with_a_new_password_another_role_and_shutting_out(team, joe, change):
    ended, kept = [sign_in(team, "joe_p"), sign_in(team, "joe_p")], sign_in(team, "mira_k")
    change(team)
    assert [team.sessions.whose(secret) for secret in ended] == [None, None]
    assert team.sessions.whose(kept).name == "mira_k"


def test_ones_own_password_changes_only_with_the_old_one(team, joe):
    secret = sign_in(team, "joe_p")
    with pytest.raises(UsageError, match="nothing was changed"):
        team.members.change_password("joe_p", "not this one", "four grey horses")
    assert team.sessions.whose(secret) is not None


def test_a_user_ends_only_their_own_sessions(team, mira, joe):
    sign_in(team)
    (session,) = team.sessions.of(mira)
    with pytest.raises(NotFoundError):
        team.sessions.end_number(joe, session.number)
    team.sessions.end_number(mira, session.number)
    assert team.sessions.of(mira) == []


def test_the_token_of_forms_belongs_to_one_session(team, mira):
    one, other = sign_in(team), sign_in(team)
    assert team.sessions.csrf(one) == team.sessions.csrf(one) != team.sessions.csrf(other)
    assert one not in team.sessions.csrf(one)


# --- attempts ---


def test_waits_double_after_five_failures_and_end_with_time(team, mira, clock):
    for _ in range(5):
        assert sign_in(team, password="wrong") is None
    waits = []
    for _ in range(12):
        with pytest.raises(WaitError) as told:
            sign_in(team)  # the right password does not help while the wait lasts
        waits.append(told.value.seconds)
        clock.add(seconds=told.value.seconds)
        assert sign_in(team, password="wrong") is None
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]
    clock.add(seconds=900)
    assert sign_in(team) is not None


def test_an_attempt_that_must_wait_does_not_make_the_wait_longer(team, mira, clock):
    for _ in range(7):
        clock.add(seconds=2)
        assert sign_in(team, password="wrong") is None
    for _ in range(50):
        with pytest.raises(WaitError) as told:
            sign_in(team, password="wrong")
    assert told.value.seconds == 4


def test_waits_survive_a_restart(state_url, clock, tmp_path):
    for _ in range(2):
        with Database(state_url) as database:
            team = Team(database, tmp_path / "team.key", passwords=Passwords(CHEAP), clock=clock)
            for _ in range(3):
                last = None
                try:
                    team.sign_in("nobody_x", "wrong", address="10.0.0.9")
                except WaitError as told:
                    last = told.seconds
    assert last == 1


def test_one_address_that_tries_many_names_must_wait_and_others_need_not(team, mira, clock):
    for number in range(20):
        assert sign_in(team, f"name_{number}", "wrong") is None
    with pytest.raises(WaitError):
        sign_in(team)
    assert sign_in(team, address="10.0.0.2") is not None


def test_many_addresses_that_try_one_name_wait_a_minute_at_most_and_do_not_lock_its_owner_out(team, mira, joe, clock):
    assert sign_in(team, address="192.0.2.7") is not None  # the owner's own place
    for number in range(40):
        clock.add(seconds=60)
        assert sign_in(team, password="wrong", address=f"10.1.0.{number}") is None
    with pytest.raises(WaitError) as told:
        sign_in(team, password="wrong", address="10.1.1.1")
    assert told.value.seconds == 60
    assert sign_in(team, "joe_p", address="10.2.0.1") is not None
    assert sign_in(team, address="192.0.2.7") is not None


def test_signing_in_as_oneself_does_not_wash_an_address_clean_and_who_is_known_there_need_not_wait(team, mira, joe):
    for _ in range(5):
        assert sign_in(team, "joe_p") is not None
        for attempt in range(4):
            assert sign_in(team, f"name_{attempt}", "wrong") is None
    with pytest.raises(WaitError):
        sign_in(team)
    assert sign_in(team, "joe_p") is not None


def test_an_ipv6_network_is_one_address_and_a_mapped_one_is_its_own(team, mira):
    for number in range(20):
        assert sign_in(team, f"name_{number}", "wrong", address=f"2001:db8:0:1::{number:x}") is None
    with pytest.raises(WaitError):
        sign_in(team, address="2001:db8:0:1:ffff::1")
    assert sign_in(team, address="2001:db8:0:2::1") is not None
    for number in range(20):
        assert sign_in(team, f"name_{number}", "wrong", address=f"::ffff:10.0.3.{number}") is None
    assert sign_in(team, address="::ffff:10.0.4.1") is not None


def test_many_attempts_at_once_gain_nothing(team, mira):
    def attempt(_):
        try:
            return sign_in(team, password="wrong", address="10.9.9.9")
        except WaitError:
            return "wait"

    with ThreadPoolExecutor(8) as threads:
        told = list(threads.map(attempt, range(40)))
    assert told.count(None) == 5
    assert told.count("wait") == 35


def test_names_and_addresses_are_stored_as_keyed_hashes_only(team, mira, state_database, tmp_path):
    sign_in(team, password="wrong", address="203.0.113.9")
    stored = str(rows(state_database, "sign_in_attempts"))
    assert "203.0.113.9" not in stored
    assert "mira" not in stored
    plain = {hashlib.sha256(value.encode()).hexdigest() for value in ("203.0.113.9", "mira_k")}
    assert not plain & {row["digest"] for row in rows(state_database, "sign_in_attempts")}
    assert (tmp_path / "team.key").stat().st_mode & 0o777 == 0o600


# --- tokens ---


def test_a_token_is_shown_once_and_works_until_it_expires(team, joe, clock, state_database):
    token, secret = team.tokens.make(joe, "export, ask a@b.example", role="viewer", days=2)
    assert (token.title, token.used_on) == ("export, ask (address)", None)
    assert secret.startswith("hw_")
    assert secret not in str(rows(state_database, "api_tokens"))
    assert [(m.name, role) for m, role in [team.tokens.whose(secret)]] == [("joe_p", "viewer")]
    assert team.tokens.all(joe)[0].used_on == date(2026, 3, 1)
    clock.add(days=2)
    assert team.tokens.whose(secret) is None


def test_a_token_never_does_more_than_its_owner(team, mira, joe):
    with pytest.raises(UsageError, match="its owner joe_p has only recruiter"):
        team.tokens.make(joe, "x", role="admin", days=1)
    _, secret = team.tokens.make(joe, "x", role="recruiter", days=1)
    team.members.set_role("joe_p", "viewer")
    assert team.tokens.whose(secret)[1] == "viewer"
    team.members.set_role("joe_p", "admin")
    assert team.tokens.whose(secret)[1] == "recruiter"


def test_tokens_of_a_disabled_user_are_revoked_for_good(team, joe):
    _, secret = team.tokens.make(joe, "x", role="viewer", days=1)
    team.members.disable("joe_p")
    assert team.tokens.whose(secret) is None
    team.members.enable("joe_p")
    assert team.tokens.whose(secret) is None


def test_a_token_is_revoked_by_its_owner_or_an_admin(team, mira, joe):
    token, secret = team.tokens.make(mira, "x", role="viewer", days=1)
    with pytest.raises(NotFoundError):
        team.tokens.revoke(token.number, owner=joe)
    assert team.tokens.whose(secret) is not None
    team.tokens.revoke(token.number)
    assert team.tokens.whose(secret) is None
    assert team.tokens.all()[0].is_revoked


@pytest.mark.parametrize("days", [0, -1, 367])
def test_a_token_has_an_end(team, mira, days):
    with pytest.raises(UsageError, match="days"):
        team.tokens.make(mira, "x", role="viewer", days=days)


def test_a_session_is_no_token_and_a_token_no_session(team, mira):
    _, secret = team.tokens.make(mira, "x", role="viewer", days=1)
    assert team.sessions.whose(secret) is None
    assert team.tokens.whose(sign_in(team)) is None


# --- invitations ---


def test_an_invitation_makes_one_user_once(team, mira, state_database):
    secret = team.invitations.make("recruiter", by="mira_k")
    assert secret not in str(rows(state_database, "invitations"))
    assert [(i.role, i.made_by) for i in team.invitations.open()] == [("recruiter", "mira_k")]
    made = team.invitations.accept(secret, "Joe_P", WORDS)
    assert (made.name, made.role) == ("joe_p", "recruiter")
    with pytest.raises(NotFoundError, match="used, withdrawn or is over"):
        team.invitations.accept(secret, "second_s", WORDS)
    assert team.invitations.open() == []


def test_an_invitation_that_failed_can_still_be_used(team, mira):
    secret = team.invitations.make("viewer", by="mira_k")
    for name, password in (("mira_k", WORDS), ("joe_p", "short")):
        with pytest.raises(UsageError):
            team.invitations.accept(secret, name, password)
    assert team.invitations.accept(secret, "joe_p", WORDS).role == "viewer"


def test_an_invitation_that_is_over_withdrawn_or_made_up_is_refused(team, mira, clock):
    over, withdrawn = team.invitations.make("viewer", by="", days=3), team.invitations.make("viewer", by="")
    team.invitations.withdraw(team.invitations.read(withdrawn).number)
    clock.add(days=3)
    for secret in (over, withdrawn, "x" * 43):
        with pytest.raises(NotFoundError):
            team.invitations.accept(secret, "joe_p", WORDS)
    assert [member.name for member in team.members.all()] == ["mira_k"]


# --- secrets ---


def test_the_key_of_a_home_stays_the_same_and_a_damaged_one_is_told(tmp_path):
    assert read_key(tmp_path / "a" / "team.key") == read_key(tmp_path / "a" / "team.key")
    assert read_key(tmp_path / "a" / "team.key") != read_key(tmp_path / "b" / "team.key")
    assert [file.name for file in (tmp_path / "a").iterdir()] == ["team.key"]
    (tmp_path / "a" / "team.key").write_bytes(b"x")
    with pytest.raises(StoreError, match="1 bytes instead of 32"):
        read_key(tmp_path / "a" / "team.key")


def test_a_keyed_hash_is_hmac_of_parts_with_their_lengths():
    # An independent computation of the same: HMAC by its definition (RFC 2104).
    key, message = b"k" * 32, b"\0\0\0\2ab\0\0\0\1c"
    inner = hashlib.sha256(bytes(b ^ 0x36 for b in key.ljust(64, b"\0")) + message).digest()
    assert keyed(key, "ab", "c") == hashlib.sha256(bytes(b ^ 0x5C for b in key.ljust(64, b"\0")) + inner).hexdigest()


def test_no_table_of_a_team_has_a_column_for_an_address():
    names = {f"{table}.{column.name}" for table in Base.metadata.tables.values() for column in table.columns}
    assert not [name for name in names if "mail" in name or name.endswith(".address")]
