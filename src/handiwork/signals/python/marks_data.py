"""Recognised places of data pipelines: what is orchestrated, retried, written, checked, and what takes and gives frames.

Kinds: ``orchestrated`` (text: the tool), ``retry`` (text: what sets it), ``write_safe`` and ``write_append`` (text: how),
``schema`` (text: the tool), ``frames`` (text: the function), ``printed``, ``logged``.
"""

import ast
import re
from collections.abc import Iterator

from handiwork.signals.python.marks_calls import Found
from handiwork.signals.python.scopes import Frame, plain

__all__ = ["class_marks", "data_marks", "definition_marks", "text_marks"]

Definition = ast.FunctionDef | ast.AsyncFunctionDef

_TOOLS = {
    "airflow.DAG": "Airflow", "airflow.models.DAG": "Airflow", "airflow.models.dag.DAG": "Airflow",
    "airflow.sdk.DAG": "Airflow", "airflow.decorators.dag": "Airflow", "airflow.sdk.dag": "Airflow",
    "airflow.decorators.task": "Airflow", "airflow.sdk.task": "Airflow", "prefect.flow": "Prefect",
    "prefect.task": "Prefect", "dagster.asset": "Dagster", "dagster.multi_asset": "Dagster", "dagster.op": "Dagster",
    "dagster.job": "Dagster", "dagster.define_asset_job": "Dagster", "dagster_dbt.dbt_assets": "Dagster",
    "dlt.pipeline": "dlt", "dlt.resource": "dlt", "dlt.source": "dlt", "apache_beam.Pipeline": "Beam",
    "kedro.pipeline.Pipeline": "Kedro", "kedro.pipeline.pipeline": "Kedro",
}  # fmt: skip
_RETRIES = re.compile(
    r"^(?:tenacity\.(?:retry|Retrying|AsyncRetrying)|backoff\.on_(?:exception|predicate)|retrying\.retry|retry\.retry"
    r"|retry\.api\.retry|urllib3\.(?:util\.)?(?:retry\.)?Retry|requests\.packages\.urllib3\.util\.retry\.Retry"
    r"|dagster\.RetryPolicy|stamina\.retry|google\.api_core\.retry\.Retry|celery\.\w*\.?retry)$"
)
_RETRY_KEYWORDS = frozenset({"retries", "autoretry_for", "max_retries", "retry_policy", "op_retry_policy"})
_RETRIED = re.compile(r"Operator$|Sensor$|^task$|\.task$|^flow$|\.flow$|^asset$|\.asset$|^op$|\.op$|^dag$|DAG$|HTTPAdapter$"
                      r"|shared_task$|default_args$|^dict$|task\.\w+$|TaskGroup$|_task$")  # fmt: skip
_FRAME = re.compile(r"(?:^|\.)(?:DataFrame|LazyFrame|GeoDataFrame|SparkDataFrame)$")
_FRAME_NAME = re.compile(r"^(?:df|data_?frame|.*_df|df_.*)$")
_SCHEMAS = re.compile(
    r"^(?:pandera(?:\.\w+)*\.(?:DataFrameSchema|DataFrameModel|SchemaModel|check_types|check_io|check_input|check_output)"
    r"|great_expectations\b.*|pyspark\.sql\.types\.StructType|pyarrow\.schema|soda\.scan\.Scan"
    r"|dagster_pandera\..*|dagster_pandas\.(?:create_dagster_pandas_dataframe_type|PandasColumn\b.*)|patito\.Model"
    r"|dagster\.(?:asset_check|AssetCheckSpec))$"
)
_TOOL_OF_SCHEMA = {"pandera": "pandera", "great_expectations": "Great Expectations", "pyspark": "Spark schema",
                   "pyarrow": "Arrow schema", "soda": "Soda", "dagster_pandera": "pandera", "dagster": "asset checks",
                   "dagster_pandas": "Dagster types", "patito": "patito"}  # fmt: skip
_UPSERT = re.compile(
    r"\bon\s+conflict\b|\bmerge\s+into\b|\binsert\s+overwrite\b|\bon\s+duplicate\s+key\b|\breplace\s+into\b"
    r"|\binsert\s+or\s+(?:replace|ignore)\b|\bcreate\s+or\s+replace\s+(?:table|view)\b|\bmerge\s+[\w.{}`]+\s+(?:as\s+)?\w*\s*using\b",
    re.IGNORECASE,
)
_INSERT = re.compile(r"^\s*insert\s+into\s+\S+", re.IGNORECASE)
_MODES = frozenset({"if_exists", "mode", "write_disposition", "if_table_exists"})
_LOGS = frozenset({"debug", "info", "warning", "error", "exception", "critical"})


def data_marks(call: ast.Call, frame: Frame) -> Iterator[Found]:
    """Yield what one call shows."""
    last = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    name = frame.meaning(call.func)
    if name in _TOOLS:
        yield "orchestrated", call.lineno, _TOOLS[name]
    yield from _retry(call, last, name)
    yield from _write(call, last)
    if _SCHEMAS.match(name):
        yield "schema", call.lineno, _TOOL_OF_SCHEMA[name.split(".")[0]]
    if name == "print":
        yield "printed", call.lineno, ""
    elif last in _LOGS and re.search(
        r"(?:^|[._])log(?:ger|ging)?$", plain(call.func).rpartition(".")[0], re.IGNORECASE
    ):
        yield "logged", call.lineno, ""


def definition_marks(node: Definition, frame: Frame) -> Iterator[Found]:
    """Yield what a function shows: that a tool runs it, or that it takes and gives frames."""
    for decorator in node.decorator_list:
        if isinstance(decorator, ast.Call):
            continue
        name = frame.meaning(decorator)
        if name in _TOOLS or name.rpartition(".")[0] in _TOOLS:
            yield "orchestrated", node.lineno, _TOOLS.get(name) or _TOOLS[name.rpartition(".")[0]]
        if _RETRIES.match(name):
            yield "retry", node.lineno, name
        if _SCHEMAS.match(name):
            yield "schema", node.lineno, _TOOL_OF_SCHEMA[name.split(".")[0]]
    if _maps_frames(node) and not node.name.startswith("test"):
        yield "frames", node.lineno, node.name


def class_marks(node: ast.ClassDef, frame: Frame) -> Iterator[Found]:
    """Yield what a class shows: a task of Luigi, or a schema."""
    for base in node.bases:
        name = frame.meaning(base)
        if name in ("luigi.Task", "luigi.ExternalTask", "luigi.WrapperTask"):
            yield "orchestrated", node.lineno, "Luigi"
            if any(isinstance(s, ast.Assign) and plain(s.targets[0]) == "retry_count" for s in node.body):
                yield "retry", node.lineno, "retry_count"
        elif _SCHEMAS.match(name):
            yield "schema", node.lineno, _TOOL_OF_SCHEMA[name.split(".")[0]]


def text_marks(text: str, line: int) -> Iterator[Found]:
    """Yield how a statement of SQL writes."""
    if len(text) < 12:
        return
    if _UPSERT.search(text):
        yield "write_safe", line, "SQL that replaces or merges"
    elif _INSERT.match(text):
        yield "write_append", line, "INSERT"


# --- private ---


def _retry(call: ast.Call, last: str, name: str) -> Iterator[Found]:
    if _RETRIES.match(name):
        yield "retry", call.lineno, name
        return
    for k in call.keywords:
        is_zero = isinstance(k.value, ast.Constant) and k.value.value in (0, None, False)
        if k.arg in _RETRY_KEYWORDS and not is_zero and _RETRIED.search(plain(call.func) or last):
            yield "retry", call.lineno, f"{k.arg} of {last}"
            return


def _write(call: ast.Call, last: str) -> Iterator[Found]:
    given = (k.value for k in call.keywords if k.arg in _MODES)
    told = next((str(value.value) for value in given if isinstance(value, ast.Constant) and value.value), "")
    if last in ("to_sql", "to_gbq", "write_database", "to_deltalake", "write_deltalake", "write_delta"):
        yield ("write_append" if told == "append" else "write_safe"), call.lineno, f"{last} {told or 'fail'}"
    elif last == "mode" and call.args and isinstance(call.args[0], ast.Constant) and _is_writer(call.func):
        mode = str(call.args[0].value)
        kind = {"append": "write_append", "overwrite": "write_safe", "ignore": "write_safe"}.get(mode)
        if kind:
            yield kind, call.lineno, f"mode {mode}"
    elif told in ("WRITE_TRUNCATE", "WRITE_APPEND"):
        yield ("write_safe" if told == "WRITE_TRUNCATE" else "write_append"), call.lineno, told
    elif last in ("on_conflict_do_update", "on_conflict_do_nothing", "whenMatchedUpdateAll", "when_matched_update_all",
                  "overwritePartitions", "update_or_create"):  # fmt: skip
        yield "write_safe", call.lineno, last


def _is_writer(node: ast.AST) -> bool:
    """Return True for ``frame.write.….mode``."""
    while isinstance(node, ast.Attribute | ast.Call):
        if isinstance(node, ast.Attribute) and node.attr in ("write", "writeStream"):
            return True
        node = node.func if isinstance(node, ast.Call) else node.value
    return False


def _maps_frames(node: Definition) -> bool:
    """Return True for a function that takes a frame and returns one, by its annotations, or by names where there are none."""
    every = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    if node.returns is not None:
        return _is_frame(node.returns) and any(a.annotation is not None and _is_frame(a.annotation) for a in every)
    taken = {a.arg for a in every if a.annotation is None and _FRAME_NAME.match(a.arg)}
    if not taken:
        return False
    return any(
        isinstance(n, ast.Return) and isinstance(n.value, ast.Name) and _FRAME_NAME.match(n.value.id)
        for n in ast.walk(node)
    )


def _is_frame(node: ast.AST) -> bool:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return bool(_FRAME.search(node.value))
    if isinstance(node, ast.Subscript):
        return bool(_FRAME.search(plain(node.value)))
    return bool(_FRAME.search(plain(node)))
