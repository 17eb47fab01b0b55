"""The scorer in SQL: titles alone, from the contributions to the sums."""

import duckdb
import pyarrow as pa
from tests.scoring_oracle import Chosen, counted
from tests.scoring_worlds import BUILT_ON, KIND

from handiwork.index.tables import inputs_from_acts

TITLES_IN_SQL = """
WITH act AS (
  SELECT *, CASE WHEN is_commit AND sha IS NOT NULL THEN 'c' || sha
                 WHEN number IS NOT NULL THEN 'n' || number
                 WHEN title <> '' THEN 't' || title END AS key
  FROM acts JOIN kinds USING (kind) WHERE is_titled
),
doc AS (
  SELECT repo, key, arg_max(title, {'a': "at", 't': title}) AS title
  FROM act WHERE key IS NOT NULL AND title <> '' GROUP BY ALL
),
word AS (
  SELECT repo, key, term, times::DOUBLE AS times FROM doc JOIN terms ON text = title
  UNION ALL
  SELECT DISTINCT d.repo, d.key, term, $path_weight
  FROM doc d JOIN (SELECT repo, key, unnest(paths) AS text FROM act WHERE NOT is_bulk) p USING (repo, key)
  JOIN terms USING (text)
),
tf AS (SELECT repo, key, term, sum(times) AS tf FROM word GROUP BY ALL),
len AS (SELECT repo, key, sum(tf) AS len FROM tf GROUP BY ALL),
df AS (SELECT term, count(*) AS df FROM tf GROUP BY ALL),
n AS (SELECT d.n, l.len / d.n AS mean FROM (SELECT count(*) AS n FROM doc) d, (SELECT sum(len) AS len FROM len) l),
r AS (
  SELECT repo, key, sum(weight * (ln(1 + (n - df + 0.5) / (df + 0.5)) * tf * ($k1 + 1)
    / (tf + $k1 * (1 - $b + $b * len / mean)))::FLOAT::DOUBLE) * (1 + coalesce(any_value(lift), 0)) AS r
  FROM tf JOIN len USING (repo, key) JOIN df USING (term) CROSS JOIN n
  JOIN query USING (term) LEFT JOIN lifts USING (repo) GROUP BY ALL
),
best AS (SELECT *, (r / max(r) OVER ()) ** $sharpness AS relevance FROM r
         QUALIFY row_number() OVER (ORDER BY r DESC, repo, key) <= $cut
           AND (relevance >= $least OR row_number() OVER (ORDER BY r DESC, repo, key) <= $sure)),
tie AS (
  SELECT repo, key, who, kind, max(weight * log2(1 + count) * (1 + ln(1 + coalesce(len(created_paths), 0)))
    / greatest(1, log2(1 + coalesce(n_files, len(paths), 0) / 8.0)) * CASE WHEN is_bulk THEN $bulk ELSE 1 END
    * 0.5 ** (date_diff('day', "at"::DATE, $built_on::DATE) / 365.25 / $half_life)) AS strength
  FROM act JOIN doc USING (repo, key) GROUP BY ALL
)
SELECT who, sum(relevance * strength) FROM best
JOIN (SELECT repo, key, who, sum(strength)::FLOAT::DOUBLE AS strength FROM tie GROUP BY ALL) USING (repo, key)
GROUP BY who
"""


def title_sums_in_sql(slow, query):
    c, k = slow.constants, slow.constants.title
    columns = ("who", "repo", "kind", "at", "count", "is_bulk", "title", "paths", "sha", "created_paths", "n_files")
    schema = inputs_from_acts(slow.acts or []).contributions.schema().to_pyarrow()
    schema = pa.schema(
        [("who", pa.string()), ("repo", pa.string()), *[schema.field(c) for c in columns[2:]], schema.field("number")]
    )
    texts = {a["title"] for a in slow.acts if a.get("title")} | {p for a in slow.acts for p in a.get("paths") or []}
    terms = [{"text": text, "term": t, "times": n} for text in sorted(texts) for t, n in counted(text).items()]
    matched = slow.relevant("repository", slow.terms(query), {}, Chosen())
    lifts = [{"repo": doc[0], "lift": c.repository_boost * c.inferred_share * rel} for doc, rel in matched.items()]
    wanted = [{"term": t, "weight": w} for t, w in slow.terms(query).items()]
    tables = {
        "acts": pa.Table.from_pylist(slow.acts, schema),
        "kinds": pa.Table.from_pylist(
            [
                {"kind": x.name, "weight": x.weight, "is_commit": x.is_commit, "is_titled": x.is_titled}
                for x in KIND.values()
            ]
        ),
        "terms": pa.Table.from_pylist(
            terms, pa.schema([("text", pa.string()), ("term", pa.string()), ("times", pa.int64())])
        ),
        "query": pa.Table.from_pylist(wanted, pa.schema([("term", pa.string()), ("weight", pa.float64())])),
        "lifts": pa.Table.from_pylist(lifts, pa.schema([("repo", pa.string()), ("lift", pa.float64())])),
    }
    values = {
        "path_weight": c.path_weight,
        "k1": k.k1,
        "least": k.least_relevance,
        "sure": k.sure,
        "b": k.b,
        "sharpness": k.sharpness,
        "cut": k.cut,
        "bulk": c.bulk_factor,
        "built_on": BUILT_ON,
        "half_life": k.half_life_years,
    }
    with duckdb.connect() as connection:
        for name, table in tables.items():
            connection.register(name, table)
        return dict(connection.execute(TITLES_IN_SQL, values).fetchall())
