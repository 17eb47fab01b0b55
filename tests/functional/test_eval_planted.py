"""The whole pipeline on an invented world: who was planted as an expert is found before who only did a lot."""

import json

import pytest

from handiwork.app import Handiwork
from handiwork.app.evaluating import evaluate
from handiwork.config import Settings
from handiwork.evaluation import Plan, summarise
from handiwork.world import tiny_world


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    """A home with the tiny world's histories, and a topic for each area that has planted experts."""
    folder = tmp_path_factory.mktemp("planted")
    world = tiny_world(folder / "world")
    settings = Settings(home=folder / "home", threads=1, memory_limit_mib=512)
    with Handiwork(settings) as app:
        app.ingest_git([str(history.path) for history in world.histories])
    names = {history.repo for history in world.histories}
    topics = [
        {
            "id": f"{area.repo}:{area.area}",
            "project": area.repo,
            "query": area.area,
            "query_nl": f"{area.things[0]} and {area.things[1]}",
            "relevant": area.experts[:2],
            "as_of": "2025-12-01",
        }
        for area in world.areas
        if area.repo in names and area.experts
    ]
    path = folder / "topics.jsonl"
    path.write_text("\n".join(map(json.dumps, topics)))
    return settings, path, len(topics)


def test_planted_experts_are_ranked_before_who_wrote_the_most(planted):
    settings, path, n_topics = planted
    with Handiwork(settings) as app:
        run = evaluate(app, path, Plan())
    found = summarise(run)
    overall, simple = found["overall"], found["baselines"]["commit-count"]
    assert (overall["topics"], overall["unreachable"]) == (n_topics, 0)
    assert overall["ndcg@10"] >= simple["ndcg@10"] + 0.05
    assert simple["difference"]["ndcg@10"] == pytest.approx(overall["ndcg@10"] - simple["ndcg@10"], abs=2e-6)
    assert any(None in result.ranking for result in run.results), "authors without an account are ranked as well"
    assert overall["everybody"]["ndcg@10"] <= overall["ndcg@10"]
