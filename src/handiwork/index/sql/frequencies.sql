-- How much of each term is in each document, in millionths of a word: whole numbers add up the same in any order.
-- Titles are many: title_terms.py counts theirs.
-- inputs          the word tables, ix_word (word, term), ix_title, ix_row_title, ix_row_area, ix_settings
-- ix_title_term   doc, term, times: words of the titles that have an area
-- ix_*_frequency  doc, term, frequency (millionths, above 0)

CREATE TEMP TABLE ix_title_term AS
SELECT w.doc, t.term, count(*) AS times
FROM (
  SELECT doc, unnest(regexp_extract_all(title, '{WORD}')) AS word
  FROM ix_title
  SEMI JOIN (SELECT t.doc FROM ix_row_title t JOIN ix_row_area a ON a.row = t.row) USING (doc)
) w
JOIN ix_word t ON t.word = w.word
GROUP BY w.doc, t.term;

CREATE TEMP TABLE ix_area_frequency AS
SELECT doc, term, sum(frequency)::BIGINT AS frequency
FROM (
  SELECT a.doc, t.term, round(ln(1 + sum(t.times)::DOUBLE) * 1e6)::BIGINT AS frequency
  FROM (
    SELECT DISTINCT ra.doc, rt.doc AS title
    FROM ix_row_area ra
    JOIN ix_row_title rt ON rt.row = ra.row
  ) a
  JOIN ix_title_term t ON t.doc = a.title
  GROUP BY a.doc, t.term
  UNION ALL
  SELECT
    w.doc,
    t.term,
    round(
      s.area_path_weight * (bool_or(w.is_own)::INTEGER + s.ancestor_weight * bool_or(w.is_ancestor)::INTEGER) * 1e6
    )::BIGINT
  FROM ix_settings s, ix_area_word w
  JOIN ix_word t ON t.word = w.word
  GROUP BY w.doc, t.term, s.area_path_weight, s.ancestor_weight
)
GROUP BY doc, term
HAVING sum(frequency) > 0;

CREATE TEMP TABLE ix_repository_frequency AS
SELECT w.doc, t.term, sum(round(w.weight * 1e6)::BIGINT)::BIGINT AS frequency
FROM ix_repository_word w
JOIN ix_word t ON t.word = w.word
GROUP BY w.doc, t.term
HAVING sum(round(w.weight * 1e6)::BIGINT) > 0;
