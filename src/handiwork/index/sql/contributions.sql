-- The acts as stored in the artifact, for evidence.
-- grain    one act, ordered by row (person, repository, time, …)
-- inputs   ix_act; its rows come in their order, which is that of the table it looks at
-- output   person_id, repo_no, kind (code), at, day, number (-1 if none), sha and title ('' if none),
--          comment_id (-1 if none), times (acts it stands for), strength (float32, without ageing),
--          title_doc (-1 if none), areas (area documents, sorted): filled in by stored_acts.py
-- No nulls: what lies under a null is arbitrary, and the same inputs must give the same bytes.

SELECT
  person_id,
  repo_no,
  kind::TINYINT AS kind,
  "at",
  day,
  coalesce(number, -1) AS number,
  coalesce(sha, '') AS sha,
  coalesce(title, '') AS title,
  coalesce(comment_id, -1) AS comment_id,
  times::INTEGER AS times,
  strength::FLOAT AS strength,
  NULL::INTEGER AS title_doc,
  NULL::INTEGER[] AS areas
FROM ix_act
