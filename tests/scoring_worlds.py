"""Random small worlds to rank: acts of five invented people in four repositories, and the ranking's constants."""

from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from handiwork.index import CONTRIBUTION_KINDS, IndexSettings, KindSettings

BUILT_ON = date(2024, 6, 1)
KIND = {kind.name: kind for kind in CONTRIBUTION_KINDS}
PEOPLE = ["ada_l", "bob_k", "cyd_m", "dan_o", "eve_p"]
REPOS = ["acme/web-server", "acme/asyncThing", "old/parser", "zeta/web"]
WORDS = ["routing", "async", "web", "parser", "fastCache", "snack", "bar", "fix", "the", "2024", "io_loop"]
PATHS = ["web/routing.py", "web/async_io.py", "parser/core.c", "README", "web/deep/io_loop.py", "web/tests/routing.py"]
QUERIES = ["async routing", "web parser engineer", "fastCache", "snack bar io_loop", "fix web server routing loop"]

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
