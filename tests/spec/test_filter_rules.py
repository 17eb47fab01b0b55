"""The rules of the filters: a world as acts, a filter, and who remains in which order; on 2024-06-01."""

from datetime import date, datetime

import pytest

from handiwork.errors import NotFoundError, UsageError
from handiwork.evidence import evidence
from handiwork.index import Index, build_index
from handiwork.index.tables import inputs_from_acts
from handiwork.lake.engine import Engine
from handiwork.search import SearchOptions, search

pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")

BUILT_ON = date(2024, 6, 1)
WORLD = """
ada_l | acme/web   | commit        | 2024-05-01 | Add websocket routing
ada_l | acme/web   | commit        | 2024-05-02 | Fix websocket routing
ada_l | acme/web   | commit_review | 2024-05-02 | Test websocket routing
bob_k | acme/web   | commit        | 2020-05-01 | Route websockets
bob_k | zeta/notes | commit        | 2024-05-30 | Spell it out
cyd_m | zeta/api   | commit        | 2023-05-01 | Add websocket routing
dan_o | zeta/api   | review        | 2024-04-01 | Add websocket routing
"""
"""Ada wrote and reviewed at acme, lately; Bob wrote there long ago; Cyd wrote at zeta, where Dan reviews."""

FILTERS = {
    "nothing": ({}, {"ada_l", "bob_k", "cyd_m", "dan_o"}),
    "work_since_a_day": ({"since": date(2023, 1, 1)}, {"ada_l", "cyd_m", "dan_o"}),
    "people_active_since_a_day_wherever_it_was": (
        {"active_since": date(2024, 1, 1)},
        {"ada_l", "bob_k", "dan_o"},
    ),
    "one_kind_of_contribution": ({"kinds": ("review",)}, {"dan_o"}),
    "either_of_two_kinds": ({"kinds": ("review", "commit_review")}, {"ada_l", "dan_o"}),
    "who_reviews_merges_or_releases_where_they_work": ({"maintainers_only": True}, {"ada_l", "dan_o"}),
    "two_acts_at_least": ({"min_evidence": 2}, {"ada_l"}),
    "one_repository": ({"repositories": ("ACME/web",)}, {"ada_l", "bob_k"}),
    "all_but_one_repository": ({"exclude_repositories": ("acme/web",)}, {"cyd_m", "dan_o"}),
    "all_but_what_an_owner_has": ({"exclude_owners": ("Acme",)}, {"cyd_m", "dan_o"}),
    "all_but_what_an_owner_had": ({"exclude_owners": ("older",)}, {"ada_l", "bob_k"}),
    "a_repository_that_is_left_out_as_well": (
        {"repositories": ("acme/web",), "exclude_owners": ("acme",)},
        set(),
    ),
    "two_filters_together": ({"kinds": ("commit",), "since": date(2023, 1, 1)}, {"ada_l", "cyd_m"}),
    "one_act_that_is_both_of_the_kind_and_recent": (
        {"kinds": ("commit_review",), "since": date(2024, 5, 3)},
        set(),
    ),
    "two_acts_that_pass_the_other_filters": ({"kinds": ("commit",), "min_evidence": 3}, set()),
}


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    rows = [[cell.strip() for cell in line.split("|")] for line in WORLD.strip().splitlines()]
    acts = [
        {"who": who, "repo": repo, "kind": kind, "at": datetime.fromisoformat(at), "title": title}
        | ({"number": 1} if kind == "review" else {"sha": f"{number:040x}"})
        for number, (who, repo, kind, at, title) in enumerate(rows)
    ]
    facts = [{"name": "zeta/api", "names": ["older/api", "zeta/api"]}]
    with Engine(threads=1, memory_limit_mib=512) as engine:
        inputs = inputs_from_acts(acts, repositories=facts)
        return Index.open(build_index(engine, inputs, tmp_path_factory.mktemp("index"), built_on=BUILT_ON))


def found(index, **options):
    return search(index, "websocket routing", options=SearchOptions(**options))


@pytest.mark.parametrize(("options", "remain"), FILTERS.values(), ids=FILTERS)
def test_only_these_remain_with(index, options, remain):
    assert {hit.login for hit in found(index, **options).hits} == remain


@pytest.mark.parametrize(("options", "remain"), FILTERS.values(), ids=FILTERS)
def test_who_is_left_out_is_not_measured_by_either(index, options, remain):
    hits = found(index, **options).hits

    assert all(sum(part.micros for part in hit.parts) == hit.micros for hit in hits)
    assert [hit.rank for hit in hits] == list(range(1, len(remain) + 1))
    assert hits == () or hits[0].score > 0.5


def test_who_only_wrote_is_no_maintainer_of_what_another_keeps(index):
    assert "cyd_m" not in {hit.login for hit in found(index, maintainers_only=True).hits}


def test_the_evidence_shown_is_of_the_kind_and_time_that_was_asked_for(index):
    hit = found(index, kinds=("commit",), since=date(2024, 5, 2)).hits[0]

    shown = evidence(index, hit, kinds=("commit",), since=date(2024, 5, 2))

    assert [(item.kind, item.title) for item in shown] == [("commit", "Fix websocket routing")]


def test_an_answer_of_nobody_names_the_filters(index):
    result = found(index, repositories=("acme/web",), exclude_owners=("acme",))

    said = ", ".join(result.brief.understood)
    assert result.reason == f"nobody's work matches {said} under the filters repositories, exclude owners"


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"kinds": ("reviews",)}, UsageError, "'reviews' is no kind of contribution; did you mean 'review'?"),
        ({"kinds": ("zzz",)}, UsageError, "'zzz' is no kind of contribution; there are: commit, "),
        ({"min_evidence": -1}, UsageError, "the least number of acts is -1, but must be 0 or more"),
        (
            {"exclude_owners": ("acmee",)},
            NotFoundError,
            "no repository that 'acmee' owns or owned; the nearest are acme",
        ),
        ({"exclude_repositories": ("acme/wob",)}, NotFoundError, "no repository 'acme/wob'; the nearest are acme/web"),
        ({"ecosystems": ("ai",)}, UsageError, "the ecosystems ai are not looked up"),
    ],
)
def test_what_cannot_be_asked_says_what_is_near(index, options, error, message):
    with pytest.raises(error) as raised:
        found(index, **options)

    assert message in str(raised.value)


def test_options_survive_json_and_leave_out_who_was_suppressed():
    options = SearchOptions(
        limit=3,
        repositories=("acme/web",),
        ecosystems=("ai",),
        since=date(2024, 1, 2),
        kinds=("review",),
        maintainers_only=True,
        min_evidence=2,
        exclude_owners=("zeta",),
        excluded_persons=frozenset({7}),
    )

    assert SearchOptions.from_dict(options.to_dict()) == SearchOptions(
        **{name: getattr(options, name) for name in options.to_dict()}
    )
    assert "excluded_persons" not in options.to_dict()
    assert SearchOptions.from_dict({}) == SearchOptions()


@pytest.mark.parametrize(
    ("found", "message"),
    [
        ({"colour": 1}, "there is no search option colour"),
        ({"since": "soon"}, "since is 'soon', but must be a day like 2025-01-31"),
        ({"kinds": "review"}, "kinds is 'review', but must be a list of texts"),
        ({"limit": True}, "limit is True, but must be a whole number"),
    ],
)
def test_options_that_no_answer_holds_are_refused(found, message):
    with pytest.raises(UsageError, match=message):
        SearchOptions.from_dict(found)
