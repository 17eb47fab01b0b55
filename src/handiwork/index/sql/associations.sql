-- How strongly each person is tied to each document.
-- inputs                ix_act, ix_row_title, ix_row_area, ix_path, ix_area, ix_title, ix_repos,
--                       ix_kind_settings, ix_settings
-- ix_*_association      doc, person_id, weight (float32, above 0), day (of the last act),
--                       kinds (bit mask of the codes of its acts' kinds),
--                       months (bit mask of the calendar months with an act; bit 0 is the month of built_on)
-- ix_total              person_id, total: everything the person did, without ageing
-- Sums are of trillionths in whole numbers: they come out the same in any order.

CREATE TEMP TABLE ix_aged AS
SELECT
  a.row,
  a.person_id,
  a.repo_no,
  a.kind,
  a.day,
  (1::INTEGER << a.kind::INTEGER)::INTEGER AS kind_bit,
  CASE
    WHEN date_diff('month', DATE '1970-01-01' + a.day, n.built_on) < 64
      THEN 1::UBIGINT << date_diff('month', DATE '1970-01-01' + a.day, n.built_on)::UBIGINT
    ELSE 0::UBIGINT
  END AS month_bit,
  round(1e12 * a.strength * pow(0.5, (n.today - a.day) / (365.25::DOUBLE * r.half_life)))::BIGINT AS in_repository,
  round(1e12 * a.strength * pow(0.5, (n.today - a.day) / (365.25::DOUBLE * e.half_life)))::BIGINT AS in_area,
  round(1e12 * a.strength * pow(0.5, (n.today - a.day) / (365.25::DOUBLE * t.half_life)))::BIGINT AS in_title
FROM ix_act a,
  (SELECT date_diff('day', DATE '1970-01-01', built_on) AS today, built_on FROM ix_settings) n,
  (SELECT half_life FROM ix_kind_settings WHERE kind = 'repository') r,
  (SELECT half_life FROM ix_kind_settings WHERE kind = 'area') e,
  (SELECT half_life FROM ix_kind_settings WHERE kind = 'title') t;

CREATE TEMP TABLE ix_repository_association AS
SELECT
  a.repo_no AS doc,
  a.person_id,
  (ln(1 + sum(a.in_repository) / 1e12) * CASE WHEN r.is_fork THEN s.fork_factor ELSE 1 END)::FLOAT AS weight,
  max(a.day) AS day,
  bit_or(a.kind_bit) AS kinds,
  bit_or(a.month_bit) AS months
FROM ix_aged a
JOIN ix_repos r ON r.repo_no = a.repo_no
CROSS JOIN ix_settings s
GROUP BY a.repo_no, a.person_id, r.is_fork, s.fork_factor;

CREATE TEMP TABLE ix_area_association AS
WITH made AS (
  SELECT e.doc, c.person_id, count(DISTINCT c.path) AS files
  FROM (SELECT person_id, repo_no, unnest(created_paths) AS path FROM ix_act) c
  JOIN ix_path p ON p.path = c.path
  JOIN ix_area e ON e.repo_no = c.repo_no AND e.name = p.area AND NOT e.is_label
  GROUP BY e.doc, c.person_id
),
made_by_all AS (
  SELECT doc, sum(files) AS files FROM made GROUP BY doc
),
worked AS (
  SELECT
    t.doc,
    a.person_id,
    sum(a.in_area) / 1e12 AS strength,
    max(a.day) AS day,
    bit_or(a.kind_bit) AS kinds,
    bit_or(a.month_bit) AS months
  FROM ix_row_area t
  JOIN ix_aged a ON a.row = t.row
  GROUP BY t.doc, a.person_id
)
SELECT
  w.doc,
  w.person_id,
  (
    sqrt(w.strength)
    + s.creator_weight * ln(1 + coalesce(m.files, 0))
    + s.creator_share * coalesce(m.files, 0) / coalesce(n.files, 1)
  )::FLOAT AS weight,
  w.day,
  w.kinds,
  w.months
FROM ix_settings s, worked w
LEFT JOIN made m ON m.doc = w.doc AND m.person_id = w.person_id
LEFT JOIN made_by_all n ON n.doc = w.doc;

CREATE TEMP TABLE ix_title_association AS
SELECT
  t.doc,
  a.person_id,
  (a.in_title / 1e12)::FLOAT AS weight,
  a.day,
  a.kind_bit AS kinds,
  a.month_bit AS months
FROM ix_row_title t
JOIN ix_aged a ON a.row = t.row
WHERE t.is_alone
UNION ALL
SELECT
  doc,
  person_id,
  (sum(strongest) / 1e12)::FLOAT AS weight,
  max(day) AS day,
  bit_or(kinds) AS kinds,
  bit_or(months) AS months
FROM (
  SELECT
    t.doc,
    a.person_id,
    a.kind,
    max(a.in_title) AS strongest,
    max(a.day) AS day,
    bit_or(a.kind_bit) AS kinds,
    bit_or(a.month_bit) AS months
  FROM ix_row_title t
  JOIN ix_aged a ON a.row = t.row
  WHERE NOT t.is_alone
  GROUP BY t.doc, a.person_id, a.kind
)
GROUP BY doc, person_id;

CREATE TEMP TABLE ix_total AS
SELECT
  person_id,
  sum(round(1e12 * volume * CASE WHEN is_bulk THEN s.bulk_factor ELSE 1 END)::BIGINT) / 1e12 AS total
FROM ix_act, ix_settings s
GROUP BY person_id;
