"""Evaluation: topics with known experts are asked, and rankings are measured, tested and compared.

===============  ==========================================================
topics           test queries and who is right, read and checked
measures         nDCG@10, MRR, precision@5, recall@20, success@1 of a topic
running          topics → what our ranking and the baselines answered
baselines        simple rankings from the artifact alone
runs             a run with everything needed to compare and repeat it, as a file
summary          means, intervals, speed, tests against the baselines
comparing        two runs side by side
statistics       bootstrap intervals, paired tests, correction for several
variants         constants of the ranking set by name, for ablation
folds            which topics parameters are chosen on, and reported on
===============  ==========================================================
"""

from handiwork.evaluation.baselines import BASELINES, Baselines
from handiwork.evaluation.comparing import compare
from handiwork.evaluation.measures import MEASURES, Ranking, measure
from handiwork.evaluation.running import Group, MakeRanker, Ranker, rank_topics, search_ranker
from handiwork.evaluation.runs import Plan, Pool, Run, TopicResult
from handiwork.evaluation.summary import summarise
from handiwork.evaluation.topics import Text, Topic, read_topics
from handiwork.evaluation.variants import parse_overrides, with_overrides

__all__ = [
    "BASELINES",
    "MEASURES",
    "Baselines",
    "Group",
    "MakeRanker",
    "Plan",
    "Pool",
    "Ranker",
    "Ranking",
    "Run",
    "Text",
    "Topic",
    "TopicResult",
    "compare",
    "measure",
    "parse_overrides",
    "rank_topics",
    "read_topics",
    "search_ranker",
    "summarise",
    "with_overrides",
]
