-- The documents that acts make: titles and areas.
-- inputs       ix_act, ix_settings
-- ix_title     doc (dense, by repository and key), repo_no, title (the latest), source_row (who carries it)
-- ix_row_title row, doc: the title each act stands under; is_alone if no other act does
-- ix_path      path, area: every path that was touched and each folder above it, itself included
-- ix_area      doc (dense, by repository, paths before labels, name), repo_no, is_label, name
-- ix_row_area  row, doc: the areas each act touched; mass changes touch none
-- ix_factor    kind, doc, factor: documents whose relevance counts less than its words say

-- Nearly every title is that of one act: only the others' acts are compared.
CREATE TEMP TABLE ix_heading AS
SELECT repo_no, key, count(*) AS acts, min(title) AS title, min(row) AS row
FROM ix_act
WHERE key IS NOT NULL
GROUP BY repo_no, key
HAVING count(title) > 0
ORDER BY repo_no, key;

CREATE TEMP TABLE ix_shared AS
SELECT a.row, t.doc, a."at", a.title
FROM ix_act a
JOIN (SELECT rowid::INTEGER AS doc, repo_no, key FROM ix_heading WHERE acts > 1) t
  ON t.repo_no = a.repo_no AND t.key = a.key;

CREATE TEMP TABLE ix_row_title AS
SELECT row, rowid::INTEGER AS doc, true AS is_alone FROM ix_heading WHERE acts = 1
UNION ALL
SELECT row, doc, false FROM ix_shared;

CREATE TEMP TABLE ix_title AS
SELECT
  h.doc,
  h.repo_no,
  coalesce(s.latest.title, h.title) AS title,
  coalesce(-s.latest.place, h.row) AS source_row
FROM (SELECT rowid::INTEGER AS doc, repo_no, title, row FROM ix_heading) h
LEFT JOIN (
  SELECT doc, max(struct_pack(moment := "at", title := title, place := -row)) AS latest
  FROM ix_shared
  WHERE title IS NOT NULL
  GROUP BY doc
) s ON s.doc = h.doc
ORDER BY h.doc;

DROP TABLE ix_heading;

DROP TABLE ix_shared;

CREATE TEMP TABLE ix_path AS
SELECT
  path,
  unnest([array_to_string(parts[:depth], '/') FOR depth IN range(1, len(parts) + 1)]) AS area
FROM (
  SELECT path, string_split(path, '/') AS parts
  FROM (
    SELECT unnest(paths) AS path FROM ix_act
    UNION
    SELECT unnest(created_paths) AS path FROM ix_act
  )
  WHERE path <> ''
);

CREATE TEMP TABLE ix_touch AS
SELECT DISTINCT t.row, t.repo_no, coalesce(d.doc, -1 - t.row) AS act, t.is_label, t.name
FROM (
  SELECT a.row, a.repo_no, false AS is_label, p.area AS name
  FROM (SELECT row, repo_no, unnest(paths) AS path FROM ix_act WHERE NOT is_bulk) a
  JOIN ix_path p ON p.path = a.path
  UNION ALL
  SELECT row, repo_no, true AS is_label, unnest(labels) AS name
  FROM ix_act
  WHERE NOT is_bulk
) t
LEFT JOIN ix_row_title d ON d.row = t.row
WHERE t.name <> '';

CREATE TEMP TABLE ix_area AS
SELECT
  (row_number() OVER (ORDER BY repo_no, is_label, name) - 1)::INTEGER AS doc,
  repo_no,
  is_label,
  name
FROM (
  SELECT repo_no, is_label, name
  FROM ix_touch
  GROUP BY repo_no, is_label, name
  HAVING count(DISTINCT act) >= (SELECT area_min_acts FROM ix_settings)
);

CREATE TEMP TABLE ix_row_area AS
SELECT t.row, a.doc
FROM ix_touch t
JOIN ix_area a ON a.repo_no = t.repo_no AND a.is_label = t.is_label AND a.name = t.name;

DROP TABLE ix_touch;

CREATE TEMP TABLE ix_factor AS
SELECT 'area' AS kind, a.doc, s.test_factor AS factor
FROM ix_area a, ix_settings s
WHERE NOT a.is_label
  AND s.test_factor < 1
  AND regexp_matches(
    a.name,
    '(?i)(^|/)(tests?|testing|__tests__|specs?|fixtures|testdata|e2e)(/|$)'
    || '|(^|/)(test_[^/]*|[^/]*_test\.[a-z]+|[^/]*\.(spec|test)\.[a-z]+|conftest\.py)$'
  );
