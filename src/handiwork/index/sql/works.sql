-- What other origins told of people: their accounts there, what they made, and when that was asked.
-- inputs       ix_holder of holders.sql, ix_links and the lake's tables as ix_told_…
-- ix_account   person_id, account, origin, handle, page, status, strength, reasons: an account that is, or may be,
--              a person's; those on GitHub only if something told names them
-- ix_shown_account   those of them that are shown: on GitHub, only if they have a part in a work
-- ix_work      person_id, work, role and what is known of the work: through one account, an accepted one if there is
-- ix_asked     person_id, origin, asked_at, status, data_licences: an origin that told of an account of theirs
-- ix_profile   person_id and what they show on GitHub
-- One work told twice is as it was told last; of equally late ones, as the first source tells it.

CREATE TEMP TABLE ix_account AS
WITH theirs AS (
  SELECT person_id, account, CASE origin WHEN 'speaker' THEN 'conferences' ELSE origin END AS origin, handle, status,
         strength, [
           struct_pack(reason := r.reason, weight := r.weight, source := r.source, seen_at := r.seen_at)
           FOR r IN reasons
         ] AS reasons
  FROM ix_links
  WHERE origin <> 'git'
  UNION ALL
  SELECT person_id, account, 'github', NULL, 'accepted', 1.0::DOUBLE,
         [struct_pack(reason := 'same_account', weight := 1.0::DOUBLE, source := NULL::VARCHAR, seen_at := NULL::TIMESTAMP)]
  FROM ix_holder
),
page AS (
  SELECT account, page
  FROM ix_told_profiles
  WHERE page IS NOT NULL
  QUALIFY row_number() OVER (PARTITION BY account ORDER BY seen_at DESC NULLS LAST, source, page) = 1
)
SELECT t.*, page.page
FROM theirs t
LEFT JOIN page USING (account);

CREATE TEMP TABLE ix_part AS
SELECT a.person_id, p.work, p.role, a.account, a.status, a.strength
FROM ix_told_work_people p
JOIN ix_account a USING (account)
QUALIFY row_number() OVER (PARTITION BY a.person_id, p.work, p.role ORDER BY a.status, a.strength DESC, a.account) = 1;

CREATE TEMP VIEW ix_shown_account AS
SELECT a.*
FROM ix_account a
WHERE a.origin <> 'github' OR EXISTS (FROM ix_part p WHERE p.person_id = a.person_id AND p.account = a.account);

CREATE TEMP TABLE ix_work AS
WITH told AS (
  SELECT *
  FROM ix_told_works
  SEMI JOIN ix_part USING (work)
  QUALIFY row_number() OVER (
    PARTITION BY work
    ORDER BY seen_at DESC NULLS LAST, source, kind, title, url, "at", licence, facts, data_licence
  ) = 1
),
-- Where it is made, as far as somebody stated it: the best proof of each repository.
made AS (
  SELECT work, list(struct_pack(name := name, proof := proof) ORDER BY place, lower(name)) AS repositories
  FROM (
    SELECT work, min(repo_name) AS name, min(place) AS place,
           ['attestation', 'official', 'metadata'][min(place)] AS proof
    FROM (
      SELECT work, repo_name, CASE proof WHEN 'attestation' THEN 1 WHEN 'official' THEN 2 ELSE 3 END AS place
      FROM ix_told_work_repositories
      SEMI JOIN ix_part USING (work)
      WHERE proof IN ('attestation', 'official', 'metadata')
    )
    GROUP BY work, lower(repo_name)
  )
  GROUP BY work
)
SELECT p.person_id, p.account, p.status, p.role, t.work, t.kind, t.title, t.url, t."at", t.licence, t.facts,
       coalesce(made.repositories, []) AS repositories, t.data_licence, t.seen_at, t.source
FROM ix_part p
JOIN told t USING (work)
LEFT JOIN made USING (work);

CREATE TEMP TABLE ix_asked AS
WITH each AS (
  SELECT a.person_id, a.origin, a.status, p.seen_at, p.data_licence
  FROM ix_told_profiles p
  JOIN ix_account a USING (account)
  UNION ALL
  SELECT a.person_id,
         CASE w.kind WHEN 'package' THEN 'pypi' WHEN 'talk' THEN 'conferences' WHEN 'paper' THEN 'papers'
           ELSE 'huggingface' END,
         a.status, w.seen_at, w.data_licence
  FROM ix_told_works w
  JOIN (SELECT DISTINCT work, account FROM ix_told_work_people) p USING (work)
  JOIN ix_account a USING (account)
)
SELECT person_id, origin, status, max(seen_at) AS asked_at,
       coalesce(list_sort(list(DISTINCT data_licence) FILTER (data_licence IS NOT NULL)), []) AS data_licences
FROM each
GROUP BY person_id, origin, status
QUALIFY row_number() OVER (PARTITION BY person_id, origin ORDER BY status) = 1;

CREATE TEMP TABLE ix_profile AS
SELECT o.person_id, p.name, coalesce(p.links, []) AS links, p.is_hireable, p.page, p.data_licence, p.seen_at, p.source
FROM ix_told_profiles p
JOIN (FROM ix_account WHERE origin = 'github' AND account LIKE 'github:%') o USING (account)
QUALIFY row_number() OVER (
  PARTITION BY o.person_id
  ORDER BY p.seen_at DESC NULLS LAST, p.source, p.name, p.page, p.is_hireable, p.links, p.data_licence
) = 1;

-- Accounts on Hugging Face that are those of people who are left out, or are said to be.
CREATE TEMP TABLE ix_withheld AS
WITH RECURSIVE pair AS (
  SELECT account, other FROM ix_told_account_links
  UNION
  SELECT other, account FROM ix_told_account_links
),
hidden AS (
  SELECT account FROM pair SEMI JOIN ix_left_out USING (account)
  UNION
  SELECT pair.other FROM hidden JOIN pair USING (account)
)
SELECT account FROM hidden WHERE account LIKE 'huggingface:%';
