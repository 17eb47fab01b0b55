"""Which repository a row is about: numeric ids, every name they had, and the catalogue's former names.

A repository is a numeric id. A name observed without an id (timeline era, git histories) is

1. the catalogue's repository, if the catalogue knows the name as a present or former one;
2. the one id ever observed with that name;
3. else a repository of its own.

An id is the catalogue's repository if the catalogue says so, or, where the catalogue knows no id,
if the id was observed with one of the catalogue's names. Names compare without case.
"""

from dataclasses import dataclass

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from handiwork.catalog import Catalog, KeyRepository
from handiwork.identity.expressions import LONG_AGO, look_up, newest, numbered, text_key
from handiwork.identity.plan import GIVEN, Plan
from handiwork.privacy.suppression import WITHHELD_OWNER

__all__ = ["Repositories", "catalogue_rows", "describe_repositories", "find_repositories", "place"]


_FACTS = ("description", "topics", "language", "license", "stars", "is_fork")


@dataclass(frozen=True, slots=True)
class Repositories:
    """Which repository each id and each name is.

    Attributes
    ----------
    ids
        ``repo_id`` → ``rno``, a number of the repository that is used while resolving.
    names
        ``name_key`` → ``rno``, for names observed without an id.
    held
        ``rno``, ``name_key``, ``name``, ``last_seen_at``: every name of every repository as spelled last.
    homes
        ``rno``, ``rkey``, ``repo_id`` (None if unknown), ``entry`` (number in the catalogue, None if not in it).
    """

    ids: ir.Table
    names: ir.Table
    held: ir.Table
    homes: ir.Table


def catalogue_rows(catalog: Catalog) -> pa.Table:
    """Return what the catalogue says about each of its repositories, each once, ordered by name.

    Parameters
    ----------
    catalog
        Knows former names, ecosystems and what working on a repository shows.
    """
    listings: dict[str, list[tuple[str, KeyRepository]]] = {}
    for ecosystem in catalog.ecosystems:
        for repository in ecosystem.key_repositories:
            listings.setdefault(repository.name.lower(), []).append((ecosystem.name, repository))
    rows = []
    for entry, (key, same) in enumerate(sorted(listings.items())):
        names = dict.fromkeys(n for _, r in same for n in (r.name, *r.former_names))
        texts = dict.fromkeys(text for _, r in same for text in (r.shows, *r.topics))
        rows.append(
            {
                "entry": entry,
                "cat_id": next((r.repo_id for _, r in same if r.repo_id is not None), None),
                "canonical": same[0][1].name,
                "all_names": [n for n in names if _is_of(catalog, n, key)],
                "ecosystems": sorted({ecosystem for ecosystem, _ in same}),
                "catalog_text": "\n".join(texts),
            }
        )
    return pa.Table.from_pylist(rows, ibis.schema(GIVEN["catalogue"]).to_pyarrow())


def find_repositories(plan: Plan) -> Repositories:
    """Return which repository each observed id and name is.

    Parameters
    ----------
    plan
        Where to read the lake and keep the working tables.
    """
    known = plan.keep("catalogue_names", _known_names(plan.given("catalogue")))
    seen = plan.keep("repo_seen", _seen(plan))
    ids = plan.keep("repo_id_keys", _id_keys(seen, known))
    names = plan.keep("repo_name_keys", _name_keys(seen, known, ids))
    keys = ids.select("rkey", "entry").union(names.select("rkey", "entry"), distinct=True)
    numbers = plan.keep("repo_numbers", numbered(keys, "rno", keys.rkey))
    by_id = plan.keep("repo_ids", ids.join(numbers, "rkey").select("repo_id", "rno"))
    by_name = plan.keep("repo_names", names.join(numbers, "rkey").select("name_key", "rno"))
    located = plan.keep("repo_located", place(seen, Repositories(by_id, by_name, seen, seen)))
    held = plan.keep("repo_held", _held(located))
    homes = plan.keep("repo_homes", _homes(located, numbers, known))
    return Repositories(by_id, by_name, held, homes)


def place(table: ir.Table, repositories: Repositories) -> ir.Table:
    """Return the rows that are about a known repository, with its ``rno``.

    Parameters
    ----------
    table
        Has ``repo_name`` and, if its origin delivers ids, ``repo_id``.
    repositories
        Where to look them up.
    """
    by_name = repositories.names.select(place_name="name_key", rno_of_name="rno")
    if "repo_id" not in table.columns:
        found = table.mutate(place_name=text_key(table.repo_name)).join(by_name, "place_name")
        return found.rename(rno="rno_of_name").drop("place_name")
    by_id = repositories.ids.select("repo_id", rno_of_id="rno")
    # A row with an id is found by it alone, so its name is not looked up.
    bare_name = ibis.ifelse(table.repo_id.isnull(), text_key(table.repo_name), ibis.null("string"))
    found = look_up(table.mutate(place_name=bare_name), by_id, "repo_id")
    found = look_up(found, by_name, "place_name")
    found = found.mutate(rno=ibis.coalesce(found.rno_of_id, found.rno_of_name))
    return found.filter(found.rno.notnull()).drop("place_name", "rno_of_id", "rno_of_name")


def describe_repositories(plan: Plan, repositories: Repositories, hidden_logins: ir.Table) -> ir.Table:
    """Return every repository with its number, names and newest facts.

    Parameters
    ----------
    plan
        Where to read the lake and keep the working tables.
    repositories
        The repositories found.
    hidden_logins
        One column ``login_key``: a name whose owner is one of them is not told.

    Returns
    -------
    ibis Table
        The columns of the contract and ``rno``.
    """
    entries = plan.given("catalogue")
    named = plan.keep("repo_named", _named(plan, repositories, hidden_logins))
    facts = plan.keep("repo_facts", _newest_facts(plan, repositories))
    found = look_up(look_up(named, facts, "rno"), entries, "entry")
    found = found.mutate(
        is_fork=found.is_fork.fill_null(False),
        ecosystems=ibis.coalesce(found.ecosystems, ibis.literal([], "array<string>")),
    )
    order = (found.name.lower(), found.repo_id.fill_null(2**62), found.rkey)
    told = ("repo_no", "repo_id", "name", "names", *_FACTS, "ecosystems", "catalog_text", "rno")
    return plan.keep("repos", numbered(found, "repo_no", *order).select(*told).order_by("repo_no"))


# --- private ---


def _seen(plan: Plan) -> ir.Table:
    """Return every (id, name) pair with its last observation; the id is None where the origin has none."""
    facts = plan.lake_table("repositories")
    events = plan.lake_table("events")
    pushed = plan.lake_table("push_commits")
    sources = [
        facts.select("repo_id", "repo_name", at=facts.last_seen_at),
        events.select("repo_id", "repo_name", at=events.created_at),
        pushed.select("repo_id", "repo_name", at=pushed.pushed_at),
    ]
    for name in ("commits", "authors"):
        history = plan.lake_table(name)
        sources.append(
            history.select(
                ibis.null("int64").name("repo_id"), "repo_name", ibis.null("timestamp(6)").name("at")
            ).distinct()
        )
    each = ibis.union(*sources)
    seen = each.group_by("repo_id", "repo_name").aggregate(at=each["at"].max())
    seen = seen.filter(seen.repo_name.re_search("^[^/]+/[^/]+$"))
    seen = seen.select(
        "repo_id",
        name_key=text_key(seen.repo_name),
        repo_name=seen.repo_name,
        at=seen["at"].fill_null(LONG_AGO).cast("timestamp(6)"),
    )
    seen = plan.keep("repo_pairs", seen)
    # Nearly every id has one name: only the others are worth comparing.
    with_id = seen.filter(seen.repo_id.notnull())
    counts = with_id.group_by("repo_id").aggregate(n=with_id.count())
    only = counts.filter(counts.n == 1)
    several = seen.anti_join(only, "repo_id")
    spelled = newest(several["at"], several.repo_name)
    merged = several.group_by("repo_id", "name_key").aggregate(repo_name=spelled, at=several["at"].max())
    return seen.semi_join(only, "repo_id").union(merged)


def _id_keys(seen: ir.Table, known: ir.Table) -> ir.Table:
    """Return for each observed id its key and, if it is the catalogue's, the number there."""
    by_id = known.filter(known.cat_id.notnull()).select(repo_id="cat_id", cat_entry="entry").distinct()
    by_name = known.filter(known.cat_id.isnull()).select("name_key", "entry")
    named = look_up(seen.filter(seen.repo_id.notnull()), by_name, "name_key")
    ids = named.group_by("repo_id").aggregate(entry=named.entry.min())
    found = look_up(ids, by_id, "repo_id")
    found = found.mutate(entry=ibis.coalesce(found.cat_entry, found.entry))
    own = ibis.literal("id:") + found.repo_id.cast("string")
    return found.select("repo_id", "entry", rkey=ibis.coalesce(_entry_key(found.entry), own))


def _name_keys(seen: ir.Table, known: ir.Table, ids: ir.Table) -> ir.Table:
    """Return for each name observed without an id its key and, if it is the catalogue's, the number there."""
    names = seen.group_by("name_key").aggregate(
        is_bare=seen.repo_id.isnull().any(), n_ids=seen.repo_id.nunique(), any_id=seen.repo_id.min()
    )
    names = names.filter(names.is_bare).drop("is_bare")
    names = names.mutate(sole_id=ibis.ifelse(names.n_ids == 1, names.any_id, None))
    found = look_up(names, known.select("name_key", known_entry="entry"), "name_key")
    by_id = ids.select(sole_id="repo_id", id_rkey="rkey", id_entry="entry")
    found = look_up(found, by_id, "sole_id")
    own = ibis.literal("name:") + found.name_key
    return found.select(
        "name_key",
        entry=ibis.coalesce(found.known_entry, found.id_entry),
        rkey=ibis.coalesce(_entry_key(found.known_entry), found.id_rkey, own),
    )


def _entry_key(entry: ir.IntegerValue) -> ir.StringValue:
    return ibis.literal("catalogue:") + entry.cast("string")


def _held(located: ir.Table) -> ir.Table:
    only, several = _by_number_of_rows(located)
    merged = several.group_by("rno", "name_key").aggregate(
        name=newest(several["at"], several.repo_name), last_seen_at=several["at"].max()
    )
    return only.select("rno", "name_key", name="repo_name", last_seen_at="at").union(merged)


def _homes(located: ir.Table, numbers: ir.Table, known: ir.Table) -> ir.Table:
    """Return each repository's id: the catalogue's, else that of the canonical name, else the one seen last."""
    entries = known.filter(known.is_canonical).select("entry", "cat_id", canonical_key="name_key")
    homes = look_up(numbers, entries, "entry")
    only, several = _by_number_of_rows(located.filter(located.repo_id.notnull()))
    several = several.join(homes.select("rno", "canonical_key"), "rno")
    is_current = (several.name_key == several.canonical_key).fill_null(False)
    order = ibis.struct({"current": is_current, "at": several["at"]})
    best = several.group_by("rno").aggregate(best_id=newest(order, several.repo_id))
    found = look_up(homes, best.union(only.select("rno", best_id="repo_id")), "rno")
    return found.select("rno", "rkey", "entry", repo_id=ibis.coalesce(found.cat_id, found.best_id))


def _by_number_of_rows(table: ir.Table) -> tuple[ir.Table, ir.Table]:
    """Return the rows that are alone with their ``rno``, nearly all, and the others."""
    counts = table.group_by("rno").aggregate(n=table.count())
    return table.semi_join(counts.filter(counts.n == 1), "rno"), table.semi_join(counts.filter(counts.n > 1), "rno")


def _named(plan: Plan, repositories: Repositories, hidden_logins: ir.Table) -> ir.Table:
    """Return each repository's display name and all its names, without those that hold a hidden login."""
    entries = plan.given("catalogue")
    homes = look_up(repositories.homes, entries.select("entry", "canonical", "all_names"), "entry")
    homes = homes.mutate(canonical_key=text_key(homes.canonical))
    listed = homes.select("rno", name=homes.all_names.unnest())
    listed = listed.select(
        "rno",
        text_key(listed.name).name("name_key"),
        "name",
        last_seen_at=ibis.timestamp(LONG_AGO).cast("timestamp(6)"),
    )
    held = repositories.held.union(listed)
    held = look_up(held, homes.select("rno", "canonical", "canonical_key"), "rno")
    held = held.mutate(
        login_key=held.name_key.split("/")[0], is_current=(held.name_key == held.canonical_key).fill_null(False)
    )
    held = look_up(held, hidden_logins.mutate(is_hidden=True), "login_key")
    held = plan.keep("repo_all_names", held.mutate(name=ibis.ifelse(held.is_current, held.canonical, held.name)))
    only, several = _by_number_of_rows(held)
    told = ibis.ifelse(only.is_hidden.isnull(), only.name, ibis.null("string"))
    alone = only.select("rno", told=told, untold=only.name, told_names=ibis.array([only.name]))
    each = several.group_by("rno", "name_key").aggregate(
        is_told=several.is_hidden.isnull().all(),
        name=newest(several.last_seen_at, several.name),
        rank=ibis.struct({"current": several.is_current, "at": several.last_seen_at}).max(),
    )
    found = each.group_by("rno").aggregate(
        told=newest(each["rank"], each.name, where=each.is_told),
        untold=newest(each["rank"], each.name),
        told_names=each.name.collect(where=each.is_told, order_by=each.name_key),
    )
    found = alone.union(found)
    cover = ibis.literal(f"{WITHHELD_OWNER}/") + found.untold.split("/")[1]
    found = found.mutate(name=ibis.coalesce(found.told, cover))
    names = ibis.ifelse(found.told.isnull(), ibis.array([found.name]), found.told_names)
    homes = homes.select("rno", "rkey", "entry", "repo_id")
    return found.select("rno", "name", names=names).join(homes, "rno")


def _newest_facts(plan: Plan, repositories: Repositories) -> ir.Table:
    """Return for each repository the newest delivered value of each fact; equal times go to the greater value."""
    delivered = plan.lake_table("repositories")
    located = place(delivered.filter(delivered.facts_at.notnull()), repositories)
    at = located.facts_at
    facts = {f: newest(at, located[f], where=located[f].notnull()) for f in _FACTS}
    return located.group_by("rno").aggregate(**facts)


def _is_of(catalog: Catalog, name: str, key: str) -> bool:
    """Return whether a name belongs to that repository: a present name of another one wins over a former name."""
    owner = catalog.repository(name)
    return owner is not None and owner.name.lower() == key


def _known_names(entries: ir.Table) -> ir.Table:
    """Return the catalogue's names: ``name_key``, ``entry``, ``cat_id`` and whether the name is the present one."""
    known = entries.select("entry", "cat_id", "canonical", name=entries.all_names.unnest())
    name_key = text_key(known.name)
    return known.select(
        "entry", "cat_id", name_key=name_key, is_canonical=name_key == text_key(known.canonical)
    ).distinct()
