"""Practice in back ends and pipelines as facts: recognised places of the project's own code, tests aside, by kind."""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from handiwork.signals.facts.book import fact
from handiwork.signals.facts.configuration import Configuration
from handiwork.signals.nouns import Example
from handiwork.signals.own.exclusions import is_test_path
from handiwork.signals.python.nouns import ModuleFacts
from handiwork.signals.tree import Entry, is_vendored

__all__ = ["DataProject", "Migrations", "Places", "data_project", "migrations", "practice_places"]

_MOST_YAML = 400
_ASIDE = frozenset({"docs", "doc", "examples", "example", "benchmarks", "docs_src", "samples", "scripts"})


class Places:
    """Recognised places by kind; those of a kind that is not there are none.

    Parameters
    ----------
    by_kind
        Examples by kind of mark, by path and line.
    """

    def __init__(self, by_kind: Mapping[str, tuple[Example, ...]]) -> None:
        self._by_kind = by_kind

    def of(self, *kinds: str) -> tuple[Example, ...]:
        """Return the places of some kinds, in the order of the kinds."""
        return tuple(place for kind in kinds for place in self._by_kind.get(kind, ()))

    def files(self, *kinds: str) -> frozenset[str]:
        """Return the files that have any of some kinds."""
        return frozenset(place.path for place in self.of(*kinds))


@dataclass(frozen=True, slots=True)
class Migrations:
    """Models of databases, and the chains of migrations that lead to them.

    Attributes
    ----------
    models
        Classes of a table, Django's and SQLAlchemy's.
    files
        Migrations, Alembic's and Django's.
    heads
        Names of the migrations that nothing follows, by chain: Alembic's folder, or Django's app. One is well.
    broken
        What a migration says came before it and is not there, within a chain that has others.
    """

    models: tuple[Example, ...] = ()
    files: tuple[Example, ...] = ()
    heads: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    broken: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class DataProject:
    """What orchestrates a project's pipelines, and what tests its data.

    Attributes
    ----------
    tools
        Names of what orchestrates, sorted; dbt among them.
    places
        Where each is seen, the tool as text.
    data_tests
        Tests of data that a dbt project states.
    """

    tools: tuple[str, ...] = ()
    places: tuple[Example, ...] = ()
    data_tests: tuple[Example, ...] = ()


@fact
def practice_places(modules: Mapping[str, ModuleFacts]) -> Places:
    """Return the recognised places of the project's own code; tests, examples and documentation are left out."""
    found: defaultdict[str, list[Example]] = defaultdict(list)
    for path in sorted(modules):
        if not _is_own_code(path):
            continue
        for mark in modules[path].marks:
            found[mark.kind].append(Example(path, mark.line, mark.text))
    return Places({kind: tuple(places) for kind, places in found.items()})


@fact
def migrations(practice_places: Places) -> Migrations:
    """Return models and the chains of migrations."""
    alembic = _alembic(practice_places.of("alembic_revision"))
    django = _django(practice_places.of("django_migration"))
    files = tuple(Example(p.path, p.line) for p in practice_places.of("alembic_revision", "django_migration"))
    models = practice_places.of("django_model", "sql_model")
    return Migrations(models, files, {**alembic[0], **django[0]}, (*alembic[1], *django[1]))


@fact
def data_project(practice_places: Places, own_files: tuple[Entry, ...], configuration: Configuration) -> DataProject:
    """Return what orchestrates the project's pipelines."""
    places = list(practice_places.of("orchestrated"))
    dbt = [e.path for e in own_files if e.path.rpartition("/")[2] in ("dbt_project.yml", "dbt_project.yaml")]
    places += [Example(path, None, "dbt") for path in dbt if configuration.yaml(path)]
    tests = _dbt_tests(own_files, configuration) if dbt else ()
    return DataProject(tuple(sorted({place.text for place in places})), tuple(places), tests)


# --- private ---


def _is_own_code(path: str) -> bool:
    aside = not _ASIDE.isdisjoint(part.lower() for part in path.split("/")[:-1])
    return not (aside or is_vendored(path) or is_test_path(path))


_Chains = tuple[dict[str, tuple[str, ...]], tuple[Example, ...]]


def _alembic(places: tuple[Example, ...]) -> _Chains:
    """Return the heads of each folder of revisions, and revisions that follow one that is not there."""
    chains: defaultdict[str, list[tuple[str, list[str], Example]]] = defaultdict(list)
    for place in places:
        revision, before = json.loads(place.text)
        chains[place.path.rpartition("/")[0]].append((revision, before, place))
    heads, broken = {}, list[Example]()
    for folder, steps in chains.items():
        known = {revision for revision, _, _ in steps}
        followed = {name for _, before, _ in steps for name in before}
        heads[folder or "."] = tuple(sorted(known - followed))
        broken += [Example(p.path, p.line, f"follows {n}") for _, before, p in steps for n in before if n not in known]
    return heads, tuple(broken)


def _django(places: tuple[Example, ...]) -> _Chains:
    """Return the leaves of each app's migrations, and those that follow one of their app that is not there."""
    apps: defaultdict[str, dict[str, tuple[list[list[str]], list[list[str]], Example]]] = defaultdict(dict)
    for place in places:
        folder, _, name = place.path.rpartition("/")
        depends, replaces = json.loads(place.text)
        apps[folder][name.removesuffix(".py")] = (depends, replaces, place)
    heads, broken = {}, list[Example]()
    for folder, steps in apps.items():
        labels = {folder.removesuffix("/migrations").rpartition("/")[2]}
        # The app's label may differ from its folder: it is the one under which its own migrations are named.
        labels |= {app for depends, _, _ in steps.values() for app, name in depends if name in steps}
        own = [(name, before) for name, (d, _, _) in steps.items() for app, before in d if app in labels]
        squashed = {old for _, replaces, _ in steps.values() for _, old in replaces}
        followed = {before for _, before in own} | squashed
        leaves = tuple(sorted(steps.keys() - followed))
        heads[folder] = leaves
        known = steps.keys() | squashed | {"__first__", "__latest__"}
        broken += [
            Example(steps[name][2].path, steps[name][2].line, f"follows {before}")
            for name, before in own
            if before not in known
        ]
    return heads, tuple(broken)


def _dbt_tests(files: tuple[Entry, ...], configuration: Configuration) -> tuple[Example, ...]:
    """Return the tests of columns and models that properties state, and single tests in SQL."""
    found = [Example(e.path, None, "a test in SQL") for e in files if e.suffix == ".sql" and "tests/" in f"/{e.path}"]
    stated = [e.path for e in files if e.suffix in (".yml", ".yaml") and "models" in e.path][:_MOST_YAML]
    for path in stated:
        models = configuration.yaml(path).get("models")
        for model in models if isinstance(models, list) else ():
            if isinstance(model, dict):
                found += [Example(path, None, f"{model.get('name')}.{name}") for name in _tested(model)]
    return tuple(found)


def _tested(model: dict[str, object]) -> list[str]:
    columns = model.get("columns")
    several = [column for column in columns if isinstance(column, dict)] if isinstance(columns, list) else []
    return [
        str(each.get("name"))
        for each in (model, *several)
        if isinstance(each.get("tests") or each.get("data_tests"), list)
    ]
