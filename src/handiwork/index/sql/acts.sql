-- The acts an index is built from, numbered in the order they are stored.
-- grain    one row of the contributions table that happened by built_on and is no machine's
-- inputs   ix_contributions, ix_persons, ix_kinds, ix_settings
-- ix_act   row       place in contributions.arrow
--          day       days since 1970-01-01 (UTC)
--          files     files changed, 0 where unknown
--          strength  association of the act without ageing: weight, times, mass, new files, files touched
--          key       what names the title it stands under within its repository; null if none does

CREATE TEMP TABLE ix_act AS
WITH act AS (
  SELECT
    c.person_id,
    c.repo_no,
    k.code AS kind,
    c."at",
    date_diff('day', DATE '1970-01-01', c."at"::DATE)::INTEGER AS day,
    c.number,
    c.sha,
    nullif(c.title, '') AS title,
    coalesce(c.paths, []) AS paths,
    CASE WHEN k.creates AND NOT c.is_bulk THEN coalesce(c.created_paths, []) ELSE [] END AS created_paths,
    coalesce(c.labels, []) AS labels,
    coalesce(c.n_files, len(c.paths), 0) AS files,
    coalesce(len(c.created_paths), 0) AS new_files,
    c.is_bulk,
    c.comment_id,
    greatest(coalesce(c.count, 1), 1) AS times,
    k.weight,
    CASE
      WHEN NOT k.is_titled THEN NULL
      WHEN k.is_commit AND c.sha IS NOT NULL THEN 'c' || c.sha
      WHEN c.number IS NOT NULL THEN 'n' || c.number
      WHEN c.title <> '' THEN 't' || c.title
    END AS key
  FROM ix_contributions c
  JOIN ix_kinds k ON k.name = c.kind
  JOIN ix_persons p ON p.person_id = c.person_id AND NOT p.is_bot
  WHERE c."at" < (SELECT built_on FROM ix_settings) + INTERVAL 1 DAY
)
SELECT
  row_number() OVER (
    ORDER BY person_id, repo_no, "at", kind, number, sha, title, comment_id, times, files, is_bulk,
      paths, created_paths, labels
  ) - 1 AS row,
  *,
  weight * log2(1 + times) AS volume,
  weight * log2(1 + times) * (1 + ln(1 + new_files)) / greatest(1, log2(1 + files / 8::DOUBLE))
    * CASE WHEN is_bulk THEN s.bulk_factor ELSE 1 END AS strength
FROM act, (SELECT bulk_factor FROM ix_settings) s;
