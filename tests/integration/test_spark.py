"""A real Spark cluster on loopback: the same lake and the same answers as this process, also when a worker dies.

One world, with two real hours and the real samples where they are there, is loaded by this process into a folder and
by the cluster from an object store into an object store, and each lake is resolved by who loaded it. The cluster loses
a worker each time. Somebody of the world asked to be left out.
"""

import importlib.util
import shutil
import sys
import threading
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pytest

from handiwork.app import Handiwork
from handiwork.app.engines import resolved
from handiwork.config import Settings
from handiwork.lake.schema import TABLES
from handiwork.lake.spark import SparkEngine
from handiwork.model.progress import NullCollector
from handiwork.world import generate_world
from handiwork.world.load import generate_load

pytestmark = pytest.mark.spark
REAL_HOURS = ("2012-06-14-15", "2015-01-01-5")


def _load(name):
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).parents[1] / f"{name}.py")
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


lakes = _load("identity_lake")


class Killer(NullCollector):
    """Ends a worker that is at work, with its executor, when the first file is settled, and starts another."""

    def __init__(self, cluster) -> None:
        self._cluster, self.killed = cluster, []

    def update(self, name: str, inc: int = 1, total: int | None = None) -> None:
        super().update(name, inc, total)
        if name == "files" and inc and not self.killed:
            self.strike()
            self._cluster.workers.append(self._cluster.start_worker())

    def strike(self) -> None:
        self.killed += self._cluster.kill(self._cluster.busy_workers()[0])


@pytest.fixture(scope="module")
def world(request, tmp_path_factory):
    """Return archive files and git histories: invented, and real hours where they are there."""
    truth = generate_world(tmp_path_factory.mktemp("world"), seed=3, people=30)
    load = generate_load(tmp_path_factory.mktemp("load"), events=2000, form="trimmed", hours=2)
    for path in load.folder.glob("*.json.gz"):
        shutil.copy(path, truth.gharchive)
    try:
        real = request.getfixturevalue("shared") / "data" / "gharchive"
    except pytest.skip.Exception:
        return truth
    for path in (*(real / f"{hour}.json.gz" for hour in REAL_HOURS), *sorted((real / "events").glob("*.gz"))):
        shutil.copy(path, truth.gharchive)
    return truth


def _app(home, collector=None, **chosen):
    return Handiwork(Settings(home=home, threads=2, memory_limit_mib=512, **chosen), collector=collector)


def _left_out(truth):
    """Return the login of somebody whose id a file shows before other files name them by it alone."""
    return truth.people[5].login


def _histories(truth):
    return [str(path) for path in sorted(truth.git.iterdir())]


def _works(app, truth):
    """Load what other origins would tell of everybody: a profile, a package, a talk, a paper, some with a proof."""
    works = lakes.LakeBuilder(app.settings.home)
    for n, person in enumerate(truth.people):
        handle, repo = person.login, truth.histories[n % len(truth.histories)].repo
        works.profile(
            f"huggingface:{handle}", person.name, handle=handle, links=[f"https://github.com/{handle}"] * (n % 2)
        )
        works.package(f"package:{handle}", f"pypi:{handle}", repo, "attestation" if n % 3 else "metadata")
        works.says(f"speaker:clockconf-2024/{n}", f"login:{handle}", "programme", datetime(2030, 1, 1))
        paper = {"work": f"paper:2401.{n}", "seen_at": lakes.NOON, "source": f"https://papers.example/{n}"}
        works.rows["work_people"].append(
            paper | {"account": f"author:2401.{n}/a", "role": "author", "name": person.name}
        )
        works.rows["work_repositories"].append(paper | {"repo_name": repo, "proof": "official"})
    lakes.write_rows(app.lake, "works", works.rows)


@pytest.fixture(scope="module")
def here(world, tmp_path_factory):
    """Return an app whose lake is in a folder, loaded by this process."""
    with _app(tmp_path_factory.mktemp("here")) as app:
        app.suppress(_left_out(world))
        app.ingest_archive_files([world.gharchive])
        app.ingest_git(_histories(world))
        _works(app, world)
        yield app


@pytest.fixture(scope="module")
def session(cluster):
    """Open a session that all tests work in: a cluster starts its executors once."""
    with SparkEngine(cluster.url) as engine:
        yield engine


@pytest.fixture(scope="module")
def there(world, store, session, cluster, tmp_path_factory):
    """Return an app whose lake is in an object store, loaded by the cluster, which lost a worker meanwhile."""
    for path in world.gharchive.iterdir():
        store.client.upload_file(str(path), "lakes", f"hours/{path.name}")
    chosen = {"lake": "s3://lakes/spark", "lake_endpoint": store.endpoint, "lake_region": "us-east-1"}
    killer = Killer(cluster)
    home = tmp_path_factory.mktemp("there")
    with _app(home, killer, engine="spark", spark_master=cluster.url, **chosen) as app:
        app.suppress(_left_out(world))
        app.ingest_archive_address("s3://lakes/hours/")
        assert killer.killed
        app.ingest_git(_histories(world))
        _works(app, world)
        yield app


def _rows(app):
    """Return every table of a lake in the order of its key: inside a file rows have none."""
    with app.engine() as engine:
        found = {name: engine.arrow(engine.table(app.lake, name)) for name in TABLES}
    return {name: rows.sort_by([(column, "ascending") for column in TABLES[name].key]) for name, rows in found.items()}


def _resolution(app):
    with app.engine() as engine, resolved(app, engine) as found:
        return [engine.arrow(table) for table in (found.persons, found.repos, found.contributions, found.links)]


def _told(record):
    """Return what a record says, but for where its files are and how the source was told apart."""
    source = {key: value for key, value in record.source.items() if key != "sha256"}
    return (record.origin, record.package.partition("@")[0], record.status, source, record.counts, record.details)


def test_the_cluster_loads_the_lake_that_this_process_loads_though_a_worker_dies(here, there, store):
    assert [_told(r) for r in there.lake.records()] == [_told(r) for r in here.lake.records()]
    ours, theirs = _rows(here), _rows(there)
    assert [name for name in TABLES if not theirs[name].equals(ours[name])] == []
    named = {f.path for r in there.lake.records() for f in r.files}
    assert {key for key in store.keys("spark") if key.endswith(".parquet")} == named


def test_files_that_come_again_are_loaded_again_only_where_somebody_left_out_became_known_since(world, here, there):
    ours, theirs = here.ingest_archive_files([world.gharchive]), there.ingest_archive_address("s3://lakes/hours/")
    assert [result.unchanged for result in theirs] == [result.unchanged for result in ours]
    assert ours[-1].unchanged
    assert here.suppressions() == there.suppressions()


def test_the_cluster_resolves_the_store_as_this_process_does_though_a_worker_dies(here, there, cluster):
    expected = _resolution(here)
    killer, done = Killer(cluster), threading.Event()
    waiting = threading.Thread(target=_strike_at_work, args=(killer, there.lake, done))
    waiting.start()
    try:
        found = _resolution(there)
    finally:
        done.set()
        waiting.join()
    assert killer.killed
    for ours, theirs in zip(expected, found, strict=True):
        assert theirs.equals(ours)
    links = found[-1].to_pylist()
    assert {link["origin"] for link in links} >= {"git", "huggingface", "papers", "pypi", "speaker"}
    assert {link["status"] for link in links} == {"accepted", "possible"}
    assert there.lake.place.listing("resolved") == {}


def _strike_at_work(killer, lake, done):
    """End a worker when some working tables are written and more are to come."""
    while not killer.killed and not done.wait(0.2):
        if len(lake.place.listing("resolved")) >= 30:
            killer.strike()


def test_a_lake_in_a_folder_is_read_and_written_by_spark_itself(here, session):
    lake, work = here.lake, "resolved/test"
    query = "SELECT type, event_id, labels FROM lake_events WHERE actor_login IS NOT NULL"
    schema = pa.schema([TABLES["events"].arrow.field(name) for name in ("type", "event_id", "labels")])
    assert session.reads(lake)
    session.lake_view(lake, "events", [f for r in lake.records() for f in r.files if f.table == "events"])
    session.keep("chosen", query, lake, f"{work}/chosen")
    paths = session.write("SELECT * FROM chosen ORDER BY event_id, type", schema, lake, f"{work}/result")
    with here.engine() as engine:
        engine.view("result", [lake.address(path) for path in paths])
        found = engine.arrow(engine.backend.table("result"))
        engine.table(lake, "events")
        expected = engine.backend.con.sql(f"{query} ORDER BY event_id, type").to_arrow_table()
    lake.place.remove(list(lake.place.listing("resolved")))
    assert len(paths) == 2
    assert found.num_rows > 1000
    assert found.cast(schema).equals(expected.cast(schema))


def test_without_spark_the_setting_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "handiwork.lake.spark", None)
    with _app(tmp_path, engine="spark") as app, pytest.raises(Exception, match="extra `spark`"):
        app.ingest_archive_files([_empty_hour(tmp_path)])


def _empty_hour(folder):
    path = folder / "2025-09-01-7.json.gz"
    path.write_bytes(b"")
    return path
