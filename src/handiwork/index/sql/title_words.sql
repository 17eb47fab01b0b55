-- Terms of the words in titles; a condition on doc follows.
-- grain    one term of one word at one place in a title
-- inputs   ix_title, ix_word (word, term)
-- output   doc, term

SELECT doc, term
FROM (SELECT doc, unnest(regexp_extract_all(title, '{WORD}')) AS word FROM ix_title)
JOIN ix_word USING (word)
