-- The acts as stored in the artifact, for evidence.
-- grain    one act, ordered by row (person, repository, time, …)
-- inputs   ix_act, ix_row_title, ix_row_area, ix_settings
-- output   person_id, repo_no, kind (code), at, day, number (-1 if none), sha and title ('' if none),
--          comment_id (-1 if none), times (acts it stands for), strength (float32, without ageing),
--          title_doc (-1 if none), areas (area documents, sorted)
-- No nulls: what lies under a null is arbitrary, and the same inputs must give the same bytes.

SELECT
  a.person_id,
  a.repo_no,
  a.kind::TINYINT AS kind,
  a."at",
  a.day,
  coalesce(a.number, -1) AS number,
  coalesce(a.sha, '') AS sha,
  coalesce(a.title, '') AS title,
  coalesce(a.comment_id, -1) AS comment_id,
  a.times::INTEGER AS times,
  a.strength::FLOAT AS strength,
  coalesce(t.doc, -1) AS title_doc,
  coalesce(e.docs, []) AS areas
FROM ix_act a
LEFT JOIN ix_row_title t ON t.row = a.row
LEFT JOIN (SELECT row, list(doc ORDER BY doc) AS docs FROM ix_row_area GROUP BY row) e ON e.row = a.row
ORDER BY a.row
