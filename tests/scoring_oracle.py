"""A slow scorer nobody can doubt: the formulas of the ranking, written out with dictionaries and loops."""

import math
from collections import defaultdict
from dataclasses import dataclass, replace
from dataclasses import field as attribute
from datetime import date

import numpy as np
from tests.scoring_worlds import BUILT_ON, KIND

from handiwork.index.text import analyse, query_words, words_of

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
