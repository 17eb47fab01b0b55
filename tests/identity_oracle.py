"""A second resolution, by brute force over lists of rows: slow, plain, and nobody's copy of the first."""

import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

LONG_AGO = datetime(1970, 1, 1)
UPKEEP = {"merged", "closed", "reopened", "labeled", "unlabeled", "assigned", "unassigned"}
RIGHTS = UPKEEP - {"closed", "reopened"}
ROLES = ["author", "co_author", "reviewer"]
KINDS = ["commit", "co_commit", "commit_review"]


def normal(name):
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def usable(name):
    return name is not None and "(address)" not in name and normal(name) != ""


@dataclass
class Oracle:
    """What a resolution must say about rows: people, repositories, contributions, as sets of plain values."""

    rows: dict
    catalog: object
    suppressions: object
    reasons: dict = field(default_factory=lambda: defaultdict(set))

    # --- repositories ---

    @cached_property
    def repo_seen(self):
        """(id, name, instant) of every repository observed with an owner and a name."""
        found = [(r["repo_id"], r["repo_name"], r["created_at"]) for r in self.rows["events"]]
        found += [(r["repo_id"], r["repo_name"], r["pushed_at"]) for r in self.rows["push_commits"]]
        found += [(r["repo_id"], r["repo_name"], r["last_seen_at"]) for r in self.rows["repositories"]]
        found += [(None, r["repo_name"], LONG_AGO) for t in ("commits", "authors") for r in self.rows[t]]
        return [s for s in found if s[1] is not None and s[1].count("/") == 1 and all(s[1].split("/"))]

    @cached_property
    def key_repositories(self):
        listed = {r.name.lower(): r for e in self.catalog.ecosystems for r in e.repositories}
        return [listed[name] for name in sorted(listed)]

    def entry(self, name):
        found = self.catalog.repository(name)
        return None if found is None else [r.name for r in self.key_repositories].index(found.name)

    def home_of_id(self, repo_id):
        names = {name for seen_id, name, _ in self.repo_seen if seen_id == repo_id}
        if not names:
            return None
        for n, entry in enumerate(self.key_repositories):
            if entry.repo_id == repo_id:
                return ("entry", n)
        entries = {self.entry(name) for name in names} - {None}
        entries = {n for n in entries if self.key_repositories[n].repo_id is None}
        return ("entry", min(entries)) if entries else ("id", repo_id)

    def home(self, repo_id, name):
        if repo_id is not None:
            return self.home_of_id(repo_id)
        if name is None or name.lower() not in {n.lower() for _, n, _ in self.repo_seen}:
            return None
        if self.entry(name) is not None:
            return ("entry", self.entry(name))
        ids = {i for i, n, _ in self.repo_seen if i is not None and n.lower() == name.lower()}
        return self.home_of_id(min(ids)) if len(ids) == 1 else ("name", name.lower())

    @cached_property
    def hidden_logins(self):
        found = set(self.suppressions.logins)
        for key in self.suppressed_accounts:
            found |= {login for _, login in self.members[key]} - {None}
        return found

    def repo_name(self, home):
        told = [s for s in self.names_of(home) if s[2].split("/")[0].lower() not in self.hidden_logins]
        return max(told)[2] if told else "(suppressed)/" + max(self.names_of(home))[2].split("/")[1]

    def names_of(self, home):
        """(is canonical, last seen, spelling) of each name, compared without case."""
        seen = [(at, name) for i, name, at in self.repo_seen if self.home(i, name) == home]
        canonical = None
        if home[0] == "entry":
            canonical = self.key_repositories[home[1]].name
            listed = (canonical, *self.key_repositories[home[1]].former_names)
            seen += [(LONG_AGO, n) for n in listed if self.entry(n) == home[1]]
        newest = {}
        for at, name in sorted(seen):
            newest[name.lower()] = (at, name)
        return {
            (True, at, canonical) if canonical and key == canonical.lower() else (False, at, name)
            for key, (at, name) in newest.items()
        }

    def repos(self):
        homes = {self.home(i, name) for i, name, _ in self.repo_seen}
        return sorted((self.repo_id(h) or 2**62, self.repo_name(h), self.told_names(h)) for h in homes)

    def told_names(self, home):
        told = [s[2] for s in self.names_of(home) if s[2].split("/")[0].lower() not in self.hidden_logins]
        return sorted(told, key=str.lower) or [self.repo_name(home)]

    def repo_id(self, home):
        if home[0] == "id":
            return home[1]
        canonical = self.key_repositories[home[1]] if home[0] == "entry" else None
        if canonical is None or canonical.repo_id is not None:
            return canonical and canonical.repo_id
        seen = [
            (name.lower() == canonical.name.lower(), at, i)
            for i, name, at in self.repo_seen
            if i is not None and self.home(i, name) == home
        ]
        last = {}
        for is_current, at, i in seen:
            last[is_current, i] = max(at, last.get((is_current, i), LONG_AGO))
        return max((is_current, at, i) for (is_current, i), at in last.items())[2] if last else None

    # --- accounts ---

    @cached_property
    def account_seen(self):
        columns = {
            "accounts": [("account_id", "login")],
            "events": [("actor_id", "actor_login"), ("author_id", "author_login"), ("member_id", "member_login")],
            "push_commits": [("author_id", "author_login")],
            "authors": [("github_id", "login")],
        }
        found = {(r[i], r[n] and r[n].lower()) for t, cs in columns.items() for r in self.rows[t] for i, n in cs}
        return found - {(None, None)}

    def ids_of(self, login):
        return {i for i, n in self.account_seen if i is not None and n == login}

    def base(self, account_id, login):
        login = login and login.lower()
        if account_id is None and login is not None and len(self.ids_of(login)) == 1:
            account_id = min(self.ids_of(login))
        return ("github", account_id) if account_id is not None else login and ("login", login)

    def is_settled(self, base):
        return base is not None and (base[0] == "github" or len(self.ids_of(base[1])) > 1)

    @cached_property
    def authors(self):
        """Authors by repository and key, merged where a history was loaded under two names."""
        found = defaultdict(list)
        for row in self.rows["authors"]:
            found[self.home(None, row["repo_name"]), row["author_key"]].append(row)
        return dict(found)

    def author_base(self, place):
        ids = [r["github_id"] for r in self.authors[place] if r["github_id"] is not None]
        logins = [r["login"].lower() for r in self.authors[place] if r["login"]]
        return self.base(min(ids, default=None), min(logins, default=None))

    @cached_property
    def address_links(self):
        links = set()
        for place, rows in self.authors.items():
            for told in (t for r in rows for t in r["same_as"]):
                repo, key = told.split("#", 1)
                target = (self.home(None, repo), key)
                if target in self.authors and target != place:
                    links |= {(("author", *place), ("author", *target)), (("author", *target), ("author", *place))}
        return links

    @cached_property
    def final(self):
        """Where each author and each login without an id goes: flood from each free node, look what it touches."""
        base = {("author", *p): self.author_base(p) for p in self.authors}
        edges = set(self.address_links)
        for node, own in base.items():
            if own is not None and not self.is_settled(own):
                edges |= {(node, own), (own, node)}
        settled = {node: own for node, own in base.items() if self.is_settled(own)}
        nodes = set(base) | {own for own in base.values() if own is not None}
        return {node: settled.get(node) or self.flood(node, edges, settled) for node in nodes}

    def flood(self, start, edges, settled):
        reached, anchors, waiting = {start}, set(), [start]
        while waiting:
            node = waiting.pop()
            for other in (b for a, b in edges if a == node):
                if other in settled:
                    anchors.add(settled[other])
                elif other not in reached:
                    reached.add(other)
                    waiting.append(other)
        if self.is_settled(start):
            return start
        if len(anchors) == 1:
            return min(anchors)
        logins = sorted(n for n in reached if n[0] == "login")
        return logins[0] if logins else ("cluster", frozenset(reached))

    def person(self, account_id, login):
        base = self.base(account_id, login)
        return base and self.final.get(base, base)

    @cached_property
    def bearers(self):
        """Who bears a full name where: (repository, name) → people."""
        found = defaultdict(set)
        for place, rows in self.authors.items():
            names = [r["name"] for r in rows if usable(r["name"])]
            if names:
                found[place[0], normal(max(names))].add(self.final["author", *place])
        for row in self.pushed:
            who = self.person(row["author_id"], row["author_login"])
            if who is not None and usable(row["author_name"]):
                found[self.home(row["repo_id"], row["repo_name"]), normal(row["author_name"])].add(who)
        return found

    @cached_property
    def pushed(self):
        located = [r for r in self.rows["push_commits"] if self.home(r["repo_id"], r["repo_name"]) is not None]
        return [r for r in located if not r["is_merge"]]

    def byline(self, row):
        who = self.person(row["author_id"], row["author_login"])
        if who is not None or not usable(row["author_name"]):
            return who
        home, name = self.home(row["repo_id"], row["repo_name"]), normal(row["author_name"])
        found = self.bearers[home, name]
        return min(found, key=repr) if len(found) == 1 and " " in name else ("name", home, name)

    @cached_property
    def members(self):
        """Person → the (id, login) pairs observed of them; people without an account have none."""
        found = defaultdict(set)
        for account_id, login in self.account_seen:
            found[self.person(account_id, login)].add((account_id, login))
        for place in self.authors:
            found[self.final["author", *place]] |= set()
        for row in self.pushed:
            if self.byline(row) is not None:
                found[self.byline(row)] |= set()
        return dict(found)

    @cached_property
    def names(self):
        found = defaultdict(set)
        for place, rows in self.authors.items():
            names = [r["name"] for r in rows if usable(r["name"])]
            if names:
                found[self.final["author", *place]].add(normal(max(names)))
        for row in self.pushed:
            if self.byline(row) is not None and usable(row["author_name"]):
                found[self.byline(row)].add(normal(row["author_name"]))
        return found

    def is_bot(self, person):
        logins = {login for _, login in self.members[person]}
        kinds = {r["kind"] for r in self.rows["accounts"] if self.person(r["account_id"], r["login"]) == person}
        by_line = any(
            r["is_bot"] for p, rows in self.authors.items() if self.final["author", *p] == person for r in rows
        )
        return (
            by_line
            or bool(kinds & {"Bot", "Organization", "Mannequin"})
            or any(self.catalog.bots.reason(login) for login in logins)
            or (not logins and any(self.catalog.bots.is_machine_name(n) for n in self.names[person]))
        )

    @cached_property
    def suppressed_accounts(self):
        covered, logins = set(), set(self.suppressions.logins)
        while True:
            found = {
                person
                for person, pairs in self.members.items()
                if any(i in self.suppressions.ids or login in logins for i, login in pairs)
            }
            if found == covered:
                return covered
            covered = found
            logins |= {login for p in covered for _, login in self.members[p]} - {None}

    @cached_property
    def people(self):
        forbidden = {name for p in self.suppressed_accounts for name in self.names[p]} | self.hidden_logins
        return {
            p
            for p, pairs in self.members.items()
            if p not in self.suppressed_accounts and (pairs or not self.names[p] & forbidden)
        }

    def persons(self):
        """(id, logins, names, is_bot) of everybody, sorted."""
        found = []
        for person in self.people:
            pairs = self.members[person]
            ids = {i for i, _ in pairs} - {None}
            logins = sorted({login for _, login in pairs} - {None})
            found.append((max(ids, default=0), logins, sorted(self.names[person]), self.is_bot(person)))
        return sorted(found)

    # --- contributions ---

    def label(self, person):
        """Return what a person is compared by: id, logins, and names if they have no account."""
        pairs = self.members[person]
        ids, logins = {i for i, _ in pairs} - {None}, {login for _, login in pairs} - {None}
        return (max(ids, default=0), tuple(sorted(logins)))

    def contributions(self):
        found = [*self.git(), *self.of_pushed(), *self.pushes(), *self.acts()]
        named = {(w, h, c["number"]) for w, h, kind, c in self.git() if kind != "commit_review" and c["number"]}
        told = []
        for who, home, kind, columns in found:
            is_pull = kind in ("pull_request", "merged_pull_request")
            if is_pull and (who, home, columns["number"]) in named:
                continue
            if who in self.people and not self.is_bot(who):
                rest = tuple(columns.get(c) for c in ("at", "number", "sha", "title", "comment_id"))
                paths = tuple(columns["paths"]) if columns.get("paths") is not None else None
                told.append((self.label(who), self.repo_name(home), kind, *rest, paths, columns.get("count", 1)))
        return sorted(told, key=repr)

    def git(self):
        best = {}
        commits = {(r["repo_name"], r["sha"]): r for r in self.rows["commits"]}
        for row in self.rows["credits"]:
            home = self.home(None, row["repo_name"])
            if (home, row["author_key"]) not in self.authors or commits[row["repo_name"], row["sha"]]["is_merge"]:
                continue
            key = (self.final["author", home, row["author_key"]], home, row["sha"])
            best[key] = min(best.get(key, (9, None)), (ROLES.index(row["role"]), row["repo_name"]))
        for (who, home, sha), (rank, repo) in best.items():
            commit = commits[repo, sha]
            at = commit["committed_at" if rank == 2 else "authored_at"]
            told = {"title": commit["subject"], "paths": commit["paths"], "number": commit["number"]}
            yield who, home, KINDS[rank], {"at": at, "sha": sha, **told}

    def of_pushed(self):
        in_git = {(self.home(None, r["repo_name"]), r["sha"]) for r in self.rows["commits"]}
        best = defaultdict(list)
        for row in self.pushed:
            home = self.home(row["repo_id"], row["repo_name"])
            if row["is_distinct"] is not False and (home, row["sha"]) not in in_git and self.byline(row) is not None:
                by_name = self.person(row["author_id"], row["author_login"]) is None
                best[home, row["sha"]].append((by_name, row["pushed_at"], self.byline(row), row["subject"]))
        for (home, sha), rows in best.items():
            _, at, who, title = min(rows, key=lambda r: r[:2])
            yield who, home, "commit", {"at": at, "sha": sha, "title": title}

    def located(self):
        for row in self.rows["events"]:
            home = self.home(row["repo_id"], row["repo_name"])
            if home is not None:
                actor = self.person(row["actor_id"], row["actor_login"])
                yield row, home, actor, self.person(row["author_id"], row["author_login"])

    def pushes(self):
        daily = defaultdict(list)
        for row, home, actor, _ in self.located():
            if row["type"] == "PushEvent" and actor is not None:
                daily[actor, home, row["created_at"].date()].append(row)
        for (who, home, _), rows in daily.items():
            at = max(r["created_at"] for r in rows)
            yield who, home, "push", {"at": at, "count": len({r["event_id"] for r in rows})}

    def about(self, home, number):
        """Return the author and title known of a pull request or issue."""
        rows = [r for r in self.located() if (r[1], r[0]["number"]) == (home, number) and r[0]["type"] != "PushEvent"]
        named = [(r["created_at"], author) for r, _, _, author in rows if author is not None]
        openers = [actor for r, _, actor, _ in rows if r["action"] == "opened" and actor is not None]
        titles = [(r["created_at"], r["title"]) for r, *_ in rows if r["title"] is not None]
        author = max(named, key=lambda n: n[0])[1] if named else min(openers, key=repr) if openers else None
        return author, max(titles)[1] if titles else None

    def acts(self):
        once, daily = defaultdict(list), defaultdict(list)
        for row, home, actor, named in self.located():
            number = row["number"]
            known, title = self.about(home, number) if number is not None else (None, row["title"])
            author = named if named is not None else known
            for who, kind, how in self.kinds(row, actor, author):
                key = (who, home, kind, number, title)
                if how == "daily":
                    daily[*key, row["created_at"].date()].append(row)
                else:
                    once[*key, row["event_id"] if how == "single" else None].append(row)
        merged = {(k[0], k[1], k[3]) for k in once if k[2] == "merged_pull_request"}
        for (who, home, kind, number, title, event_id), rows in once.items():
            if kind == "pull_request" and (who, home, number) in merged:
                continue
            at = min(r["created_at"] for r in rows)
            own = {"comment_id": rows[0]["comment_id"]} if event_id is not None else {}
            if kind == "review_comment" and rows[0]["path"]:
                own["paths"] = [rows[0]["path"]]
            told = title or (rows[0]["ref"] if kind == "release" else None)
            yield who, home, kind, {"at": at, "number": number, "title": told, **own}
        for (who, home, kind, number, title, _), rows in daily.items():
            at, count = max(r["created_at"] for r in rows), len({r["event_id"] for r in rows})
            told = {"at": at, "number": number, "title": title, "count": count}
            told["paths"] = sorted({r["path"] for r in rows} - {None}) or None
            ids = [r["comment_id"] for r in rows if r["comment_id"] is not None and kind == "comment"]
            yield who, home, kind, told | {"comment_id": min(ids, default=None)}

    def kinds(self, row, actor, author):
        """Yield (who, kind, how rows are gathered) for one event."""
        kind, action = row["type"], row["action"]
        is_work = kind in ("PullRequestEvent", "IssuesEvent")
        if is_work and row["number"] is not None and author is not None:
            if action == "opened":
                yield author, "pull_request" if kind == "PullRequestEvent" else "issue", "once"
            if action == "merged" and kind == "PullRequestEvent":
                yield author, "merged_pull_request", "once"
        if actor is None:
            return
        is_care = action in UPKEEP and author not in (None, actor)
        if is_work and (is_care or (author is None and action in RIGHTS)):
            yield actor, "maintain", "daily"
        if kind == "MemberEvent" and action == "added":
            yield actor, "maintain", "daily"
        if kind in ("IssueCommentEvent", "CommitCommentEvent", "GollumEvent"):
            yield actor, "comment", "daily"
        single = {"PullRequestReviewEvent": "review", "PullRequestReviewCommentEvent": "review_comment"}
        single |= {"ReleaseEvent": "release"}
        if kind in single or (kind == "CreateEvent" and row["ref_type"] == "repository"):
            yield actor, single.get(kind, "create"), "single"
