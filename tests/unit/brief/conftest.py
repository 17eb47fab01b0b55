"""Fixtures of the brief: a small catalogue, an index of a few repositories, and a function that understands."""

from datetime import date, datetime

import pytest

from handiwork.brief import understand_brief
from handiwork.catalog import Bots, Catalog, Ecosystem, KeyRepository
from handiwork.index import Index, build_index
from handiwork.index.tables import inputs_from_acts
from handiwork.lake.engine import Engine

TODAY = date(2026, 3, 31)


def repository(name, shows, topics, *, former=()):
    return KeyRepository(name, None, former, shows, topics, "Python")


SNACKS = Ecosystem(
    name="snack-bars",
    title="Snack bars",
    summary="Counters, kettles and queues.",
    repositories=(
        repository("acme/kettle", "Boiling water in many pots at once.", ("kettle", "steam"), former=("acme/pot",)),
        repository("acme/toaster", "Toasting bread evenly.", ("toast", "bread")),
        repository("acme/lemonade-core", "Lemonade, squeezed.", ("lemons",)),
        repository("zeta/rust", "A pan that ages well.", ("pans",)),
    ),
    vocabulary={"infusion": ("steeping", "brewing tea"), "queueing": ("line management",)},
    packages=("kettle", "teabag"),
    example_roles=("Somebody who knows kettles.",),
    languages=("Python", "Rust"),
    titles=("snack engineer", "tea developer"),
)
GARDENS = Ecosystem(
    name="gardens",
    title="Gardening",
    summary="Soil and seeds.",
    repositories=(
        repository("flora/sprinkler", "Watering plants on time.", ("irrigation", "water")),
        repository("flora/compost", "Turning leaves into soil.", ("soil",)),
    ),
    vocabulary={"irrigation": ("watering",), "queueing": ()},
    packages=("seedling",),
    example_roles=("Somebody who waters plants.",),
    languages=("Go",),
    titles=("garden engineer",),
)
CATALOG = Catalog((GARDENS, SNACKS), Bots(frozenset(), (), {}), (), ())

FACTS = [
    {"name": "acme/kettle", "names": ["acme/kettle", "acme/pot"], "description": "Kettles"},
    {"name": "someone/kettle", "description": "my kettle infusion infusion"},
    {"name": "wide/infuser", "description": "infusion and queueing for everybody"},
    {"name": "tiny/infuser", "description": "infusion and queueing for me"},
    {"name": "other/ladder", "description": "ladders"},
]


def acts():
    people = {"acme/kettle": 8, "someone/kettle": 6, "wide/infuser": 7, "tiny/infuser": 1, "other/ladder": 3}
    return [
        {
            "who": f"p{i}_x",
            "repo": repo,
            "kind": "commit",
            "at": datetime(2026, 1, 1 + i),
            "title": "Boil infusion for the harbour",
        }
        for repo, count in people.items()
        for i in range(count)
    ]


@pytest.fixture(scope="session")
def catalog():
    """Return a catalogue of two invented fields."""
    return CATALOG


@pytest.fixture(scope="session")
def index(tmp_path_factory):
    """Return an index of five repositories."""
    with Engine(threads=1, memory_limit_mib=512) as engine:
        inputs = inputs_from_acts(acts(), repositories=FACTS)
        return Index.open(build_index(engine, inputs, tmp_path_factory.mktemp("brief"), built_on=TODAY))


@pytest.fixture
def understood(catalog):
    """Return a function: text → its brief by the catalogue alone."""

    def understood(text, **more):
        return understand_brief(None, catalog, text, today=TODAY, **more)

    return understood


@pytest.fixture
def with_index(catalog, index):
    """Return a function: text → its brief with the index."""

    def with_index(text, **more):
        return understand_brief(index, catalog, text, today=TODAY, **more)

    return with_index
