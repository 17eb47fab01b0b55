"""Practice in back ends and pipelines: for each check a tree that passes, one that fails, none, and near misses."""

import pytest
from tests.signal_trees import reports_of

from handiwork.signals import Result

API = "from fastapi import FastAPI, HTTPException\nfrom app.db import session\nfrom app.models import Item\n\napp = FastAPI()\n"


def routes(*bodies):
    """Return a module of FastAPI routes, three at least."""
    more = [f'@app.get("/r{n}")\nasync def r{n}():\n    return {n}\n' for n in range(max(0, 3 - len(bodies)))]
    return {"app/main.py": "\n\n".join([API, *bodies, *more])}


def outcome(files, check):
    return next(
        r for name, r in reports_of(files, "backend-practice", "data-practice").items() if name == check
    ).outcome


def result(files, check):
    return outcome(files, check).result


@pytest.mark.parametrize("check", sorted(reports_of({}, "backend-practice", "data-practice")))
@pytest.mark.parametrize(
    "files", [{}, {"a.py": "x = 1\n"}, {"tests/test_a.py": "import requests\nrequests.get('/')\n"}]
)
def test_where_nothing_could_show_it_nothing_is_observed(files, check):
    assert result(files, check) is Result.NOT_OBSERVED


class TestMethods:
    GET = '@app.get("/items/{n}")\nasync def item(n: int):\n    session.add(Item(n))\n    session.commit()\n    return n\n'

    def test_a_route_that_reads_and_writes_fails_with_the_place(self):
        found = outcome(routes(self.GET), "http-methods")
        assert (found.result, found.examples[0].path, found.examples[0].line) == (Result.FAIL, "app/main.py", 10)

    @pytest.mark.parametrize(
        "body",
        [
            GET.replace("app.get", "app.post"),
            '@app.get("/x")\nasync def x():\n    found = set()\n    found.add(1)\n    return found\n',
            '@app.get("/x")\nasync def x(request):\n    request.session.delete("/user")\n    return 1\n',
        ],
    )
    def test_writing_by_post_or_into_something_else_passes(self, body):
        assert result(routes(body), "http-methods") is Result.PASS

    def test_djangos_views_count_as_routes(self):
        view = "from django.views import View\nfrom app.models import Item\n\nclass Items(View):\n"
        view += "".join(f"    def {verb}(self, request):\n        return 1\n" for verb in ("get", "post", "put"))
        assert result({"app/views.py": view}, "http-methods") is Result.PASS
        wrong = view.replace(
            "get(self, request):\n        return 1", "get(self, request):\n        Item.objects.create(n=1)"
        )
        assert result({"app/views.py": wrong}, "http-methods") is Result.FAIL


class TestStatuses:
    GOOD = (
        '@app.post("/i", status_code=201)\nasync def make(item: Item):\n    return item\n',
        '@app.get("/i/{n}")\nasync def get(n: int):\n    raise HTTPException(status_code=404)\n',
    )

    def test_created_and_not_found_are_told(self):
        assert result(routes(*self.GOOD), "http-statuses") is Result.PASS

    def test_success_alone_is_not_enough(self):
        assert result(routes(self.GOOD[0]), "http-statuses") is Result.FAIL

    def test_an_error_with_the_status_of_success_fails(self):
        wrong = '@app.get("/x")\nasync def x(n: int):\n    if n < 0:\n        return {"error": "no such thing"}\n    return n\n'
        assert result(routes(wrong), "error-statuses") is Result.FAIL

    @pytest.mark.parametrize("told", ['{"error": None}', '{"errors": []}', '{"status": "ok"}'])
    def test_a_body_that_says_there_is_no_error_does_not(self, told):
        body = f'@app.get("/x")\nasync def x():\n    return {told}\n'
        assert result(routes(body), "error-statuses") is Result.PASS


class TestBodies:
    def handler(self, n, body):
        return f'@app.post("/b{n}")\nasync def b{n}({body}\n'

    def test_models_validate_and_raw_json_does_not(self):
        good = [self.handler(n, "item: Item):\n    return item") for n in range(3)]
        raw = [self.handler(n, "request):\n    return await request.json()") for n in range(3)]
        assert result(routes(*good), "request-validation") is Result.PASS
        assert result(routes(*raw), "request-validation") is Result.FAIL

    def test_raw_json_that_a_model_reads_is_validated(self):
        read = [self.handler(n, "request):\n    return Item.model_validate(await request.json())") for n in range(3)]
        assert result(routes(*read), "request-validation") is Result.PASS


def revision(name, before):
    return f'revision = "{name}"\ndown_revision = {before!r}\n\n\ndef upgrade():\n    pass\n'


class TestMigrations:
    MODELS = "from django.db import models\n\n" + "".join(f"class M{n}(models.Model):\n    pass\n\n" for n in range(3))

    def test_alembics_revisions_in_one_line_pass(self):
        files = {"migrations/versions/a.py": revision("a", None), "migrations/versions/b.py": revision("b", "a")}
        assert result(files, "migrations") is Result.PASS

    def test_two_ends_fail_and_are_named(self):
        files = {f"migrations/versions/{n}.py": revision(n, b) for n, b in (("a", None), ("b", "a"), ("c", "a"))}
        assert "b, c" in outcome(files, "migrations").message
        assert result(files | {"migrations/versions/d.py": revision("d", ("b", "c"))}, "migrations") is Result.PASS

    def test_one_that_follows_nothing_that_is_there_fails(self):
        files = {"migrations/versions/b.py": revision("b", "gone"), "migrations/versions/c.py": revision("c", "b")}
        assert "not there" in outcome(files, "migrations").message

    def test_models_without_migrations_fail(self):
        assert result({"shop/models.py": self.MODELS}, "migrations") is Result.FAIL

    def test_djangos_apps_have_a_line_each(self):
        text = "from django.db import migrations\n\nclass Migration(migrations.Migration):\n    dependencies = [{}]\n"
        files = {
            "shop/models.py": self.MODELS,
            "shop/migrations/0001_initial.py": text.format(""),
            "shop/migrations/0002_more.py": text.format('("shop", "0001_initial"), ("auth", "0001_initial")'),
            "blog/migrations/0001_initial.py": text.format('("shop", "0002_more")'),
        }
        assert result(files, "migrations") is Result.PASS
        files["shop/migrations/0002_other.py"] = text.format('("shop", "0001_initial")')
        assert result(files, "migrations") is Result.FAIL


def coroutines(body, head="import time\nimport asyncio\nimport requests\n"):
    more = "".join(f"async def c{n}():\n    return {n}\n\n\n" for n in range(3))
    return {"app/work.py": f"{head}\n\n{more}async def work(pool, loop):\n{body}"}


class TestAsync:
    @pytest.mark.parametrize("body", ["    time.sleep(1)\n", "    return requests.get('/', timeout=1)\n"])
    def test_what_blocks_in_a_coroutine_fails(self, body):
        assert result(coroutines(body), "async-blocking") is Result.FAIL

    @pytest.mark.parametrize(
        "body",
        [
            "    await asyncio.sleep(1)\n",
            "    await asyncio.to_thread(time.sleep, 1)\n",
            "    await loop.run_in_executor(None, lambda: time.sleep(1))\n",
            "    def later():\n        time.sleep(1)\n    return later\n",
            "    time = pool\n    time.sleep(1)\n",
        ],
    )
    def test_what_runs_elsewhere_or_only_looks_like_it_passes(self, body):
        assert result(coroutines(body), "async-blocking") is Result.PASS

    def test_an_alias_is_followed(self):
        assert result(coroutines("    nap(1)\n", "from time import sleep as nap\n"), "async-blocking") is Result.FAIL

    def test_a_coroutine_that_is_made_and_dropped_fails(self):
        assert result(coroutines("    c1()\n"), "async-awaited") is Result.FAIL
        assert result(coroutines("    await c1()\n    asyncio.create_task(c2())\n"), "async-awaited") is Result.PASS


class TestCallsAndSql:
    def test_calls_without_a_timeout_fail(self):
        code = "import requests\n\ndef get(url, **more):\n    return requests.get(url{})\n"
        assert result({"app/a.py": code.format("")}, "http-timeouts") is Result.FAIL
        assert result({"app/a.py": code.format(", timeout=5")}, "http-timeouts") is Result.PASS
        assert result({"app/a.py": code.format(", **more")}, "http-timeouts") is Result.NOT_OBSERVED

    @pytest.mark.parametrize(
        "statement",
        [
            "f\"SELECT a FROM t WHERE n = '{name}'\"",
            '"SELECT a FROM t WHERE n = %s" % name',
            '"DELETE FROM t WHERE n = " + name',
        ],
    )
    def test_values_in_the_text_of_sql_fail(self, statement):
        code = f"import sqlite3\n\ndef find(db, name):\n    return db.execute({statement})\n"
        assert result({"app/a.py": code}, "sql-parameters") is Result.FAIL

    @pytest.mark.parametrize(
        "call",
        [
            'db.execute("SELECT a FROM t WHERE n = ?", (name,))',
            'db.execute(f"SELECT {COLUMNS} FROM t WHERE n = ?", (name,))',
            'db.execute(f"SELECT a FROM {table} WHERE n = ?", (name,))',
            'db.execute(f"SELECT a FROM t WHERE n = ? AND {table}_id IS NULL", (name,))',
        ],
    )
    def test_parameters_and_names_of_our_own_do_not(self, call):
        code = f"import sqlite3\n\nCOLUMNS = 'a'\n\ndef find(db, name, table):\n    return {call}\n"
        assert result({"app/a.py": code}, "sql-parameters") is not Result.FAIL

    def test_statements_with_parameters_alone_pass(self):
        code = "import sqlite3\n\ndef find(db, n):\n    return db.execute('SELECT a FROM t WHERE n = ?', (n,))\n"
        assert result({"app/a.py": code}, "sql-parameters") is Result.PASS


DAG = "from airflow import DAG\nimport logging\n\nlog = logging.getLogger(__name__)\ndag = DAG('daily'{})\n"


class TestPipelines:
    def test_what_orchestrates_is_named(self):
        assert outcome({"dags/a.py": DAG.format("")}, "orchestration").message.startswith("Orchestrated by Airflow")

    def test_dbt_is_one(self):
        assert result({"dbt_project.yml": "name: shop\nversion: 1.0.0\n"}, "orchestration") is Result.PASS
        assert result({"dbt_project.yml": "{{{{"}, "orchestration") is Result.NOT_OBSERVED

    def test_pipelines_without_retries_fail(self):
        retried = DAG.format("") + "args = {'retries': 2}\n"
        assert result({"dags/a.py": DAG.format("")}, "retries") is Result.FAIL
        assert result({"dags/a.py": retried}, "retries") is Result.PASS
        assert result({"dags/a.py": DAG.format("") + "args = {'retries': 0}\n"}, "retries") is Result.FAIL

    def test_writes_that_add_once_more_fail(self):
        append = DAG.format("") + "df.to_sql('t', db, if_exists='append')\n"
        assert result({"dags/a.py": append}, "idempotent-writes") is Result.FAIL
        assert result({"dags/a.py": append.replace("append", "replace")}, "idempotent-writes") is Result.PASS
        merged = DAG.format("") + "SQL = 'INSERT INTO t SELECT * FROM s ON CONFLICT (id) DO UPDATE SET a = 1'\n"
        assert result({"dags/a.py": merged}, "idempotent-writes") is Result.PASS

    def test_a_migration_that_fills_a_table_is_no_write_of_a_pipeline(self):
        filled = revision("a", None) + "\nimport sqlalchemy\nSQL = 'INSERT INTO roles SELECT 1'\n"
        files = {"dags/a.py": DAG.format(""), "migrations/versions/a.py": filled}
        assert result(files, "idempotent-writes") is Result.NOT_OBSERVED

    STEPS = "import pandas as pd\n\n" + "".join(
        f"def s{n}(df: pd.DataFrame) -> pd.DataFrame:\n    return df\n\n" for n in range(3)
    )

    def test_steps_that_tests_import_are_tested(self):
        test = "from flow.steps import s0\n\ndef test_s0():\n    assert s0(1) == 1\n"
        assert result({"flow/steps.py": self.STEPS}, "transformation-tests") is Result.FAIL
        assert result({"flow/steps.py": self.STEPS, "tests/test_s.py": test}, "transformation-tests") is Result.PASS

    def test_dbts_tests_of_data_count(self):
        model = "models:\n  - name: orders\n    columns:\n      - name: id\n        tests: [unique, not_null]\n"
        files = {"dbt_project.yml": "name: shop\n", "models/schema.yml": model}
        assert result(files, "transformation-tests") is Result.PASS
        assert (
            result({**files, "models/schema.yml": "models:\n  - name: orders\n"}, "transformation-tests") is Result.FAIL
        )

    def test_prints_in_place_of_logs_fail(self):
        printed = DAG.format("") + "print(1)\nprint(2)\nprint(3)\n"
        assert result({"dags/a.py": printed}, "pipeline-logging") is Result.FAIL
        assert (
            result({"dags/a.py": printed + "log.info(1)\nlog.info(2)\nlog.info(3)\n"}, "pipeline-logging")
            is Result.PASS
        )

    def test_schemas_are_told_and_their_absence_is_not_held_against_anybody(self):
        code = "import pandera as pa\n\nclass Orders(pa.DataFrameModel):\n    id: int\n"
        assert result({"flow/a.py": code}, "data-schemas") is Result.PASS
        assert result({"dags/a.py": DAG.format("")}, "data-schemas") is Result.NOT_OBSERVED
