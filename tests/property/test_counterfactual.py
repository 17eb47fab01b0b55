"""Whoever somebody is called, and whatever their profile says, they have the same score and the same place.

A world is indexed twice through the real pipeline: as it is, and with every name, login, picture, page, place and word
about oneself put in place of another. What ranks people is the same to the byte; only what is shown differs.
"""

import hashlib
import tempfile
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.identity_lake import LakeBuilder, write_rows

from handiwork.app import Handiwork
from handiwork.config import Settings
from handiwork.lake.schema import TABLES
from handiwork.lake.store import Lake
from handiwork.search import SORTS, SearchOptions

SHOWN = {"accounts.arrow", "logins.arrow", "names.arrow", "persons.arrow", "profiles.arrow", "works.arrow"}
"""Files of an index that say what people are called; none is read to score anybody."""

NAMES = (
    *("Wanjiru Kamau", "Łukasz Żak", "Ольга Мороз", "李小雷", "Fatima bint Yusuf", "José María", "Siobhán Ní Bhriain"),
    *("Mrs. Edith Prewitt", "DeShawn T.", "Priya Venkatraman", "they_them", "X", "김민준", "Ágnes Őry", "محمد العلي"),
    *(
        "Sister Agnes",
        "Dr. med. Horst Preuß",
        "Yitzhak ben Ami",
        "Xóchitl Q.",
        "Gwendolyn",
        "Old Tom 1952",
        "baby_coder_2009",
    ),
)
REPOS = ("acme_org/web", "acme_org/queue", "zeta_org/engine")
TITLES = ("Scheduler locking", "Wait less for the queue", "Typed web handlers", "Fix parsing", "Engine cache")
KINDS = ("PullRequestEvent", "IssuesEvent", "PushEvent", "PullRequestReviewEvent", "ReleaseEvent")

acts = st.lists(
    st.tuples(
        st.integers(0, 5), st.sampled_from(REPOS), st.sampled_from(TITLES), st.sampled_from(KINDS), st.integers(0, 700)
    ),
    min_size=8,
    max_size=25,
)
called = st.permutations(NAMES).map(lambda names: names[:6])
about = st.lists(
    st.fixed_dictionaries(
        {
            "links": st.lists(
                st.sampled_from(["https://a.example/she", "https://b.example/de", "https://c.example"]), max_size=2
            ),
            "is_hireable": st.sampled_from([None, True, False]),
            "page": st.sampled_from([None, "https://pages.example/1"]),
            "kind": st.sampled_from([None, "User"]),
        }
    ),
    min_size=6,
    max_size=6,
)


@contextmanager
def indexed(history, names, profiles, works=range(2)):
    """Yield an app over a world in which six people with fixed numbers are called so, and the folder of its index."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        world = LakeBuilder(home / "lake")
        people = [(100 + n, f"{names[n].lower().translate(LATIN)}_{n}x"[:39].strip("_")) for n in range(6)]
        for place, (who, repo, title, kind, days) in enumerate(history):
            more = (
                {"action": "opened", "number": place + 1, "title": title, "author": people[who]}
                if "Push" not in kind
                else {}
            )
            at = datetime(2024, 5, 1, 12) - timedelta(days=days)
            world.event(kind, people[who], (10 + REPOS.index(repo), repo), created_at=at, **more)
        for n, (number, login) in enumerate(people):
            world.profile(f"github:{number}", names[n], handle=login, **profiles[n])
            world.author(REPOS[0], f"a{n}", names[n], (number, login))
            world.commit(REPOS[0], f"{n + 1:040x}", f"a{n}", subject=f"Change the {TITLES[n % 5].lower()}")
        for n in works:
            world.package(f"package:tool-{n}", f"pypi:maker_{n}", REPOS[0])
            world.says(f"pypi:maker_{n}", f"github:{100 + n}")
        write_rows(Lake(world.root), "world", world.rows)
        with Handiwork(Settings(home=home)) as app:
            yield app, app.build_index(built_on=date(2024, 6, 1))


LATIN = {ord(c): (c if c.isascii() and c.isalnum() else "_") for name in NAMES for c in name.lower()}


def digests(folder):
    return {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()
        for file in folder.iterdir()
        if file.name != "manifest.json" and file.name not in SHOWN
    }


def ranked(app, query, **options):
    result = app.find(query, options=SearchOptions(limit=10, **options)).result
    return [(hit.key, hit.micros, [(part.kind, part.micros) for part in hit.parts]) for hit in result.hits]


few = settings(
    max_examples=4,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
    print_blob=True,
)


@few
@given(history=acts, names=called, other_names=called, profiles=about, other_profiles=about)
def test_other_names_logins_and_profiles_change_no_score_and_no_order(
    history, names, other_names, profiles, other_profiles
):
    asked = [
        ("scheduler locking", {}),
        ("typed web handlers", {"sort": "recency"}),
        ("web queue engine", {"sort": "depth"}),
        ("web queue engine", {"sort": "breadth", "count_facets": True}),
        ("acme_org/web", {"maintainers_only": True}),
        ("queue", {"since": date(2023, 6, 1), "min_evidence": 1}),
    ]
    assert {options.get("sort", "fit") for _, options in asked} == set(SORTS)
    with indexed(history, names, profiles) as (app, folder):
        before, files = [ranked(app, query, **options) for query, options in asked], digests(folder)
        assert any(before)
    with indexed(history, other_names, other_profiles) as (app, folder):
        assert [ranked(app, query, **options) for query, options in asked] == before
        assert digests(folder) == files


@settings(few, max_examples=2)
@given(history=acts, names=called, profiles=about)
def test_what_is_not_known_of_somebody_lowers_them_nowhere(history, names, profiles):
    """Packages, talks and profiles that an origin told or did not tell: scores stay what they are."""
    asked = [("scheduler locking", {}), ("web queue engine", {"sort": "breadth"})]
    with indexed(history, names, profiles, works=range(0)) as (app, _):
        before = [ranked(app, query, **options) for query, options in asked]
    with indexed(history, names, profiles, works=range(3)) as (app, _):
        assert [ranked(app, query, **options) for query, options in asked] == before


@pytest.mark.parametrize("table", sorted(TABLES))
def test_nothing_of_a_person_is_kept_that_could_stand_for_a_protected_attribute(table):
    """No column holds a place, a picture, a word about oneself, a birthday, a school or when an account was made."""
    words = ("avatar", "location", "country", "city", "bio", "company", "pronoun", "gender", "birth", "school", "email")
    assert [c.name for c in TABLES[table].columns if any(word in c.name for word in words)] == []
    assert "created_at" not in {c.name for c in TABLES[table].columns} or table in {
        "events",
        "pull_requests",
        "review_comments",
    }
