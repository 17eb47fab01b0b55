"""Identity against a resolution by brute force, on random small lakes; suppression leaves no trace."""

import importlib.util
import os
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from handiwork.catalog import KeyRepository
from handiwork.lake.store import Lake
from handiwork.privacy.suppression import Suppressions


def _load(name):
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).parents[1] / f"{name}.py")
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


lakes, oracles = _load("identity_lake"), _load("identity_oracle")

# Few values, so that they meet.
_AT = st.sampled_from([datetime(2024, 5, day, hour) for day in (1, 2) for hour in (9, 17)])
_ACCOUNT = st.tuples(st.sampled_from([None, 1, 2, 3]), st.sampled_from(["ada_l", "bob_b", "Ada_L", "cleo_c", "robo_r"]))
_MAYBE_ACCOUNT = st.one_of(st.just((None, None)), _ACCOUNT)
_REPO_NAME = st.sampled_from(["acme/web", "Acme/Web", "ada_l/web", "bob_b/tool"])
_REPO = st.tuples(st.sampled_from([None, 10, 11]), _REPO_NAME)
_NAME = st.sampled_from([None, "Ada Lo", "ADA  lo", "Rae Roe", "bob_b", "Ünal Ö", "(address)", "Big Machine"])
_NUMBER = st.sampled_from([None, 4, 5])
_SHA = st.sampled_from(["s1", "s2", "s3", "merge"])
_KEY = st.sampled_from(["k1", "k2"])
_TYPES = (
    ("PullRequestEvent", ("opened", "merged", "closed", "labeled")),
    ("IssuesEvent", ("opened", "closed", "assigned")),
    ("PullRequestReviewEvent", ("approved",)),
    ("PullRequestReviewCommentEvent", ("created",)),
    ("IssueCommentEvent", ("created",)),
    ("CommitCommentEvent", ("created",)),
    ("ReleaseEvent", ("published",)),
    ("MemberEvent", ("added",)),
    ("CreateEvent", (None,)),
    ("PushEvent", (None,)),
    ("WatchEvent", ("started",)),
)
_ACT = st.sampled_from([(kind, action) for kind, actions in _TYPES for action in actions])


@st.composite
def _worlds(draw):
    """Return a lake builder with rows that may be anything an ingest writes."""
    world = lakes.LakeBuilder(Path("unused"))
    for n in range(draw(st.integers(0, 8))):
        (kind, action), at = draw(_ACT), draw(_AT)
        numbered = kind.startswith(("PullRequest", "Issue"))
        world.event(
            kind,
            draw(_MAYBE_ACCOUNT),
            draw(_REPO),
            action=action,
            # One event an instant and number: then it is certain which title and author are the newest.
            created_at=at + timedelta(minutes=n),
            number=draw(_NUMBER) if numbered else None,
            author=draw(_MAYBE_ACCOUNT) if numbered else None,
            member=draw(_ACCOUNT) if kind == "MemberEvent" else None,
            title=draw(st.sampled_from([None, "Fix it", "Break it"])) if kind != "CreateEvent" else None,
            path=draw(st.sampled_from([None, "a.py", "b/c.py"])) if "Comment" in kind else None,
            ref="v1" if kind == "ReleaseEvent" else None,
            ref_type=draw(st.sampled_from(["repository", "branch"])) if kind == "CreateEvent" else None,
            comment_id=draw(st.sampled_from([None, 7, 8])) if "Comment" in kind else None,
        )
    for n in range(draw(st.integers(0, 4))):
        is_distinct = draw(st.sampled_from([None, True, True, False]))
        at = draw(_AT) + timedelta(minutes=n)
        sha = draw(_SHA)
        row = {"pushed_at": at, "is_distinct": is_distinct, "is_merge": sha == "merge"}
        world.pushed(draw(_REPO), sha, draw(_NAME), draw(_MAYBE_ACCOUNT), **row)
    for account, kind in draw(st.lists(st.tuples(_ACCOUNT, st.sampled_from([None, "User", "Bot"])), max_size=3)):
        world.account(account, kind, draw(_AT))
    for repo in draw(st.lists(_REPO, max_size=3)):
        world.repository(repo, draw(_AT))
    _draw_histories(draw, world)
    return world


def _draw_histories(draw, world):
    places = draw(st.lists(st.tuples(st.sampled_from(["acme/web", "ada_l/web", "x/y"]), _KEY), unique=True, max_size=5))
    told = [f"{repo}#{key}" for repo, key in places] + ["gone/away#k1"]
    for repo, key in places:
        account = draw(st.one_of(st.just((None, None)), st.just((None, None)), _ACCOUNT))
        same_as = draw(st.lists(st.sampled_from(told), max_size=2))
        world.author(repo, key, draw(_NAME), account, same_as=same_as, is_bot=draw(st.integers(0, 9)) == 0)
    credited = set()
    for _ in range(draw(st.integers(0, 4)) if places else 0):
        (repo, key), sha = draw(st.sampled_from(places)), draw(_SHA)
        role = draw(st.sampled_from(["author", "co_author", "reviewer"]))
        if (repo, sha, key, role) not in credited:
            credited.add((repo, sha, key, role))
            later = datetime(2024, 5, 3)
            number = {"s1": 4, "s2": 5}.get(sha)
            world.commit(repo, sha, key, role, is_merge=sha == "merge", number=number, committed_at=later)


_CATALOGS = st.sampled_from(
    [
        lakes.catalog_of(),
        lakes.catalog_of(KeyRepository("acme/web", 10, ("ada_l/web",), "web", (), "Python")),
        lakes.catalog_of(KeyRepository("acme/web", None, ("ada_l/web",), "web", (), "Python")),
    ]
)
_SUPPRESSIONS = st.builds(
    Suppressions,
    st.frozensets(st.sampled_from([1, 2]), max_size=1),
    st.frozensets(st.sampled_from(["ada_l", "bob_b"]), max_size=1),
)
# Shrinking would take minutes, since each world is resolved by a real engine; worlds are small to begin with.
_SLOW = settings(
    max_examples=int(os.environ.get("PROPERTY_EXAMPLES", "15")),
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def _resolve(world, catalog, suppressions):
    with tempfile.TemporaryDirectory() as folder:
        lakes.write_rows(Lake(Path(folder)), "world", world.rows)
        return lakes.resolved(Lake(Path(folder)), catalog, suppressions)


def _complete(world):
    """Return the rows with every declared column, as a reader of the lake sees them."""
    return {
        name: [{c.name: row.get(c.name) for c in table.columns} for row in world.rows[name]]
        for name, table in lakes.TABLES.items()
    }


@_SLOW
@given(_worlds(), _CATALOGS, st.one_of(st.just(Suppressions()), _SUPPRESSIONS))
def test_resolving_agrees_with_brute_force(world, catalog, suppressions):
    found = _resolve(world, catalog, suppressions)
    oracle = oracles.Oracle(_complete(world), catalog, suppressions)
    persons = sorted((p["github_id"] or 0, sorted(x.lower() for x in p["logins"]), p["is_bot"]) for p in found.persons)
    assert persons == sorted((i, logins, is_bot) for i, logins, _, is_bot in oracle.persons())
    assert sorted((r["repo_id"] or 2**62, r["name"], r["names"]) for r in found.repos) == oracle.repos()
    assert _told(found) == oracle.contributions()


@_SLOW
@given(_worlds(), _CATALOGS, _SUPPRESSIONS.filter(bool))
def test_a_suppressed_person_appears_nowhere_by_id_login_or_name(world, catalog, suppressions):
    everybody = oracles.Oracle(_complete(world), catalog, suppressions)
    hidden = everybody.suppressed_accounts
    ids = {i for p in hidden for i, _ in everybody.members[p]} - {None} | suppressions.ids
    logins = everybody.hidden_logins
    names = {n for p in hidden for n in everybody.names[p]}
    found = _resolve(world, catalog, suppressions)
    assert not [p for p in found.persons if p["github_id"] in ids]
    assert not [p for p in found.persons if {x.lower() for x in (*p["logins"], p["login"] or "")} & logins]
    bare = [p for p in found.persons if not p["logins"] and p["github_id"] is None and p["name"]]
    assert not [p for p in bare if oracles.normal(p["name"]) in names | logins]
    owners = {n.split("/")[0].lower() for r in found.repos for n in (r["name"], *r["names"])}
    assert not owners & logins
    keys = " ".join(p["key"].lower() for p in found.persons)
    assert not [login for login in logins if f":{login}/" in keys or f"login:{login} " in f"{keys} "]


@_SLOW
@given(_worlds(), _CATALOGS)
def test_no_person_holds_two_ids_and_no_machine_contributes(world, catalog):
    found = _resolve(world, catalog, Suppressions())
    ids = [p["github_id"] for p in found.persons if p["github_id"] is not None]
    observed = {r[c] for t, cs in _ID_COLUMNS.items() for r in _complete(world)[t] for c in cs} - {None}
    assert sorted(ids) == sorted(observed)
    assert not [c for c in found.contributions if found.persons[c["person_id"]]["is_bot"]]
    assert [p["person_id"] for p in found.persons] == list(range(len(found.persons)))
    assert found.keys() == sorted(set(found.keys()))


@settings(_SLOW, max_examples=4)
@given(_worlds(), _CATALOGS, st.randoms(use_true_random=False))
def test_neither_the_order_of_rows_nor_packages_nor_threads_matter(world, catalog, random):
    found = _resolve(world, catalog, Suppressions())
    with tempfile.TemporaryDirectory() as folder:
        lake = Lake(Path(folder))
        halves = ({}, {})
        for name, rows in world.rows.items():
            for half in halves:
                half[name] = []
            for row in random.sample(rows, len(rows)):
                random.choice(halves)[name].append(row)
        for n, half in enumerate(halves):
            lakes.write_rows(lake, f"half-{n}", half)
        again = lakes.resolved(lake, catalog, threads=2)
    assert again.tables == found.tables


_ID_COLUMNS = {
    "accounts": ("account_id",),
    "events": ("actor_id", "author_id", "member_id"),
    "push_commits": ("author_id",),
    "authors": ("github_id",),
}


def _told(found):
    """Return contributions as the oracle tells them."""
    told = []
    for c in found.contributions:
        person = found.persons[c["person_id"]]
        label = (person["github_id"] or 0, tuple(sorted(x.lower() for x in person["logins"])))
        rest = tuple(c[x] for x in ("at", "number", "sha", "title", "comment_id"))
        paths = tuple(c["paths"]) if c["paths"] is not None else None
        told.append((label, found.repos[c["repo_no"]]["name"], c["kind"], *rest, paths, c["count"]))
    return sorted(told, key=repr)
