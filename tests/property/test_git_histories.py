"""Whatever the history: loading in steps is loading at once, and no address reaches anything that is kept."""

import os
import runpy
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handiwork.privacy.suppression import Suppressions
from handiwork.sources.git import GitTarget

_TOOLS = runpy.run_path(str(Path(__file__).parents[1] / "git_history.py"))
History, GitLake, git = _TOOLS["History"], _TOOLS["GitLake"], _TOOLS["git"]

FEW = settings(
    max_examples=int(os.environ.get("PROPERTY_EXAMPLES", "8")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)

PEOPLE = (
    "Ada Lind <ada@example.org>",
    "Ada Lind <7+ada_l@users.noreply.github.com>",
    "al <ADA@example.org>",
    "Ada Lind <8+ada_m@users.noreply.github.com>",
    "Bo Marsh <bo@example.org>",
    "bo <bo_m@users.noreply.github.com>",
    "Bo Marsh <>",
    "Merge machine <bo@example.org>",
)
SUBJECTS = (
    "Work",
    "Work (#12)",
    "Merge pull request #3 from bo_m/work",
    "Merge pull request #4 from ada_l/x",
    "Run black",
)
TRAILERS = ("Co-authored-by", "Reviewed-by", "Tested-by")
MAILMAPS = ("", "Ada Lindgren <ada@example.org> <8+ada_m@users.noreply.github.com>\n", "Bo M <bo@example.org> <>\n")
FILES = ("a.py", "b/c.py", "b/d.py", "e.txt")


@st.composite
def histories(draw, most=9):
    """Draw a history with branches, merges, trailers, mailmaps, removed files and any order of dates."""
    history = History()
    for number in range(1, draw(st.integers(2, most)) + 1):
        trailers = draw(st.lists(st.tuples(st.sampled_from(TRAILERS), st.sampled_from(PEOPLE)), max_size=2))
        body = "".join(f"{key}: {person}\n" for key, person in trailers)
        files = draw(st.dictionaries(st.sampled_from(FILES), st.sampled_from(["1\n", "1\n2\n", None]), max_size=3))
        if draw(st.integers(0, 4)) == 0:
            files[".mailmap"] = draw(st.sampled_from(MAILMAPS))
        parents = [number - 1] if number > 1 else []
        if number > 2 and draw(st.booleans()):
            parents.append(draw(st.integers(1, number - 2)))
        history.commit(
            f"{draw(st.sampled_from(SUBJECTS))}\n\n{body}",
            by=draw(st.sampled_from(PEOPLE)),
            files=files,
            parents=parents,
            at_s=1_700_000_000 + draw(st.integers(0, 3)) * 3600,
        )
    return history


@FEW
@given(history=histories(), data=st.data())
def test_loading_in_steps_is_loading_at_once(history, data):
    with tempfile.TemporaryDirectory() as place:
        folder, stepped, whole = Path(place, "octo_org__x.git"), GitLake(Path(place, "s")), GitLake(Path(place, "w"))
        n_commits = len(history.commits)
        for n_first in sorted(data.draw(st.sets(st.integers(1, n_commits), max_size=3), label="loaded at")):
            (record,) = stepped.load(history.write(folder, n_first))
            assert record.status == "complete"
        stepped.load(history.write(folder))
        (record,) = whole.load(folder)
        assert stepped.content() == whole.content()
        assert {c["sha"] for c in whole.rows("commits")} == set(history.shas(folder))
        committed = [home.lake.record("git", "octo_org/x") for home in (stepped, whole)]
        assert committed[0] == committed[1]


@FEW
@given(history=histories(), suppressed=st.sampled_from([7, 8]), n_first=st.integers(1, 9))
def test_suppressing_on_the_way_is_suppressing_from_the_start(history, suppressed, n_first):
    with tempfile.TemporaryDirectory() as place:
        folder, stepped, whole = Path(place, "octo_org__x.git"), GitLake(Path(place, "s")), GitLake(Path(place, "w"))
        left_out = Suppressions(ids=frozenset({suppressed}))
        stepped.load(history.write(folder, min(n_first, len(history.commits))))
        stepped.load(history.write(folder), suppressions=left_out)
        whole.load(folder, suppressions=left_out)
        assert stepped.content() == whole.content()
        assert suppressed not in {a["github_id"] for a in whole.rows("authors")}


@FEW
@given(one=histories(most=4), other=histories(most=4), third=histories(most=4), order=st.permutations([0, 1, 2]))
def test_the_order_of_targets_changes_nothing(one, other, third, order):
    with tempfile.TemporaryDirectory() as place:
        folders = [h.write(Path(place, f"octo_org__{n}.git")) for n, h in enumerate((one, other, third))]
        straight, shuffled = GitLake(Path(place, "s")), GitLake(Path(place, "t"))
        straight.load(*folders)
        shuffled.load(*(folders[i] for i in order))
        assert straight.content() == shuffled.content()
        keys = {f"{a['repo_name']}#{a['author_key']}" for a in straight.rows("authors")}
        assert {link for a in straight.rows("authors") for link in a["same_as"]} <= keys


@FEW
@given(history=histories())
def test_every_credit_names_an_author_and_a_commit_once(history):
    with tempfile.TemporaryDirectory() as place:
        lake = GitLake(Path(place))
        lake.load(history.write(Path(place, "octo_org__x.git")))
        named = [(c["sha"], c["author_key"]) for c in lake.rows("credits")]
        keys = [a["author_key"] for a in lake.rows("authors")]
        assert len(set(named)) == len(named)
        assert sorted({key for _, key in named}) == keys == sorted(set(keys))
        roles = [(c["sha"]) for c in lake.rows("credits") if c["role"] == "author"]
        assert sorted(roles) == sorted(c["sha"] for c in lake.rows("commits"))


LOCAL = "planted.9f3a7c"
ADDRESSES = st.sampled_from(
    [
        f"{LOCAL}@example.org",
        f"{LOCAL}@localhost",
        f"{LOCAL}@xn--jrg.example",
        f"{LOCAL}@host.(none)",
        f"{LOCAL}+t@a.b.example",
    ]
)


@FEW
@given(address=ADDRESSES, name=st.sampled_from(["Ada Lind", "", "{}", "Ada {} Lind", "Ada ({})"]), data=st.data())
def test_no_address_reaches_the_lake_or_what_is_told(address, name, data):
    history = History()
    by = f"{name.format(address)} <{address}>"
    history.commit(
        f"Ask {address}\n\nReviewed-by: {by}\nCo-authored-by: {address}\nAcked-by: {address} <{address}>", by=by
    )
    history.commit(
        f"Merge pull request #3 from {address}/x\n",
        by=by,
        files={f"by/{address}.txt": "1\n", ".mailmap": f"A <{address}> <x@y.z>\n"},
    )
    with tempfile.TemporaryDirectory() as place:
        lake = GitLake(Path(place))
        folder = history.write(Path(place, "octo_org__x.git"))
        bad = data.draw(
            st.sampled_from([f"{address}:x/y", f"ssh://{address}/x/y", f"/nowhere/{address}", f"-{address}"])
        )
        records = lake.load(folder, GitTarget(bad, None), GitTarget(bad, f"octo_org/{address}"))
        assert [r.status for r in records] == ["complete", "failed", "failed"]
        assert LOCAL.encode() not in lake.written()
        assert LOCAL not in str(records)
