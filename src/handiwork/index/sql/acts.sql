-- The acts an index is built from, a view: nothing is copied.
-- grain    one row of the contributions, in the order they are stored
-- inputs   {contributions}: a table whose rows are in that order (see _stage in build.py); the functions ix_code,
--          ix_weight, ix_creates, ix_is_commit and ix_is_titled of a kind; the variable ix_bulk_factor
-- ix_act   row       place in contributions.arrow
--          day       days since 1970-01-01 (UTC)
--          files     files changed, 0 where unknown
--          strength  association of the act without ageing: weight, times, mass, new files, files touched
--          key       what names the title it stands under within its repository; null if none does

CREATE TEMP VIEW ix_act AS
SELECT
  c.rowid AS row,
  c.person_id,
  c.repo_no,
  ix_code(c.kind) AS kind,
  c."at",
  date_diff('day', DATE '1970-01-01', c."at"::DATE)::INTEGER AS day,
  c.number,
  c.sha,
  nullif(c.title, '') AS title,
  coalesce(c.paths, []) AS paths,
  CASE WHEN ix_creates(c.kind) AND NOT c.is_bulk THEN coalesce(c.created_paths, []) ELSE [] END AS created_paths,
  coalesce(c.labels, []) AS labels,
  coalesce(c.n_files, len(c.paths), 0) AS files,
  coalesce(len(c.created_paths), 0) AS new_files,
  c.is_bulk,
  c.comment_id,
  greatest(coalesce(c.count, 1), 1) AS times,
  CASE
    WHEN NOT ix_is_titled(c.kind) THEN NULL
    WHEN ix_is_commit(c.kind) AND c.sha IS NOT NULL THEN 'c' || c.sha
    WHEN c.number IS NOT NULL THEN 'n' || c.number
    WHEN c.title <> '' THEN 't' || c.title
  END AS key,
  ix_weight(c.kind) * log2(1 + times) AS volume,
  ix_weight(c.kind) * log2(1 + times) * (1 + ln(1 + new_files)) / greatest(1, log2(1 + files / 8::DOUBLE))
    * CASE WHEN c.is_bulk THEN getvariable('ix_bulk_factor') ELSE 1 END AS strength
FROM {contributions} c;
