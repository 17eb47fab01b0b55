"""What an index keeps of works is what a plain reading of the same rows gives, in whatever order the rows come."""

from collections import defaultdict
from datetime import datetime

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from handiwork.index.artifact import writing_artifact
from handiwork.index.staging import copy_in, drop_all
from handiwork.index.tables import INPUT_SCHEMAS, TOLD_TABLES, ToldInputs
from handiwork.index.told import TOLD_SCHEMAS, Told
from handiwork.index.works import write_works
from handiwork.lake.engine import Engine
from handiwork.lake.schema import TABLES

ORIGINS = {"package": "pypi", "talk": "conferences", "paper": "papers", "model": "huggingface"}
ACCOUNTS = ("pypi:a", "pypi:b", "huggingface:a", "speaker:conf/a", "github:1", "github:2", "login:x", "login:y")
WORKS = ("package:p", "paper:1", "model:a/m")
AT = st.sampled_from([None, datetime(2024, 1, 1), datetime(2024, 2, 2)])
SOURCE = st.sampled_from([None, "https://a.example", "https://b.example"])
TERMS = st.sampled_from([None, "one", "two"])


def fixed(**columns):
    return st.fixed_dictionaries(columns)


ROWS = fixed(
    links=st.lists(
        fixed(
            person_id=st.integers(0, 2),
            account=st.sampled_from(ACCOUNTS[:4]),
            strength=st.sampled_from([0.5, 0.9, 0.95]),
            status=st.sampled_from(["accepted", "possible"]),
        ),
        unique_by=lambda row: (row["person_id"], row["account"]),
        min_size=4,
        max_size=9,
    ),
    works=st.lists(
        fixed(
            work=st.sampled_from(WORKS),
            title=st.sampled_from(["a/one", "two"]),
            at=AT,
            seen_at=AT,
            source=SOURCE,
            data_licence=TERMS,
        ),
        min_size=4,
        max_size=9,
    ),
    work_people=st.lists(
        fixed(
            work=st.sampled_from(WORKS),
            account=st.sampled_from(ACCOUNTS),
            role=st.sampled_from(["owner", "author"]),
            seen_at=AT,
        ),
        min_size=6,
        max_size=16,
    ),
    work_repositories=st.lists(
        fixed(
            work=st.sampled_from(WORKS),
            repo_name=st.sampled_from(["a/r", "A/R", "b/r"]),
            proof=st.sampled_from(["attestation", "official", "metadata", "mention"]),
        ),
        min_size=3,
        max_size=8,
    ),
    profiles=st.lists(
        fixed(account=st.sampled_from(ACCOUNTS[:6]), name=st.sampled_from([None, "A"]), seen_at=AT, data_licence=TERMS),
        max_size=4,
    ),
    account_links=st.just([]),
)
PERSONS = [
    {"person_id": 0, "key": "github:1", "login": "x", "github_id": 1, "logins": ["x"], "is_bot": False},
    {"person_id": 1, "key": "github:2", "login": "y", "github_id": 2, "logins": ["x", "y"], "is_bot": False},
    {"person_id": 2, "key": "login:y", "login": "y", "github_id": None, "logins": ["Y"], "is_bot": False},
]
PROOFS = ["attestation", "official", "metadata"]


@pytest.fixture(scope="module")
def engine():
    with Engine(threads=1, memory_limit_mib=256) as engine:
        yield engine


def kept(engine, folder, rows):
    """Return what was told of each person, and the bytes of every file."""
    with writing_artifact(folder) as writer:
        try:
            copy_in(engine, "ix_persons", pa.Table.from_pylist(PERSONS, INPUT_SCHEMAS["persons"]))
            copy_in(engine, "ix_lake_links", links_table(rows["links"]))
            for name in TOLD_TABLES:
                copy_in(engine, f"ix_lake_{name}", pa.Table.from_pylist(with_kind(rows[name]), TABLES[name].arrow))
            tables = {name: engine.backend.table(f"ix_lake_{name}") for name in ("links", *TOLD_TABLES)}
            counts = write_works(engine, writer, ToldInputs(tables.pop("links"), tables))
        finally:
            drop_all(engine)
        told = Told(folder / ".building")
        found = {row["person_id"]: told.of(row["person_id"]) for row in PERSONS}
        assert counts["told_works"] == sum(len(one.works) for one in found.values())
        return found, {path.name: path.read_bytes() for path in (folder / ".building").iterdir()}


def with_kind(rows):
    return [{**row, "kind": row["work"].partition(":")[0]} if "title" in row else row for row in rows]


def links_table(links):
    reason = {"reason": "r", "weight": 1.0, "source": None, "seen_at": None}
    rows = [
        {**link, "origin": link["account"].partition(":")[0], "handle": None, "reasons": [reason]} for link in links
    ]
    types = {"person_id": pa.int32(), "account": pa.string(), "origin": pa.string(), "handle": pa.string()}
    types |= {"strength": pa.float64(), "status": pa.string()}
    struct = pa.struct(
        [("reason", pa.string()), ("weight", pa.float64()), ("source", pa.string()), ("seen_at", pa.timestamp("us"))]
    )
    return pa.Table.from_pylist(rows, pa.schema([*types.items(), ("reasons", pa.list_(struct))]))


# --- the plain reading ---


def linked(rows):
    """Return each person's accounts: key → (status, strength)."""
    found = defaultdict(dict)
    for link in rows["links"]:
        found[link["person_id"]][link["account"]] = (link["status"], link["strength"])
    for account, person in (("github:1", 0), ("github:2", 1), ("login:x", 0)):
        # The login y is held by two people at present: nobody can tell whose it is.
        found[person][account] = ("accepted", 1.0)
    return found


def newest(rows):
    """Return each work as it was told last; of equally late ones, as the first source tells it."""
    found = {}
    for row in rows["works"]:
        seen, source = row["seen_at"], row["source"]
        late = -seen.timestamp() if seen else float("inf")
        rest = (row["title"], row["at"] is None, row["at"] or datetime.max, row["data_licence"] or "~")
        order = (late, source is None, source or "", *rest)
        if row["work"] not in found or order < found[row["work"]][0]:
            found[row["work"]] = (order, row)
    return {work: row for work, (_, row) in found.items()}


def expected_works(rows, accounts):
    told, best = newest(rows), {}
    for part in rows["work_people"]:
        if part["work"] in told and part["account"] in accounts:
            status, strength = accounts[part["account"]]
            key = (part["work"], part["role"])
            claim = (status, -strength, part["account"])
            best[key] = min(best.get(key, claim), claim)
    made = defaultdict(dict)
    for row in rows["work_repositories"]:
        if row["proof"] in PROOFS:
            name, place = row["repo_name"], PROOFS.index(row["proof"])
            names, places = made[row["work"]].setdefault(name.lower(), ([], []))
            names.append(name)
            places.append(place)
    found = []
    for (work, role), (status, _, account) in best.items():
        at = told[work]["at"]
        order = (status, at is None, -at.timestamp() if at else 0, work.partition(":")[0], work, role)
        repositories = sorted((min(places), key, min(names)) for key, (names, places) in made[work].items())
        shown = tuple((name, PROOFS[place]) for place, _, name in repositories)
        found.append((order, (work, role, account, status, told[work]["title"], told[work]["source"], shown)))
    return [entry for _, entry in sorted(found)]


def expected_asked(rows, accounts):
    kinds = {row["work"] for row in rows["works"]}
    heard = defaultdict(list)
    for row in rows["profiles"]:
        if row["account"] in accounts:
            origin = {"speaker": "conferences"}.get(row["account"].partition(":")[0], row["account"].partition(":")[0])
            heard[origin, accounts[row["account"]][0]].append((row["seen_at"], row["data_licence"]))
    for part in {(row["work"], row["account"]) for row in rows["work_people"]}:
        if part[1] in accounts and part[0] in kinds:
            origin = ORIGINS[part[0].partition(":")[0]]
            heard[origin, accounts[part[1]][0]] += [
                (row["seen_at"], row["data_licence"]) for row in rows["works"] if row["work"] == part[0]
            ]
    found = []
    for origin in sorted({origin for origin, _ in heard}):
        status = "accepted" if (origin, "accepted") in heard else "possible"
        told = heard[origin, status]
        instants = [at for at, _ in told if at]
        terms = tuple(sorted({licence for _, licence in told if licence}))
        found.append((origin, status, max(instants, default=None), terms))
    return found


@settings(
    max_examples=25,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(ROWS, st.randoms(use_true_random=False))
def test_works_and_what_was_asked_are_those_of_a_plain_reading_in_any_order_of_rows(engine, tmp_path, rows, random):
    found, written = kept(engine, tmp_path, rows)
    accounts = linked(rows)
    for person, told in found.items():
        assert [
            (w.work, w.role, w.link.account, w.link.status, w.title, w.source, w.repositories) for w in told.works
        ] == expected_works(rows, accounts[person])
        assert [(a.origin, a.status, a.asked_at, a.data_licences) for a in told.asked] == expected_asked(
            rows, accounts[person]
        )
        assert {link.account for link in told.accounts} >= {w.link.account for w in told.works}
        statuses = [link.status for link in told.accounts]
        assert statuses == sorted(statuses)
    shuffled = {name: random.sample(table, len(table)) for name, table in rows.items()}
    assert kept(engine, tmp_path, shuffled)[1] == written


def test_every_table_that_is_kept_has_its_columns_and_whose_each_row_is(engine, tmp_path):
    nothing = {name: [] for name in ("links", *TOLD_TABLES)}
    found, written = kept(engine, tmp_path, nothing)
    assert set(written) == {f"{name}.{end}" for name in TOLD_SCHEMAS for end in ("arrow", "persons.npy")}
    assert {(one.profile, one.accounts, one.works, one.asked) for one in found.values()} == {(None, (), (), ())}
