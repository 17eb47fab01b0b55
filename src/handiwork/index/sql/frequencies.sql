-- How much of each term is in each document, in millionths of a word: whole numbers add up the same in any order.
-- inputs          the word tables, ix_word (word, term), ix_row_title, ix_row_area, ix_settings
-- ix_*_frequency  doc, term, frequency (millionths, above 0)

CREATE TEMP TABLE ix_title_term AS
SELECT w.doc, t.term, sum(w.times)::BIGINT AS times
FROM ix_title_word w
JOIN ix_word t ON t.word = w.word
GROUP BY w.doc, t.term;

CREATE TEMP TABLE ix_title_frequency AS
SELECT doc, term, sum(frequency)::BIGINT AS frequency
FROM (
  SELECT doc, term, times * 1000000 AS frequency FROM ix_title_term
  UNION ALL
  SELECT DISTINCT w.doc, t.term, round(s.path_weight * 1e6)::BIGINT AS frequency
  FROM ix_settings s, ix_title_path_word w
  JOIN ix_word t ON t.word = w.word
)
GROUP BY doc, term
HAVING sum(frequency) > 0;

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
