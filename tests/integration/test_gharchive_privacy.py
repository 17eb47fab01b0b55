"""Suppressed people and e-mail addresses never reach the lake."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

MIRA = 9_000_000_001


def _everything(archive) -> str:
    return repr(archive.content())


def test_the_acts_of_a_suppressed_person_are_not_loaded(archive, write_hour, push, suppressing):
    other = push(2, login="t_oduya7", account_id=9_000_000_002)
    record = archive.load(write_hour([push(1), other]), suppressor=suppressing(logins=["mira_k"]))[0].record
    assert record.counts["events"] == 1
    assert [r["actor_login"] for r in archive.rows("events")] == ["t_oduya7"]
    assert "mira_k" not in _everything(archive)


def test_a_suppressed_person_stays_out_under_a_new_name(archive, write_hour, push, suppressing):
    suppressor = suppressing(logins=["Mira_K".lower()])
    archive.load(write_hour([push(1)], "2025-09-01-7.json.gz"), suppressor=suppressor)
    renamed = push(2, login="mira_kesto")
    archive.load(write_hour([renamed], "2025-09-01-8.json.gz"), suppressor=suppressor)
    assert archive.rows("events") == []
    assert "mira_kesto" not in _everything(archive)
    assert str(MIRA) not in _everything(archive)


def test_a_rename_within_one_hour_is_noticed_before_anything_is_written(archive, write_hour, push, suppressing):
    archive.load(write_hour([push(1, login="mira_kesto"), push(2)]), suppressor=suppressing(logins=["mira_k"]))
    assert archive.rows("events") == archive.rows("accounts") == []


def test_an_hour_is_loaded_anew_when_somebody_was_suppressed_since(archive, write_hour, push, suppressing):
    path = write_hour([push(1), push(2, login="t_oduya7", account_id=9_000_000_002)])
    archive.load(path)
    archive.load(path, suppressor=suppressing(ids=[MIRA]))
    assert [r["actor_login"] for r in archive.rows("events")] == ["t_oduya7"]


def test_other_peoples_acts_no_longer_name_a_suppressed_person(archive, write_hour, push, suppressing):
    user = {"id": MIRA, "login": "mira_k", "type": "User"}
    merge = push(
        3,
        type="PullRequestEvent",
        login="t_oduya7",
        account_id=9_000_000_002,
        repo={"id": 5, "name": "mira_k/engine", "url": "https://api.github.com/repos/mira_k/engine"},
        payload={
            "action": "closed",
            "number": 4,
            "pull_request": {"number": 4, "title": "Mira's change", "merged": True, "user": user, "state": "closed"},
        },
    )
    archive.load(write_hour([merge]), suppressor=suppressing(logins=["mira_k"]))
    row = archive.rows("events")[0]
    assert (row["action"], row["actor_login"], row["author_login"], row["title"], row["repo_name"]) == (
        "merged",
        "t_oduya7",
        None,
        None,
        "(suppressed)/engine",
    )
    assert "mira_k" not in _everything(archive)


ADDRESSES = st.builds(
    lambda local, host, tld: f"{local}@{host}.{tld}",
    st.from_regex(r"[a-z][a-z0-9.+_-]{0,12}[a-z0-9]", fullmatch=True),
    st.from_regex(r"[a-z][a-z0-9-]{0,10}[a-z0-9]", fullmatch=True),
    st.sampled_from(["org", "example", "co.uk", "local"]),
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(addresses=st.lists(ADDRESSES, min_size=8, max_size=8))
def test_no_address_in_any_field_reaches_the_lake(make_archive, write_hour, push, addresses):
    a = iter(addresses)
    commit = {"sha": "a" * 40, "author": {"name": next(a), "email": next(a)}, "message": f"Thanks {next(a)}!"}
    issue = {"number": 3, "title": f"mail <{next(a)}> bounces", "user": {"id": 1, "login": "t_oduya7"}}
    label = {"name": f"for {next(a)}"}
    forkee = {"description": f"by {next(a)}", "owner": {"id": 1, "login": "t_oduya7"}}
    events = [
        push(1, payload={"size": 1, "push_id": 1, "ref": f"refs/heads/{next(a)}", "commits": [commit]}),
        push(2, type="IssuesEvent", payload={"action": "opened", "issue": {**issue, "labels": [label]}}),
        push(3, type="ForkEvent", payload={"forkee": forkee}),
        push(4, type="CreateEvent", payload={"ref_type": "repository", "description": next(a)}),
    ]
    archive = make_archive("lake-" + "".join(c for c in addresses[0] if c.isalnum()))
    archive.load(write_hour(events))
    kept = repr(archive.content())
    assert [x for x in addresses if x in kept] == []
    assert "(address)" in kept
