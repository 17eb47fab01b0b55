-- Whose an account on GitHub is that something names: by its numeric id, or by a login that one person alone has or had.
-- inputs       ix_persons; ix_named: account (github:ID, login:NAME, or the key of a person)
-- ix_holder    person_id, account

CREATE TEMP TABLE ix_holder AS
WITH held AS (
  SELECT DISTINCT
    person_id,
    'login:' || lower(held) AS account,
    lower(held) = lower(coalesce(login, '')) AS is_present
  FROM (SELECT person_id, login, unnest(list_append(coalesce(logins, []), login)) AS held FROM ix_persons WHERE NOT is_bot)
  WHERE held IS NOT NULL
),
-- A login that several had is who has it now; else nobody can tell.
bearer AS (
  SELECT account, min(person_id) FILTER (is_present) AS present, min(person_id) AS any_one,
         count(*) FILTER (is_present) AS n_present, count(*) AS n
  FROM (SELECT * FROM held SEMI JOIN ix_named USING (account))
  GROUP BY account
),
own AS (
  SELECT person_id, 'github:' || github_id AS account FROM ix_persons WHERE NOT is_bot AND github_id IS NOT NULL
  UNION
  SELECT person_id, key AS account FROM ix_persons WHERE NOT is_bot AND key NOT SIMILAR TO '(github|login):.*'
  UNION
  SELECT CASE WHEN n = 1 THEN any_one ELSE present END, account FROM bearer WHERE n = 1 OR n_present = 1
)
SELECT DISTINCT person_id, account
FROM own
SEMI JOIN ix_named USING (account);
