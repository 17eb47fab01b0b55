-- BM25 impacts of one kind of document, with that kind's own statistics.
-- grain    one term in one document, ordered by term and document
-- inputs   ix_{kind}_frequency, ix_kind_settings (kind, k1, b), ix_document_count (kind, documents), ix_factor
-- output   term, doc, impact (float32, above 0)
-- source   Robertson and Zaragoza 2009, doi:10.1561/1500000019; idf with 1 + inside, never negative

WITH length AS (
  SELECT doc, sum(frequency)::DOUBLE AS length FROM ix_{kind}_frequency GROUP BY doc
),
spread AS (
  SELECT term, count(*)::DOUBLE AS documents FROM ix_{kind}_frequency GROUP BY term
),
everything AS (
  SELECT
    sum(f.frequency)::DOUBLE / any_value(n.documents) AS mean_length,
    any_value(n.documents)::DOUBLE AS documents,
    any_value(s.k1) AS k1,
    any_value(s.b) AS b
  FROM ix_{kind}_frequency f, ix_kind_settings s, ix_document_count n
  WHERE s.kind = '{kind}' AND n.kind = '{kind}'
)
SELECT
  f.term,
  f.doc,
  (
    ln(1 + (e.documents - d.documents + 0.5) / (d.documents + 0.5))
    * (f.frequency / 1e6) * (e.k1 + 1)
    / (f.frequency / 1e6 + e.k1 * (1 - e.b + e.b * l.length / e.mean_length))
    * coalesce(x.factor, 1)
  )::FLOAT AS impact
FROM everything e, ix_{kind}_frequency f
JOIN length l ON l.doc = f.doc
JOIN spread d ON d.term = f.term
LEFT JOIN ix_factor x ON x.kind = '{kind}' AND x.doc = f.doc
WHERE coalesce(x.factor, 1) > 0
ORDER BY f.term, f.doc
