"""Facts about a person's ML work from rows: models, lineage, papers' code, frameworks, and forks with care."""

from handiwork.signals.ml_facts import FrameworkRow, MLFact, ModelRow, PaperRow, RepositoryRow, ml_facts

NET = ModelRow("ada_l/net", "https://hub.example/ada_l/net", ("org/base",), ("org/data",), 1_200)
OLD = ModelRow("ada_l/old", "https://hub.example/ada_l/old")
FORK = RepositoryRow(
    "ada_l/course", "https://git.example/ada_l/course", is_fork=True, parent="org/course", n_own_commits=0
)


def kinds(**rows):
    return [fact.kind for fact in ml_facts(**rows)]


def test_of_nothing_nothing_is_said():
    assert ml_facts() == ()


def test_models_are_told_with_their_use_the_most_used_first():
    models, lineage = ml_facts(models=[OLD, NET])

    assert models == MLFact(
        "models", "2 published models, downloaded 1,200 times in 30 days: ada_l/net, ada_l/old.", 2.0, "models",
        (NET.url, OLD.url),
    )  # fmt: skip
    assert lineage.text == "1 model with a card that tells what it was made from; 1 made from org/base."


def test_unknown_downloads_are_not_told_as_none():
    assert ml_facts(models=[OLD])[0].text == "1 published model: ada_l/old."


def test_only_official_code_of_papers_counts():
    rows = [
        PaperRow("A net", "https://paper.example/1", "acme/net", "https://git.example/acme/net", is_official=True),
        PaperRow(
            "B net", "https://paper.example/2", "ada_l/again", "https://git.example/ada_l/again", is_official=False
        ),
    ]
    (fact,) = ml_facts(papers=rows)
    assert (fact.text, fact.links) == (
        "The official code of 1 paper is in acme/net.",
        ("https://git.example/acme/net",),
    )


def test_contributions_to_frameworks_are_summed_and_named_by_size():
    rows = [FrameworkRow(f"org/r{n}", f"https://git.example/org/r{n}", "pull request", n) for n in range(6)]
    (fact,) = ml_facts(frameworks=rows)

    assert fact.text == "15 contributions to frameworks of machine learning: org/r5, org/r4, org/r3 and 3 more."
    assert (fact.figure, len(fact.links)) == (15.0, 3)


def test_forks_alone_are_told_with_a_benign_reading():
    (fact,) = ml_facts(repositories=[FORK], ml_repos={"ada_l/course"})
    assert fact.text == (
        "All known repositories about machine learning (1) are forks without own commits (of org/course); often kept to "
        "read, and work in private repositories is not seen."
    )


def test_one_own_or_unknown_repository_is_enough_to_say_nothing_of_forks():
    own = RepositoryRow("ada_l/net", "https://git.example/ada_l/net", is_fork=False, n_own_commits=9)
    unknown = RepositoryRow("ada_l/x", "https://git.example/ada_l/x", is_fork=True)
    worked = RepositoryRow("ada_l/y", "https://git.example/ada_l/y", is_fork=True, n_own_commits=2)

    for other in (own, unknown, worked):
        assert kinds(repositories=[FORK, other], ml_repos={FORK.repo, other.repo}) == []
    assert kinds(repositories=[FORK, own], ml_repos={FORK.repo}) == ["forks-only"]


def test_the_order_of_rows_makes_no_difference():
    rows = [NET, OLD]
    assert ml_facts(models=rows) == ml_facts(models=reversed(rows))
