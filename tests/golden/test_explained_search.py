"""The numbers of one explained search, digit by digit: a change here is a change of the ranking."""

from datetime import date, datetime

import pytest

from handiwork.evidence import evidence
from handiwork.index import Index, build_index
from handiwork.index.tables import inputs_from_acts
from handiwork.lake.engine import Engine
from handiwork.search import SearchOptions, search

pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")

ACTS = [
    {
        "who": "ada_l",
        "repo": "acme/web",
        "kind": "commit",
        "at": datetime(2022, 1, 5),
        "sha": "a1" * 20,
        "title": "Add websocket routing",
        "paths": ["web/routing.py"],
        "created_paths": ["web/routing.py"],
    },
    {
        "who": "bob_k",
        "repo": "acme/web",
        "kind": "commit",
        "at": datetime(2024, 5, 5),
        "sha": "b2" * 20,
        "title": "Fix routing of mounts",
        "paths": ["web/routing.py", "web/mount.py"],
        "n_files": 2,
    },
    {
        "who": "ada_l",
        "repo": "acme/web",
        "kind": "commit_review",
        "at": datetime(2024, 5, 5),
        "sha": "b2" * 20,
        "title": "Fix routing of mounts",
    },
    {
        "who": "cyd_m",
        "repo": "zeta/api",
        "kind": "merged_pull_request",
        "at": datetime(2023, 5, 5),
        "number": 12,
        "title": "Route by host",
        "labels": ["routing"],
    },
    {"who": "cyd_m", "repo": "zeta/api", "kind": "push", "at": datetime(2024, 5, 6), "count": 4},
]

GOLDEN = """\
1 ada_l 0.905448
    0.441680 title acme/web: Add websocket routing
    0.358042 area acme/web: web/routing.py
    0.083640 area acme/web: web
    0.022084 repository acme/web
    0.000002 title acme/web: Fix routing of mounts
    -> https://github.com/acme/web/commit/a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1
    -> https://github.com/acme/web/commit/b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2
2 bob_k 0.065706
    0.041363 area acme/web: web/routing.py
    0.014677 repository acme/web
    0.009663 area acme/web: web
    0.000003 title acme/web: Fix routing of mounts
    -> https://github.com/acme/web/commit/b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2
3 cyd_m 0.000001
    0.000001 title zeta/api: Route by host
    -> https://github.com/zeta/api/pull/12
"""


def test_an_explained_search_is_what_it_was(tmp_path):
    facts = [{"name": "acme/web", "description": "A websocket server"}]
    with Engine(threads=1, memory_limit_mib=512) as engine:
        inputs = inputs_from_acts(ACTS, repositories=facts)
        index = Index.open(build_index(engine, inputs, tmp_path, built_on=date(2024, 6, 1)))

    lines = []
    for hit in search(index, "websocket routing", options=SearchOptions(explain=True)).hits:
        lines.append(f"{hit.rank} {hit.login} {hit.score:.6f}")
        lines += [f"    {part.value:.6f} {part.label}" for part in hit.parts]
        lines += [f"    -> {item.url}" for item in evidence(index, hit)]

    assert "\n".join(lines) + "\n" == GOLDEN
