"""What each part of the ranking's formula contributes, and what is left of the best choice on topics it never saw.

Every variant (constants that differ from the defaults) is asked all topics. Printed are, over the topics whose
experts somebody in the index can be: the mean nDCG@10 of each variant and its difference to the defaults with the
p-value of a paired test; then nested folds, by project and by topic: the variant that is best on the training topics
is reported on those held out.

    python benchmarks/tune.py HOME TOPICS.jsonl [--pool all] [--text query_nl] [--queries-only]

HOME holds a lake with the histories; indexes as of the topics' days are kept there.
"""

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np

from handiwork.app import Handiwork
from handiwork.app.evaluating import evaluate
from handiwork.config import Settings
from handiwork.evaluation import Plan, Pool, Run, Text, parse_overrides, read_topics
from handiwork.evaluation.folds import nested, project_folds, topic_folds
from handiwork.evaluation.statistics import paired_p
from handiwork.evaluation.variants import QUERY_TIME

MEASURE = "ndcg@10"

VARIANTS: dict[str, tuple[str, ...]] = {
    "defaults": (),
    "no sharpening": ("area.sharpness=1", "title.sharpness=1", "sharpness_within=1"),
    "sharpness 2": ("area.sharpness=2", "title.sharpness=2", "sharpness_within=2"),
    "sharpness 4": ("area.sharpness=4", "title.sharpness=4", "sharpness_within=4"),
    "sharpness 6": ("area.sharpness=6", "title.sharpness=6", "sharpness_within=6"),
    "sharpness 6 and 8": ("area.sharpness=6", "title.sharpness=8", "sharpness_within=8"),
    "areas alone": ("title.share=0.000001", "repository.share=0.000001"),
    "titles alone": ("area.share=0.000001", "repository.share=0.000001"),
    "areas 0.5, titles 0.3": ("area.share=0.5", "title.share=0.3"),
    "areas 0.3, titles 0.5": ("area.share=0.3", "title.share=0.5"),
    "inferred repositories count whole": ("inferred_share=1",),
    "no inferred repositories": ("inferred_share=0",),
    "no repository boost": ("repository_boost=0",),
    "20 areas": ("area.cut=20",),
    "200 areas": ("area.cut=200",),
    "parts of compounds whole": ("query_part_weight=1",),
    "no creators": ("creator_weight=0", "creator_share=0"),
    "creators by number alone": ("creator_share=0",),
    "creators by share alone": ("creator_weight=0",),
    "tests like the rest": ("test_factor=1",),
    "tests count half": ("test_factor=0.5",),
    "titles age in 3 years": ("title.half_life_years=3",),
    "no ageing": ("title.half_life_years=1000", "area.half_life_years=1000"),
    "ageing in 2 years": ("title.half_life_years=2", "area.half_life_years=2"),
    "no damping of the busy": ("busy_damping=0",),
    "more damping of the busy": ("busy_damping=0.2",),
    "no words of paths in titles": ("path_weight=0",),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", type=Path)
    parser.add_argument("topics", type=Path)
    parser.add_argument("--pool", default="project", choices=[p.value for p in Pool])
    parser.add_argument("--text", default="query", choices=[t.value for t in Text])
    parser.add_argument("--queries-only", action="store_true", help="leave out variants that need other indexes")
    args = parser.parse_args()
    plan = Plan(pool=Pool(args.pool), text=Text(args.text), baselines=False)
    runs: dict[str, Run] = {}
    with Handiwork(Settings(home=args.home)) as app:
        for name, texts in VARIANTS.items():
            overrides = parse_overrides(texts)
            if not (args.queries_only and set(overrides) - QUERY_TIME):
                runs[name] = evaluate(app, args.topics, replace(plan, settings=overrides))
                report(name, runs)
    fold(args.topics, runs)


def values(run: Run) -> dict[str, float]:
    return {r.id: r.measures[MEASURE] for r in run.results if r.is_reachable}


def report(name: str, runs: dict[str, Run]) -> None:
    own, base = values(runs[name]), values(runs["defaults"])
    change = np.array([own[i] - base[i] for i in base])
    p = "" if name == "defaults" else f"  {change.mean():+.4f}  p {paired_p(change):.3f}"
    print(f"{name:<36} {np.mean(list(own.values())):.4f}{p}", flush=True)


def fold(path: Path, runs: dict[str, Run]) -> None:
    results = {name: values(run) for name, run in runs.items()}
    topics = [t for t in read_topics(path) if t.id in results["defaults"]]
    for kind, folds in (
        ("4 groups of projects", project_folds(topics, 4)),
        ("5 groups of topics", topic_folds(topics)),
    ):
        held = nested(results, folds)
        whole = runs["defaults"].results
        every = sum(held.values.values()) / len(whole)
        print(f"held out, {kind}: {held.mean:.4f} over {len(held.values)} topics; {every:.4f} over all {len(whole)}")
        for fold_name, chosen in held.chosen.items():
            print(f"    {fold_name[:60]}: {chosen}")


if __name__ == "__main__":
    main()
