"""The fast scorer, a slow one nobody can doubt, and one in SQL agree on random worlds."""

import math
import os
import tempfile
from collections import defaultdict
from dataclasses import dataclass, replace
from dataclasses import field as attribute
from datetime import date, datetime, timedelta
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from handiwork.evidence import evidence
from handiwork.index import CONTRIBUTION_KINDS, Index, IndexSettings, KindSettings, build_index
from handiwork.index.tables import inputs_from_acts
from handiwork.index.text import analyse, query_words, words_of
from handiwork.lake.engine import Engine
from handiwork.search import SearchOptions, search
from handiwork.search.filters import Filters
from handiwork.search.ranking import brief_of_words, match_all
from handiwork.search.scoring import score_kinds

pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")

BUILT_ON = date(2024, 6, 1)
KIND = {kind.name: kind for kind in CONTRIBUTION_KINDS}
PEOPLE = ["ada_l", "bob_k", "cyd_m", "dan_o", "eve_p"]
REPOS = ["acme/web-server", "acme/asyncThing", "old/parser", "zeta/web"]
WORDS = ["routing", "async", "web", "parser", "fastCache", "snack", "bar", "fix", "the", "2024", "io_loop"]
PATHS = ["web/routing.py", "web/async_io.py", "parser/core.c", "README", "web/deep/io_loop.py", "web/tests/routing.py"]
QUERIES = ["async routing", "web parser engineer", "fastCache", "snack bar io_loop", "fix web server routing loop"]

# --- worlds ---

texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)
some_paths = st.lists(st.sampled_from(PATHS), max_size=3, unique=True)


@st.composite
def acts(draw):
    kind = KIND[draw(st.sampled_from(sorted(KIND)))]
    on = BUILT_ON - timedelta(days=draw(st.integers(-3, 4000)))
    act = {
        "who": draw(st.sampled_from(PEOPLE)),
        "repo": draw(st.sampled_from(REPOS)),
        "kind": kind.name,
        "at": datetime(on.year, on.month, on.day, draw(st.integers(0, 23))),
        "count": draw(st.sampled_from([1, 1, 1, 2, 30])),
        "is_bulk": draw(st.sampled_from([False, False, False, True])),
    }
    if kind.is_titled:
        act["title"] = draw(st.one_of(texts, st.none()))
        act["labels"] = draw(st.sampled_from([None, None, ["async"], ["web io", "parser"]]))
        act["paths"] = draw(st.one_of(some_paths, st.none()))
    if kind.is_commit:
        act["sha"] = draw(st.sampled_from(["a", "b", "c", "d"])) * 40
        act["created_paths"] = draw(st.one_of(st.just(act["paths"]), st.none()))
        act["n_files"] = draw(st.sampled_from([None, 1, 40]))
    elif kind.is_titled and kind.name != "release":
        act["number"] = draw(st.one_of(st.integers(1, 4), st.none()))
    return act


facts = st.fixed_dictionaries(
    {
        "name": st.sampled_from(REPOS),
        "description": st.one_of(texts, st.none()),
        "topics": st.one_of(st.just(["web", "async io"]), st.none()),
        "language": st.sampled_from(["C++", "Python", None]),
        "is_fork": st.sampled_from([False, True]),
        "catalog_text": st.one_of(texts, st.none()),
    }
)
worlds = st.tuples(
    st.lists(acts(), min_size=1, max_size=18), st.lists(facts, max_size=3, unique_by=lambda f: f["name"])
)
tight = IndexSettings(
    repository=KindSettings(k1=1.2, b=0.3, cut=2, sharpness=4.0, share=0.2, half_life_years=5.0),
    area=KindSettings(k1=1.2, b=0.5, cut=3, sharpness=6.0, share=0.4, half_life_years=5.0, sure=1),
    title=KindSettings(
        k1=1.0, b=0.3, cut=6, sharpness=8.0, share=0.4, half_life_years=3.0, least_relevance=0.05, sure=2
    ),
)
constants = st.sampled_from([IndexSettings(), tight])


@pytest.fixture(scope="module")
def engine():
    with Engine(threads=1, memory_limit_mib=512) as engine:
        yield engine


@pytest.fixture(scope="module")
def build(engine):
    with tempfile.TemporaryDirectory() as folder:

        def build(world, constants=None):
            inputs = inputs_from_acts(world[0], repositories=world[1])
            return Index.open(
                build_index(engine, inputs, Path(folder), built_on=BUILT_ON, settings=constants or IndexSettings())
            )

        yield build


# Every try builds an index: failures are printed with their seed instead of being made smaller.
short = settings(
    max_examples=int(os.environ.get("PROPERTY_EXAMPLES", "10")),
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    print_blob=True,
)

# --- the slow scorer: the formulas of the ranking, written out ---

KEEPING = {"maintain", "release", "review", "commit_review"}


@dataclass
class Chosen:
    """Filters as plain values."""

    repositories: set | None = None
    barred: set = attribute(default_factory=set)
    since: date | None = None
    active_since: date | None = None
    kinds: set = attribute(default_factory=set)
    maintainers_only: bool = False
    min_evidence: int = 0
    excluded: set = attribute(default_factory=set)

    @property
    def is_one(self):
        return self.repositories is not None and len(self.repositories - self.barred) == 1

    def has(self, repo):
        return repo not in self.barred and (self.repositories is None or repo in self.repositories)


class Slow:
    """One world, scored with dictionaries and loops."""

    def __init__(self, world, constants):
        self.constants = constants
        self.acts = [a for a in world[0] if a["at"].date() <= BUILT_ON]
        self.people = sorted({a["who"] for a in world[0]})
        self.repos = sorted({a["repo"] for a in world[0]} | {f["name"] for f in world[1]})
        self.facts = {f["name"]: f for f in world[1]}
        self.texts = {"repository": {(r,): self.repository_text(r) for r in self.repos}}
        self.ties = {"repository": {}, "area": {}, "title": {}}
        self.members = {"repository": {}, "area": {}, "title": {}}
        self.read_titles()
        self.read_areas()
        self.tie_repositories()
        self.impacts = {kind: self.bm25(kind) for kind in self.texts}

    # documents

    def key(self, act):
        kind = KIND[act["kind"]]
        if not kind.is_titled:
            return None
        if kind.is_commit and act.get("sha") is not None:
            return "c" + act["sha"]
        if act.get("number") is not None:
            return f"n{act['number']}"
        return "t" + act["title"] if act.get("title") else None

    def repository_text(self, repo):
        c, fact = self.constants, self.facts.get(repo, {})
        owner, name = repo.split("/")
        fields = [
            (name, c.name_weight),
            (owner, c.owner_weight),
            (" ".join(fact.get("topics") or []), c.topic_weight),
            (fact.get("language") or "", c.language_weight),
            (fact.get("description") or "", c.description_weight),
            (fact.get("catalog_text") or "", c.catalog_weight),
        ]
        text = defaultdict(float)
        for field, weight in fields:
            for term, times in counted(field).items():
                text[term] += weight * times
        return text

    def read_titles(self):
        grouped = defaultdict(list)
        for act in self.acts:
            if self.key(act) is not None:
                grouped[act["repo"], self.key(act)].append(act)
        self.subjects = {}
        texts = self.texts["title"] = {}
        for doc, members in grouped.items():
            titles = [(a["at"], a["title"]) for a in members if a.get("title")]
            if not titles:
                continue
            self.subjects[doc] = counted(max(titles)[1])
            texts[doc] = defaultdict(float, self.subjects[doc])
            in_paths = {t for a in members if not a["is_bulk"] for p in a.get("paths") or [] for t in counted(p)}
            for term in in_paths:
                texts[doc][term] += self.constants.path_weight
            self.members["title"][doc] = members
            self.ties["title"][doc] = self.tie_title(members)

    def tie_title(self, members):
        best, days, kinds = defaultdict(float), defaultdict(list), defaultdict(set)
        for act in members:
            who = act["who"]
            best[who, act["kind"]] = max(best[who, act["kind"]], self.strength(act, "title"))
            days[who].append(act["at"].date())
            kinds[who].add(act["kind"])
        sums = defaultdict(float)
        for (who, _), strength in sorted(best.items()):
            sums[who] += strength
        return {who: (np.float32(s), max(days[who]), kinds[who]) for who, s in sums.items()}

    def read_areas(self):
        touched = defaultdict(list)
        for number, act in enumerate(self.acts):
            if act["is_bulk"]:
                continue
            names = {(False, above) for p in act.get("paths") or [] for above in ancestors(p)}
            names |= {(True, label) for label in act.get("labels") or []}
            doc = (act["repo"], self.key(act))
            about = doc if doc in self.subjects else number
            for is_label, name in names:
                touched[act["repo"], is_label, name].append((about, act))
        texts = self.texts["area"] = {}
        for area, found in touched.items():
            subjects = {about for about, _ in found}
            if len(subjects) >= self.constants.area_min_acts:
                texts[area] = self.area_text(area, [s for s in subjects if s in self.subjects])
                self.members["area"][area] = [act for _, act in found]
                self.ties["area"][area] = self.tie_area(area, [act for _, act in found])

    def factor(self, kind, doc):
        is_test = kind == "area" and not doc[1] and "tests" in doc[2].split("/")
        return self.constants.test_factor if is_test else 1.0

    def area_text(self, area, subjects):
        c, (_, is_label, name) = self.constants, area
        times = defaultdict(int)
        for doc in subjects:
            for term, n in self.subjects[doc].items():
                times[term] += n
        text = defaultdict(float, {term: millionths(math.log(1 + n)) for term, n in times.items()})
        above, _, own = ("", "", name) if is_label else name.rpartition("/")
        for term in {*counted(own), *counted(above)}:
            part = (term in counted(own)) + c.ancestor_weight * (term in counted(above))
            text[term] += millionths(c.area_path_weight * part)
        return text

    def tie_area(self, area, members):
        repo, is_label, name = area
        ties, made = {}, defaultdict(set)
        for act in self.acts:
            if act["repo"] == repo and KIND[act["kind"]].creates and not act["is_bulk"] and not is_label:
                made[act["who"]].update(p for p in act.get("created_paths") or [] if name in ancestors(p))
        all_made = sum(len(paths) for paths in made.values()) or 1
        for who in {a["who"] for a in members}:
            own = [a for a in members if a["who"] == who]
            weight = math.sqrt(sum(self.strength(a, "area") for a in own))
            weight += self.constants.creator_weight * math.log(1 + len(made[who]))
            weight += self.constants.creator_share * len(made[who]) / all_made
            ties[who] = (np.float32(weight), max(a["at"].date() for a in own), {a["kind"] for a in own})
        return ties

    def tie_repositories(self):
        for repo in self.repos:
            ties = self.ties["repository"][repo,] = {}
            self.members["repository"][repo,] = [a for a in self.acts if a["repo"] == repo]
            for who in {a["who"] for a in self.acts if a["repo"] == repo}:
                own = [a for a in self.acts if a["repo"] == repo and a["who"] == who]
                weight = math.log(1 + sum(self.strength(a, "repository") for a in own))
                fork = self.constants.fork_factor if self.facts.get(repo, {}).get("is_fork") else 1.0
                kinds = {a["kind"] for a in own}
                ties[who] = (np.float32(weight * fork), max(a["at"].date() for a in own), kinds)

    # numbers

    def strength(self, act, kind):
        paths = act.get("paths")
        files = act["n_files"] if act.get("n_files") is not None else len(paths or [])
        strength = KIND[act["kind"]].weight * math.log2(1 + act["count"])
        strength *= 1 + math.log(1 + len(act.get("created_paths") or []))
        strength /= max(1, math.log2(1 + files / 8))
        if act["is_bulk"]:
            strength *= self.constants.bulk_factor
        years = (BUILT_ON - act["at"].date()).days / 365.25
        return strength * 0.5 ** (years / self.constants.kind(kind).half_life_years)

    def damping(self, who):
        total = 0.0
        for act in self.acts:
            if act["who"] == who:
                volume = KIND[act["kind"]].weight * math.log2(1 + act["count"])
                total += volume * (self.constants.bulk_factor if act["is_bulk"] else 1)
        return np.float32((1 + total) ** -self.constants.busy_damping)

    def bm25(self, kind):
        texts, k = self.texts[kind], self.constants.kind(kind)
        lengths = {doc: sum(text.values()) for doc, text in texts.items()}
        mean = sum(lengths.values()) / len(texts) if texts else 0.0
        spread = defaultdict(int)
        for text in texts.values():
            for term in text:
                spread[term] += 1
        impacts = defaultdict(dict)
        for doc, text in texts.items():
            for term, times in text.items():
                idf = math.log(1 + (len(texts) - spread[term] + 0.5) / (spread[term] + 0.5))
                norm = k.k1 * (1 - k.b + k.b * lengths[doc] / mean)
                impacts[doc][term] = np.float32(idf * times * (k.k1 + 1) / (times + norm) * self.factor(kind, doc))
        return impacts

    # a query

    def terms(self, query):
        known = {term for kind in self.texts for text in self.texts[kind].values() for term in text}
        weights = defaultdict(float)
        for word in query_words(query)[0]:
            own = word.joined in known
            if own:
                weights[word.joined] = max(weights[word.joined], 1.0)
            for part in word.parts:
                if part in known:
                    weights[part] = max(weights[part], self.constants.query_part_weight if own else 1.0)
        return weights

    def relevant(self, kind, terms, lifts, chosen):
        found = {}
        here = [doc for doc in self.texts[kind] if chosen.has(doc[0])]

        def rarer(term):
            """Say how much rarer a term is among the documents that take part than among all."""
            every, part = (sum(term in self.texts[kind][d] for d in docs) for docs in (self.texts[kind], here))
            idf = [
                math.log(1 + (n - df + 0.5) / (df + 0.5))
                for n, df in ((len(here), part), (len(self.texts[kind]), every))
            ]
            return idf[0] / idf[1]

        for doc, impacts in self.impacts[kind].items():
            if not chosen.has(doc[0]):
                continue
            r = sum(float(impacts[t]) * w * rarer(t) for t, w in terms.items() if t in impacts)
            r *= 1 + lifts.get(doc[0], 0.0)
            ties = self.ties[kind][doc].values()
            recent = chosen.since is None or any(day >= chosen.since for _, day, _ in ties)
            fitting = not chosen.kinds or any(chosen.kinds & kinds for _, _, kinds in ties)
            if r > 0 and recent and fitting:
                found[doc] = r
        k = self.constants.kind(kind)
        if chosen.is_one and kind != "repository":
            k = replace(k, sharpness=self.constants.sharpness_within)
        least = k.least_relevance ** (1 / k.sharpness) * max(found.values(), default=0.0)
        best = sorted(found, key=lambda doc: (-found[doc], doc))[: k.cut]
        best = [doc for place, doc in enumerate(best) if place < k.sure or found[doc] >= least]
        return {doc: (found[doc] / found[best[0]]) ** k.sharpness for doc in best}

    def matched(self, query, chosen):
        terms, lifts, found = self.terms(query), {}, {}
        for kind in ("repository", "area", "title"):
            found[kind] = self.relevant(kind, terms, lifts, chosen)
            if kind == "repository" and chosen.is_one:
                found[kind] = {}
            if kind == "repository":
                boost = self.constants.repository_boost * self.constants.inferred_share
                lifts = {doc[0]: boost * rel for doc, rel in found[kind].items()}
        return found

    def keeps_work(self, who, repo, chosen):
        own = self.ties["repository"].get((repo,), {}).get(who)
        return not chosen.maintainers_only or (own is not None and bool(own[2] & KEEPING))

    def may(self, who, matched, chosen):
        """Say whether a person takes part: by the last act, and by the acts behind the score."""
        if who in chosen.excluded:
            return False
        days = [a["at"].date() for a in self.acts if a["who"] == who]
        if chosen.active_since is not None and max(days) < chosen.active_since:
            return False
        behind = {
            id(act)
            for kind, docs in matched.items()
            for doc in docs
            for act in self.members[kind][doc]
            if act["who"] == who
            and (chosen.since is None or act["at"].date() >= chosen.since)
            and (not chosen.kinds or act["kind"] in chosen.kinds)
            and self.keeps_work(who, act["repo"], chosen)
        }
        least = max(chosen.min_evidence, 1 if chosen.since is not None and chosen.kinds else 0)
        return len(behind) >= least

    def sums(self, query, **filters):
        chosen = Chosen(**filters)
        matched = self.matched(query, chosen)
        sums = {kind: defaultdict(float) for kind in matched}
        for kind, docs in matched.items():
            for doc in sorted(docs):
                for who, (weight, day, kinds) in self.ties[kind][doc].items():
                    passes = chosen.since is None or day >= chosen.since
                    passes = passes and (not chosen.kinds or bool(chosen.kinds & kinds))
                    if passes and self.keeps_work(who, doc[0], chosen) and self.may(who, matched, chosen):
                        sums[kind][who] += docs[doc] * float(weight)
        return sums

    def scores(self, query, **filters):
        sums = self.sums(query, **filters)
        live = {kind: max(own.values()) for kind, own in sums.items() if max(own.values(), default=0) > 0}
        # Words alone only infer repositories.
        share = {kind: self.constants.kind(kind).share for kind in live}
        share["repository"] = self.constants.repository.share * self.constants.inferred_share
        whole = sum(share[kind] for kind in live)
        scores = defaultdict(float)
        for kind, largest in live.items():
            for who, value in sums[kind].items():
                scores[who] += share[kind] / whole * value / largest * float(self.damping(who))
        return scores


def counted(text):
    times = defaultdict(int)
    for word in words_of(text):
        for term in analyse(word):
            times[term] += 1
    return times


def ancestors(path):
    parts = path.split("/")
    return {"/".join(parts[:depth]) for depth in range(1, len(parts) + 1)}


def millionths(value):
    return math.floor(value * 1e6 + 0.5) / 1e6


# --- the scorer in SQL: titles alone, from the contributions to the sums ---

TITLES_IN_SQL = """
WITH act AS (
  SELECT *, CASE WHEN is_commit AND sha IS NOT NULL THEN 'c' || sha
                 WHEN number IS NOT NULL THEN 'n' || number
                 WHEN title <> '' THEN 't' || title END AS key
  FROM acts JOIN kinds USING (kind) WHERE is_titled
),
doc AS (
  SELECT repo, key, arg_max(title, {'a': "at", 't': title}) AS title
  FROM act WHERE key IS NOT NULL AND title <> '' GROUP BY ALL
),
word AS (
  SELECT repo, key, term, times::DOUBLE AS times FROM doc JOIN terms ON text = title
  UNION ALL
  SELECT DISTINCT d.repo, d.key, term, $path_weight
  FROM doc d JOIN (SELECT repo, key, unnest(paths) AS text FROM act WHERE NOT is_bulk) p USING (repo, key)
  JOIN terms USING (text)
),
tf AS (SELECT repo, key, term, sum(times) AS tf FROM word GROUP BY ALL),
len AS (SELECT repo, key, sum(tf) AS len FROM tf GROUP BY ALL),
df AS (SELECT term, count(*) AS df FROM tf GROUP BY ALL),
n AS (SELECT d.n, l.len / d.n AS mean FROM (SELECT count(*) AS n FROM doc) d, (SELECT sum(len) AS len FROM len) l),
r AS (
  SELECT repo, key, sum(weight * (ln(1 + (n - df + 0.5) / (df + 0.5)) * tf * ($k1 + 1)
    / (tf + $k1 * (1 - $b + $b * len / mean)))::FLOAT::DOUBLE) * (1 + coalesce(any_value(lift), 0)) AS r
  FROM tf JOIN len USING (repo, key) JOIN df USING (term) CROSS JOIN n
  JOIN query USING (term) LEFT JOIN lifts USING (repo) GROUP BY ALL
),
best AS (SELECT *, (r / max(r) OVER ()) ** $sharpness AS relevance FROM r
         QUALIFY row_number() OVER (ORDER BY r DESC, repo, key) <= $cut
           AND (relevance >= $least OR row_number() OVER (ORDER BY r DESC, repo, key) <= $sure)),
tie AS (
  SELECT repo, key, who, kind, max(weight * log2(1 + count) * (1 + ln(1 + coalesce(len(created_paths), 0)))
    / greatest(1, log2(1 + coalesce(n_files, len(paths), 0) / 8.0)) * CASE WHEN is_bulk THEN $bulk ELSE 1 END
    * 0.5 ** (date_diff('day', "at"::DATE, $built_on::DATE) / 365.25 / $half_life)) AS strength
  FROM act JOIN doc USING (repo, key) GROUP BY ALL
)
SELECT who, sum(relevance * strength) FROM best
JOIN (SELECT repo, key, who, sum(strength)::FLOAT::DOUBLE AS strength FROM tie GROUP BY ALL) USING (repo, key)
GROUP BY who
"""


def title_sums_in_sql(slow, query):
    c, k = slow.constants, slow.constants.title
    columns = ("who", "repo", "kind", "at", "count", "is_bulk", "title", "paths", "sha", "created_paths", "n_files")
    schema = inputs_from_acts(slow.acts or []).contributions.schema().to_pyarrow()
    schema = pa.schema(
        [("who", pa.string()), ("repo", pa.string()), *[schema.field(c) for c in columns[2:]], schema.field("number")]
    )
    texts = {a["title"] for a in slow.acts if a.get("title")} | {p for a in slow.acts for p in a.get("paths") or []}
    terms = [{"text": text, "term": t, "times": n} for text in sorted(texts) for t, n in counted(text).items()]
    matched = slow.relevant("repository", slow.terms(query), {}, Chosen())
    lifts = [{"repo": doc[0], "lift": c.repository_boost * c.inferred_share * rel} for doc, rel in matched.items()]
    wanted = [{"term": t, "weight": w} for t, w in slow.terms(query).items()]
    tables = {
        "acts": pa.Table.from_pylist(slow.acts, schema),
        "kinds": pa.Table.from_pylist(
            [
                {"kind": x.name, "weight": x.weight, "is_commit": x.is_commit, "is_titled": x.is_titled}
                for x in KIND.values()
            ]
        ),
        "terms": pa.Table.from_pylist(
            terms, pa.schema([("text", pa.string()), ("term", pa.string()), ("times", pa.int64())])
        ),
        "query": pa.Table.from_pylist(wanted, pa.schema([("term", pa.string()), ("weight", pa.float64())])),
        "lifts": pa.Table.from_pylist(lifts, pa.schema([("repo", pa.string()), ("lift", pa.float64())])),
    }
    values = {
        "path_weight": c.path_weight,
        "k1": k.k1,
        "least": k.least_relevance,
        "sure": k.sure,
        "b": k.b,
        "sharpness": k.sharpness,
        "cut": k.cut,
        "bulk": c.bulk_factor,
        "built_on": BUILT_ON,
        "half_life": k.half_life_years,
    }
    with duckdb.connect() as connection:
        for name, table in tables.items():
            connection.register(name, table)
        return dict(connection.execute(TITLES_IN_SQL, values).fetchall())


# --- what must hold ---


def fast_sums(index, query, filters=None):
    """Return each kind's sums by login, before they are normalised and damped."""
    filters = filters or Filters(None, None, np.zeros(0, np.int64))
    kinds, _, _ = score_kinds(index, match_all(index, brief_of_words(index, query), filters), filters)
    found = {}
    for kind in kinds:
        sums = np.bincount(kind.persons, weights=kind.values, minlength=index.n_persons)
        found[kind.matched.documents.kind] = {index.person(i).login: sums[i] for i in np.flatnonzero(sums).tolist()}
    return found


def assert_agree(result, slow_scores):
    """Scores agree within a millionth and the order is that of the slow scores where they differ."""
    wanted = {who: score for who, score in slow_scores.items() if round(score * 1e6) > 0}
    assert {hit.login for hit in result.hits} == set(wanted)
    for hit in result.hits:
        assert hit.score == pytest.approx(wanted[hit.login], rel=1e-6, abs=1.01e-6)
    assert [hit.rank for hit in result.hits] == list(range(1, len(result.hits) + 1))
    assert list(result.hits) == sorted(result.hits, key=lambda hit: (-hit.micros, hit.key))


@short
@given(world=worlds, constants=constants, query=st.sampled_from(QUERIES))
def test_the_fast_scorer_agrees_with_loops(build, world, constants, query):
    index, slow = build(world, constants), Slow(world, constants)

    assert_agree(search(index, query), slow.scores(query))
    for kind, own in slow.sums(query).items():
        assert fast_sums(index, query)[kind] == pytest.approx({w: s for w, s in own.items() if s > 0}, rel=1e-6)


@short
@given(world=worlds, constants=constants, query=st.sampled_from(QUERIES))
def test_the_fast_scorer_agrees_with_sql_on_titles(build, world, constants, query):
    index, slow = build(world, constants), Slow(world, constants)

    assert fast_sums(index, query)["title"] == pytest.approx(title_sums_in_sql(slow, query), rel=1e-6)


days = st.one_of(st.none(), st.dates(date(2014, 1, 1), date(2024, 6, 1)))
narrowings = st.fixed_dictionaries(
    {},
    optional={
        "repositories": st.sets(st.sampled_from(REPOS), min_size=1, max_size=3),
        "exclude_repositories": st.sets(st.sampled_from(REPOS), max_size=2),
        "exclude_owners": st.sets(st.sampled_from(["acme", "ZETA"]), max_size=1),
        "since": days,
        "active_since": days,
        "kinds": st.sets(st.sampled_from(sorted(KIND)), max_size=4),
        "maintainers_only": st.booleans(),
        "min_evidence": st.integers(0, 4),
        "excluded": st.sets(st.sampled_from(PEOPLE), max_size=2),
    },
)


def as_chosen(narrowing):
    """Return a narrowing as the slow scorer takes it."""
    owners = {owner.lower() for owner in narrowing.get("exclude_owners", ())}
    barred = {repo for repo in REPOS if repo.split("/")[0] in owners} | narrowing.get("exclude_repositories", set())
    names = ("repositories", "since", "active_since", "kinds", "maintainers_only", "min_evidence", "excluded")
    return {"barred": barred, **{name: narrowing[name] for name in names if name in narrowing}}


@short
@given(world=worlds, constants=constants, query=st.sampled_from(QUERIES), narrowing=narrowings)
def test_filters_are_the_formula_over_what_remains(build, world, constants, query, narrowing):
    index, slow = build(world, constants), Slow(world, constants)
    named = narrowing.get("repositories", set()) | narrowing.get("exclude_repositories", set())
    owned = {repo.split("/")[0] for repo in slow.repos}
    assume(named <= set(slow.repos) and {o.lower() for o in narrowing.get("exclude_owners", ())} <= owned)
    values = {name: tuple(sorted(v)) if isinstance(v, set) else v for name, v in narrowing.items()}
    excluded = values.pop("excluded", ())
    options = SearchOptions(
        **{**values, "repositories": tuple(r.upper() for r in values.get("repositories", ()))},
        excluded_persons=frozenset(slow.people.index(who) for who in set(excluded) & set(slow.people)),
    )

    result = search(index, query, options=options)

    assert_agree(result, slow.scores(query, **as_chosen(narrowing)))
    for hit in result.hits:
        assert sum(part.micros for part in hit.parts) == hit.micros
        shown = evidence(index, hit, limit=30, since=options.since, kinds=options.kinds)
        assert all(options.since is None or item.at.date() >= options.since for item in shown)
        assert all(not options.kinds or item.kind in options.kinds for item in shown)
        assert len(shown) >= 1
    assert not set(excluded) & {hit.login for hit in result.hits}


@short
@given(world=worlds, query=st.sampled_from(QUERIES))
def test_parts_add_up_to_the_score_in_every_grouping(build, world, query):
    index = build(world)

    plain = search(index, query)
    explained = search(index, query, options=SearchOptions(explain=True))

    assert [(h.key, h.micros) for h in plain.hits] == [(h.key, h.micros) for h in explained.hits]
    for hit in (*plain.hits, *explained.hits):
        assert sum(part.micros for part in hit.parts) == hit.micros
        assert all(part.micros > 0 for part in hit.parts)
        assert sum(round(part.value * 1e6) for part in hit.parts) == round(hit.score * 1e6)


@short
@given(world=worlds, query=st.sampled_from(QUERIES), limit=st.integers(1, 4))
def test_a_shorter_list_is_the_beginning_of_a_longer_one(build, world, query, limit):
    index = build(world)

    longer, shorter = search(index, query), search(index, query, options=SearchOptions(limit=limit))

    assert shorter.hits == longer.hits[:limit]
    assert shorter.n_candidates == longer.n_candidates


@short
@given(world=worlds, which=st.integers(0, 17), query=st.sampled_from(QUERIES), data=st.data())
def test_more_of_the_same_work_never_lowers_a_persons_own_sums(build, world, which, query, data):
    """Holds for acts on a title that is there already: they change no words, so relevance stays as it was."""
    act = world[0][which % len(world[0])]
    assume(act.get("title") and act["at"].date() <= BUILT_ON)
    again = {
        **act,
        "kind": data.draw(st.sampled_from(sorted({act["kind"], "commit_review" if "sha" in act else "review"}))),
    }

    before = fast_sums(build(world), query)
    after = fast_sums(build(([*world[0], again], world[1])), query)

    for kind, sums in before.items():
        assert after[kind].get(act["who"], 0.0) >= sums.get(act["who"], 0.0) * (1 - 1e-6)


@short
@given(world=worlds, query=st.sampled_from(QUERIES), seed=st.integers(0, 9))
def test_the_order_of_the_inputs_changes_neither_the_artifact_nor_the_answer(build, world, query, seed):
    shuffled = [world[0][i] for i in np.random.default_rng(seed).permutation(len(world[0]))]

    first, second = build(world), build((shuffled, world[1]))

    assert first.name == second.name
    assert search(first, query) == search(second, query)
