-- The words of every document, cut here; what they mean as terms is decided in Python, once per distinct word.
-- {WORD} is replaced by the pattern of a word: as a constant it is compiled once, as a value once per row.
-- inputs               ix_act, ix_title, ix_row_title, ix_path, ix_area, ix_repos, ix_settings
-- ix_path_word         path, word: distinct words of each path
-- ix_title_path_word   doc, word: distinct words of the paths of a title's acts, mass changes left out
-- ix_area_word         doc, word, is_own (in its last segment or label), is_ancestor (in a folder above it)
-- ix_repository_word   doc, word, weight: words of a repository's fields times the field's weight
-- ix_distinct_word     word

CREATE TEMP TABLE ix_path_word AS
SELECT DISTINCT path, unnest(regexp_extract_all(path, '{WORD}')) AS word
FROM (SELECT DISTINCT path FROM ix_path);

CREATE TEMP TABLE ix_title_path_word AS
SELECT DISTINCT p.doc, w.word
FROM (
  SELECT DISTINCT d.doc, unnest(a.paths) AS path
  FROM ix_act a
  JOIN ix_row_title d ON d.row = a.row
  WHERE NOT a.is_bulk
) p
JOIN ix_path_word w ON w.path = p.path;

CREATE TEMP TABLE ix_area_word AS
SELECT doc, word, bool_or(is_own) AS is_own, bool_or(NOT is_own) AS is_ancestor
FROM (
  SELECT
    doc,
    true AS is_own,
    unnest(regexp_extract_all(
      CASE WHEN is_label THEN name ELSE regexp_extract(name, '[^/]*$') END,
      '{WORD}'
    )) AS word
  FROM ix_area
  UNION ALL
  SELECT
    doc,
    false AS is_own,
    unnest(regexp_extract_all(
      regexp_replace(name, '[^/]*$', ''), '{WORD}'
    )) AS word
  FROM ix_area
  WHERE NOT is_label
)
GROUP BY doc, word;

CREATE TEMP TABLE ix_repository_word AS
SELECT doc, word, sum(weight) AS weight
FROM (
  SELECT
    f.doc,
    f.weight,
    unnest(regexp_extract_all(f.field, '{WORD}')) AS word
  FROM (
    SELECT repo_no AS doc, regexp_extract(name, '[^/]*$') AS field, s.name_weight AS weight
    FROM ix_repos, ix_settings s
    UNION ALL
    SELECT repo_no, regexp_replace(name, '[^/]*$', ''), s.owner_weight FROM ix_repos, ix_settings s
    UNION ALL
    SELECT repo_no, array_to_string(topics, ' '), s.topic_weight FROM ix_repos, ix_settings s
    UNION ALL
    SELECT repo_no, language, s.language_weight FROM ix_repos, ix_settings s
    UNION ALL
    SELECT repo_no, description, s.description_weight FROM ix_repos, ix_settings s
    UNION ALL
    SELECT repo_no, catalog_text, s.catalog_weight FROM ix_repos, ix_settings s
  ) f
  WHERE f.field IS NOT NULL
)
GROUP BY doc, word;

CREATE TEMP TABLE ix_distinct_word AS
SELECT DISTINCT word
FROM (
  SELECT unnest(regexp_extract_all(title, '{WORD}')) AS word FROM ix_title
  UNION ALL
  SELECT word FROM ix_title_path_word
  UNION ALL
  SELECT word FROM ix_area_word
  UNION ALL
  SELECT word FROM ix_repository_word
);
