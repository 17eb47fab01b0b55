"""Whatever is asked of whatever repositories: parts add up, and every matched word is found in a field."""

import os
import tempfile
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handiwork.index import Index, build_index
from handiwork.index.tables import inputs_from_acts
from handiwork.lake.engine import Engine
from handiwork.search import RepositoryQuery, find_repositories

pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")

WORDS = ["async", "Web", "framework", "webFramework", "C++", "routing", "caches", "naïve", "web_api", "2024"]
some_words = st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join)
questions = st.lists(st.sampled_from(WORDS[:-1]), min_size=1, max_size=3).map(" ".join)
facts = st.fixed_dictionaries(
    {
        "description": st.one_of(st.none(), some_words),
        "topics": st.lists(st.sampled_from(["web", "async", "web-framework", "cpp"]), max_size=3, unique=True),
        "language": st.sampled_from([None, "Python", "C++"]),
        "catalog_text": st.one_of(st.none(), some_words),
        "is_fork": st.booleans(),
    }
)


@settings(max_examples=int(os.environ.get("PROPERTY_EXAMPLES", "4")), deadline=None)
@given(
    told=st.lists(facts, min_size=1, max_size=5),
    titles=st.lists(st.tuples(st.integers(0, 4), some_words), max_size=6),
    asked=st.lists(st.tuples(questions, st.booleans()), min_size=4, max_size=8),
)
def test_parts_add_up_and_say_in_which_field_every_word_is(told, titles, asked):
    repositories = [{"name": f"acme/{WORDS[i]}-{i}", **fact} for i, fact in enumerate(told)]
    acts = [
        {"who": "ada_l", "repo": repositories[i % len(told)]["name"], "kind": "commit", "title": title or None}
        for i, title in [(0, "Begin"), *titles]
    ]
    acts = [{**act, "at": datetime(2024, 1, 1)} for act in acts]
    with tempfile.TemporaryDirectory() as folder, Engine(threads=1, memory_limit_mib=256) as engine:
        inputs = inputs_from_acts(acts, repositories=repositories)
        index = Index.open(build_index(engine, inputs, Path(folder), built_on=date(2024, 6, 1)))
        for text, forks in asked:
            found = find_repositories(index, RepositoryQuery(text=text, forks=forks))
            fields = {"name", "owner", "topics", "description", "language", "catalogue"}
            kinds = {part.kind for hit in found.hits for part in hit.parts}
            assert kinds <= fields | {"people", "titles", "contributors"}
            for hit in found.hits:
                assert sum(part.micros for part in hit.parts) == hit.micros
                assert forks or not hit.facts.is_fork
                for part in hit.parts:
                    assert part.kind not in fields or set(part.words) <= set(text.split()) | pairs(text)


def pairs(text: str) -> set[str]:
    return {f"{a} {b}" for a, b in pairwise(text.split())}
