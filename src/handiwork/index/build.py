"""Persons, repositories and contributions → one artifact; the work is done in the engine, column by column."""

from contextlib import ExitStack, suppress
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from handiwork.index.artifact import ArtifactWriter, writing_artifact
from handiwork.index.documents import KINDS
from handiwork.index.observing import write_observed
from handiwork.index.presence import write_presence
from handiwork.index.reader import MONTHS_KEPT
from handiwork.index.relating import write_related
from handiwork.index.settings import IndexSettings
from handiwork.index.staging import copy_in, drop_all, one_value, stage
from handiwork.index.stored_acts import ActDocuments, write_acts
from handiwork.index.tables import IndexInputs
from handiwork.index.text import WORD_RE2
from handiwork.index.title_terms import PIECE, TitleStatistics, gather_titles, write_title_postings
from handiwork.index.vocabulary import vocabulary
from handiwork.index.works import write_works
from handiwork.lake.engine import Engine

__all__ = ["build_index"]

NO_DAY = np.iinfo(np.int32).min
"""The newest day of a document nobody is associated with."""

_BATCH_ROWS = 1 << 18
_STORED_ROWS = 122_880
"""Rows of a batch of stored acts: the engine's own row groups."""


def build_index(
    engine: Engine,
    inputs: IndexInputs,
    folder: Path,
    *,
    built_on: date,
    settings: IndexSettings | None = None,
    manifest_extra: dict[str, Any] | None = None,
) -> Path:
    """Build an index and publish it whole.

    Parameters
    ----------
    engine
        Runs the statements; its temporary tables named ``ix_*`` are used and dropped.
    inputs
        The three tables, what other origins told, and what people's own lines show.
    folder
        Where artifacts live.
    built_on
        Ages are counted from this date; acts after it are left out (counted as ``contributions_later``).
    settings
        The ranking's constants; None means the defaults.
    manifest_extra
        JSON values to keep in the manifest: inputs, coverage.

    Returns
    -------
    Path
        The artifact's folder, ``<built_on>-<12 hex digits>``; the same inputs give the same bytes.

    Raises
    ------
    InputError
        If ids are not dense, or a kind of contribution has no weight.
    LockedError
        If another process is building in the same folder.

    Notes
    -----
    Memory is the engine's limit plus the distinct words of all texts.
    """
    settings = settings or IndexSettings()
    drop_all(engine)
    try:
        acts, later = stage(engine, inputs, built_on, settings)
        for name in ("acts", "documents", "words"):
            _run(engine, _statement(name, contributions=f'"{acts}"'))
        with writing_artifact(folder) as writer:
            counts = _write(engine, writer, folder) | {"contributions_later": later}
            counts |= write_works(engine, writer, inputs.told) if inputs.told is not None else {}
            counts |= write_observed(engine, writer, inputs.own_work) if inputs.own_work is not None else {}
            return writer.publish(
                built_on=built_on.isoformat(),
                counts=counts,
                settings=settings.to_dict(),
                extra=manifest_extra or {},
            )
    finally:
        # What went wrong is told, not that a result of it is still open: the tables go with the engine then.
        with suppress(duckdb.Error):
            drop_all(engine)


# --- private ---


def _write(engine: Engine, writer: ArtifactWriter, scratch: Path) -> dict[str, int]:
    """Write every file of the artifact; return its counts. Files without a name go to the scratch folder."""
    n_terms = _write_terms(engine, writer)
    _run(engine, _statement("frequencies"))
    _run(engine, _statement("associations"))
    sources = {"repository": "ix_repos", "area": "ix_area", "title": "ix_title"}
    documents = {kind: _count(engine, source) for kind, source in sources.items()}
    _create(engine, "ix_document_count", [{"kind": k, "documents": n} for k, n in documents.items()])
    counts = {"terms": n_terms, "persons": _count(engine, "ix_persons")}
    for kind in KINDS:
        counts[f"{kind}_documents"] = documents[kind]
        counts[f"{kind}_postings"] = (
            _write_title_postings(engine, writer, n_terms, scratch)
            if kind == "title"
            else _write_postings(engine, writer, kind, n_terms)
        )
        counts[f"{kind}_associations"] = _write_associations(engine, writer, kind, documents[kind])
    for kind in KINDS:
        write_presence(writer, kind, documents[kind])
    _write_documents(engine, writer)
    _write_persons(engine, writer, counts["persons"])
    _write_months(engine, writer)
    counts |= write_related(engine, writer)
    counts["contributions"] = _write_contributions(engine, writer, counts["persons"])
    return counts


def _write_terms(engine: Engine, writer: ArtifactWriter) -> int:
    words = engine.backend.con.sql("SELECT word FROM ix_distinct_word ORDER BY word").to_arrow_table()
    engine.execute("DROP TABLE ix_distinct_word")
    terms, meanings = vocabulary(words.column("word"))
    copy_in(engine, "ix_word", meanings)
    table = pa.table({"term": terms})
    writer.table("terms", table.schema, table.to_batches())
    return len(terms)


def _write_postings(engine: Engine, writer: ArtifactWriter, kind: str, n_terms: int) -> int:
    lengths = np.zeros(n_terms, np.int64)
    peaks = np.zeros(n_terms, np.float32)
    with (
        writer.stream(f"{kind}.postings.docs", np.int32) as docs,
        writer.stream(f"{kind}.postings.impacts", np.float32) as impacts,
    ):
        for batch in _read(engine, _statement("postings", kind=kind)):
            terms, batch_docs, batch_impacts = (_numpy(batch, c) for c in ("term", "doc", "impact"))
            docs.append(batch_docs)
            impacts.append(batch_impacts)
            _group(terms, lengths, peaks, batch_impacts)
        total = docs.length
    writer.array(f"{kind}.terms.offsets", _offsets(lengths))
    writer.array(f"{kind}.peaks", peaks)
    return total


def _write_title_postings(engine: Engine, writer: ArtifactWriter, n_terms: int, scratch: Path) -> int:
    n_titles = _count(engine, "ix_title")
    k1, b, path_frequency = engine.execute(
        "SELECT k1, b, round(path_weight * 1e6)::BIGINT FROM ix_kind_settings, ix_settings WHERE kind = 'title'"
    ).fetchall()[0]
    of_words = _statement("title_words")
    of_paths = "SELECT DISTINCT doc, term FROM ix_title_path_word JOIN ix_word USING (word)"

    def pairs(statement: str, begin: int) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
        found = engine.execute(f"{statement} WHERE doc >= {begin} AND doc < {begin + PIECE}").fetchnumpy()
        return found["doc"], found["term"]

    spans = ((pairs(of_words, begin), pairs(of_paths, begin)) for begin in range(0, n_titles, PIECE))
    with ExitStack() as files:
        titles = gather_titles(n_terms, spans, path_frequency=path_frequency, folder=scratch, files=files)
        return write_title_postings(writer, titles, TitleStatistics(k1, b, n_titles), scratch)


def _write_associations(engine: Engine, writer: ArtifactWriter, kind: str, n_docs: int) -> int:
    lengths = np.zeros(n_docs, np.int64)
    newest = np.full(n_docs, NO_DAY, np.int32)
    seen = np.zeros(n_docs, np.int32)
    with (
        writer.stream(f"{kind}.persons", np.int32) as persons,
        writer.stream(f"{kind}.weights", np.float32) as weights,
        writer.stream(f"{kind}.days", np.int32) as days,
        writer.stream(f"{kind}.kinds", np.int32) as kinds,
        writer.stream(f"{kind}.months", np.uint64) as months,
    ):
        for batch in _read(engine, f"FROM ix_{kind}_association ORDER BY doc, person_id"):
            persons.append(_numpy(batch, "person_id"))
            weights.append(_numpy(batch, "weight"))
            days.append(_numpy(batch, "day"))
            kinds.append(_numpy(batch, "kinds"))
            months.append(_numpy(batch, "months"))
            _unite(_numpy(batch, "doc"), seen, _numpy(batch, "kinds"))
            _group(_numpy(batch, "doc"), lengths, newest, _numpy(batch, "day"))
        total = persons.length
    writer.array(f"{kind}.offsets", _offsets(lengths))
    writer.array(f"{kind}.newest", newest)
    writer.array(f"{kind}.seen", seen)
    return total


def _write_documents(engine: Engine, writer: ArtifactWriter) -> None:
    for kind, source in (("area", "ix_area"), ("title", "ix_title")):
        found = engine.execute(f"SELECT repo_no FROM {source} ORDER BY doc").fetchnumpy()  # noqa: S608 - own names
        writer.array(f"{kind}.repositories", found["repo_no"].astype(np.int32))
    writer.array("repository.repositories", np.arange(_count(engine, "ix_repos"), dtype=np.int32))
    rows = engine.execute("SELECT source_row FROM ix_title ORDER BY doc").fetchnumpy()
    writer.array("title.rows", rows["source_row"].astype(np.int64))
    _write_table(engine, writer, "areas", "SELECT name, is_label FROM ix_area ORDER BY doc")
    _write_repositories(engine, writer)
    _write_table(
        engine,
        writer,
        "names",
        "SELECT DISTINCT lower(name) AS name, repo_no FROM ("
        " SELECT name, repo_no FROM ix_repos UNION ALL SELECT unnest(names), repo_no FROM ix_repos"
        ") WHERE name <> '' ORDER BY name, repo_no",
    )


def _write_repositories(engine: Engine, writer: ArtifactWriter) -> None:
    """Write what is known of each repository, and which of them are forks or have a topic or a language."""
    _write_table(
        engine,
        writer,
        "repositories",
        """
        SELECT coalesce(name, '') AS name, coalesce(description, '') AS description, coalesce(topics, []) AS topics,
               coalesce(language, '') AS language, coalesce(stars, -1) AS stars, coalesce(is_fork, false) AS is_fork,
               coalesce(catalog_text, '') AS catalog_text
        FROM ix_repos ORDER BY repo_no
        """,
    )
    forks = engine.execute("SELECT repo_no FROM ix_repos WHERE is_fork ORDER BY repo_no").fetchnumpy()
    writer.array("forks", forks["repo_no"].astype(np.int32))
    for facet, each in (("topics", "unnest(topics)"), ("languages", "language")):
        engine.execute(
            f"CREATE TEMP TABLE ix_{facet} AS SELECT DISTINCT lower(trim(name)) AS name, repo_no"  # noqa: S608 - own names
            f" FROM (SELECT {each} AS name, repo_no FROM ix_repos) WHERE trim(name) <> ''"
        )
        _write_table(engine, writer, facet, f"SELECT DISTINCT name FROM ix_{facet} ORDER BY name")  # noqa: S608
        sizes = engine.execute(f"SELECT count(*) AS n FROM ix_{facet} GROUP BY name ORDER BY name").fetchnumpy()  # noqa: S608
        writer.array(f"{facet}.offsets", _offsets(sizes["n"].astype(np.int64)))
        found = engine.execute(f"SELECT repo_no FROM ix_{facet} ORDER BY name, repo_no").fetchnumpy()  # noqa: S608
        writer.array(f"{facet}.repositories", found["repo_no"].astype(np.int32))


def _write_persons(engine: Engine, writer: ArtifactWriter, n_persons: int) -> None:
    _write_table(
        engine,
        writer,
        "persons",
        """
        SELECT key, coalesce(login, '') AS login, coalesce(github_id, -1) AS github_id, coalesce(name, '') AS name,
               coalesce(logins, []) AS logins, coalesce(joins, []) AS joins
        FROM ix_persons ORDER BY person_id
        """,
    )
    _write_table(
        engine,
        writer,
        "logins",
        """
        SELECT DISTINCT lower(login) AS login, person_id
        FROM (SELECT person_id, unnest(list_append(coalesce(logins, []), login)) AS login FROM ix_persons)
        WHERE login IS NOT NULL ORDER BY 1, 2
        """,
    )
    found = engine.execute(
        "SELECT person_id, pow(1 + total, -busy_damping)::FLOAT AS damping FROM ix_total, ix_settings"
    ).fetchnumpy()
    damping = np.ones(n_persons, np.float32)
    damping[found["person_id"]] = found["damping"]
    writer.array("persons.damping", damping)
    newest = np.full(n_persons, NO_DAY, np.int32)
    found = engine.execute("SELECT person_id, max(day) AS day FROM ix_act GROUP BY person_id").fetchnumpy()
    newest[found["person_id"]] = found["day"]
    writer.array("persons.newest", newest)


def _write_months(engine: Engine, writer: ArtifactWriter) -> None:
    """Write how many acts each of the last months has, whoever's they are: a month without any was not observed."""
    found = engine.execute(
        "SELECT date_diff('month', \"at\", built_on) AS ago, count(*) AS acts FROM ix_act, ix_settings GROUP BY ago"
    ).fetchnumpy()
    recent = found["ago"] < MONTHS_KEPT
    acts = np.zeros(MONTHS_KEPT, np.int64)
    acts[found["ago"][recent]] = found["acts"][recent]
    writer.array("months", acts)


def _write_contributions(engine: Engine, writer: ArtifactWriter, n_persons: int) -> int:
    documents = ActDocuments(
        _count(engine, "ix_act"),
        titles=_pairs(engine, "SELECT row, doc FROM ix_row_title"),
        areas=_pairs(engine, "SELECT row, doc FROM ix_row_area ORDER BY row, doc"),
    )
    reader = _read(engine, _statement("contributions"))
    return write_acts(writer, reader, documents, n_persons=n_persons, batch_rows=_STORED_ROWS)


def _pairs(engine: Engine, statement: str) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int32]]:
    found = engine.execute(statement).fetchnumpy()
    return found["row"].astype(np.int64), found["doc"].astype(np.int32)


def _write_table(engine: Engine, writer: ArtifactWriter, name: str, statement: str) -> None:
    reader = _read(engine, statement)
    writer.table(name, reader.schema, reader)


def _group(
    groups: npt.NDArray[Any], lengths: npt.NDArray[np.int64], largest: npt.NDArray[Any], values: npt.NDArray[Any]
) -> None:
    """Add the sizes of a batch's groups, which come in order, and keep each group's largest value."""
    starts = np.flatnonzero(np.diff(groups, prepend=groups[0] - 1))
    names = groups[starts]
    lengths[names] += np.diff(starts, append=len(groups))
    largest[names] = np.maximum(largest[names], np.maximum.reduceat(values, starts))


def _unite(groups: npt.NDArray[Any], united: npt.NDArray[Any], masks: npt.NDArray[Any]) -> None:
    """Add the bits of a batch's groups, which come in order, to each group's mask."""
    starts = np.flatnonzero(np.diff(groups, prepend=groups[0] - 1))
    united[groups[starts]] |= np.bitwise_or.reduceat(masks, starts)


def _offsets(lengths: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])


def _read(engine: Engine, statement: str) -> pa.RecordBatchReader:
    reader: pa.RecordBatchReader = engine.backend.con.sql(statement).to_arrow_reader(_BATCH_ROWS)
    return reader


def _numpy(batch: pa.RecordBatch, column: str) -> npt.NDArray[Any]:
    found: npt.NDArray[Any] = batch.column(column).to_numpy(zero_copy_only=False)
    return found


def _run(engine: Engine, script: str) -> None:
    """Run the statements of a script."""
    engine.execute(script)


def _statement(name: str, **values: str) -> str:
    text = files("handiwork.index").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")
    for key, value in {"WORD": WORD_RE2, **values}.items():
        text = text.replace(f"{{{key}}}", value)
    return text


def _create(engine: Engine, name: str, rows: list[dict[str, Any]]) -> None:
    copy_in(engine, name, pa.Table.from_pylist(rows))


def _count(engine: Engine, table: str) -> int:
    return int(one_value(engine, f"SELECT count(*) FROM {table}"))  # noqa: S608 - own names
