"""What an index keeps of people's own lines, and what a search does with it when it is asked to; on 2024-06-01."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from tests.observed_rows import CHECKED_AT, place, row, table

from handiwork.errors import NotFoundError, UsageError
from handiwork.faces.present_observed import observed_view
from handiwork.index import Index, build_index
from handiwork.index.tables import inputs_from_acts
from handiwork.lake.engine import Engine
from handiwork.search import SearchOptions, search

pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")

BUILT_ON = date(2024, 6, 1)
ROLE = "websocket routing"
ACTS = [
    {"who": who, "repo": repo, "kind": "commit", "at": datetime(2024, 5, day), "title": title, "sha": f"{day:040x}"}
    for day, who, repo, title in [
        (1, "ada_l", "acme/web", "Add websocket routing"),
        (2, "ada_l", "acme/web", "Fix websocket routing"),
        (3, "bob_k", "acme/web", "Route websockets again"),
        (4, "cyd_m", "zeta/api", "Add websocket routing"),
        (5, "dan_o", "zeta/api", "Websocket routing"),
    ]
]
PERSONS = [
    {"login": "ada_l", "github_id": 1, "logins": ["ada_l", "ada_old"]},
    {"login": "bob_k", "github_id": 2, "logins": ["bob_k"]},
    {"login": "cyd_m", "logins": ["cyd_m"]},
]
ROWS = [
    row("github:1", "functions", value=30.0, n=30),
    row("github:1", "typed", hits=24, n=30, examples=place()),
    row("github:1", "typed", hits=4, n=10, period="2023"),
    row("github:1", "typed", hits=20, n=20, period="2024"),
    row("login:ada_old", "typed", hits=10, n=10, repo_name="zeta/api"),
    row("login:ada_old", "typed", hits=10, n=10, repo_name="zeta/api", period="2024"),
    row("github:1", "standing-12-months", value=0.5, n=100),
    row("login:ada_l", "standing-12-months", value=1.0, n=300, repo_name="zeta/api"),
    row("github:2", "typed", hits=1, n=2, value=None) | {"value": None},
    row("github:2", "functions", value=2.0, n=2),
    row("login:cyd_m", "typed", hits=6, n=20, repo_name="zeta/api"),
    row("login:gone_x", "typed", hits=9, n=9),
]
"""Ada was read in two repositories, under two of her names; of Bob's too little is there; nobody read Dan's."""


def build(folder, rows):
    with Engine(threads=1, memory_limit_mib=512) as engine:
        inputs = replace(inputs_from_acts(ACTS, persons=PERSONS), own_work=table(rows) if rows is not None else None)
        return Index.open(build_index(engine, inputs, folder, built_on=BUILT_ON))


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    return build(tmp_path_factory.mktemp("observed"), ROWS)


def number(index, login):
    return next(iter(index.persons_named(frozenset(), frozenset({login}))))


def seen(index, login, signal, period="all"):
    found = index.observed.of(number(index, login))
    return [(o.repo_name, o.value, o.hits, o.n) for o in found if o.signal == signal and o.period == period]


class TestWhatIsKept:
    def test_shares_of_several_repositories_are_put_together_by_their_counts(self, index):
        assert seen(index, "ada_l", "typed") == [
            (None, 34 / 40, 34, 40),
            ("acme/web", 24 / 30, 24, 30),
            ("zeta/api", 1.0, 10, 10),
        ]

    def test_how_long_lines_stood_is_put_together_by_the_lines_that_were_watched(self, index):
        assert seen(index, "ada_l", "standing-12-months")[0] == (None, 0.875, None, 400)

    def test_one_repository_alone_stands_for_itself(self, index):
        assert seen(index, "cyd_m", "typed") == [("zeta/api", 0.3, 6, 20)]

    def test_too_little_is_not_observed_and_never_a_zero(self, index):
        assert seen(index, "bob_k", "typed") == [("acme/web", None, 1, 2)]
        assert number(index, "bob_k") not in index.observed.values["typed"].persons.tolist()

    def test_nobody_who_looked_means_nothing_is_kept(self, index):
        assert index.observed.of(number(index, "dan_o")) == ()
        assert index.observed.n_persons == 3

    def test_told_again_of_one_repository_the_last_time_counts(self, tmp_path):
        later = row("login:cyd_m", "typed", hits=20, n=20, repo_name="Zeta/API", checked_at=datetime(2024, 5, 31))
        again = build(tmp_path, [*ROWS, later])
        assert seen(again, "cyd_m", "typed") == [("Zeta/API", 1.0, 20, 20)]

    def test_the_order_of_rows_does_not_matter(self, index, tmp_path):
        assert build(tmp_path, ROWS[::-1]).name == index.name

    def test_a_median_of_several_repositories_is_only_told_by_repository(self, tmp_path):
        rows = [row("github:1", "hours-unheard-of", value=v, n=5, repo_name=r) for r, v in (("a/a", 1.0), ("b/b", 9.0))]
        assert seen(build(tmp_path, rows), "ada_l", "hours-unheard-of") == [
            ("a/a", 1.0, None, 5),
            ("b/b", 9.0, None, 5),
        ]


class TestWhatIsShown:
    def test_a_figure_has_its_meaning_trend_repositories_and_linked_places(self, index):
        view = observed_view(index.observed.of(number(index, "ada_l")), "ada_l")
        typed = next(f for f in view["figures"] if f["signal"] == "typed")
        assert (typed["value"], typed["hits"], typed["n"], typed["unit"]) == (0.85, 34, 40, "share")
        assert [(t["period"], t["value"]) for t in typed["trend"]] == [("2023", 0.4), ("2024", 1.0)]
        assert [r["repo"] for r in typed["repositories"]] == ["acme/web", "zeta/api"]
        assert [e["url"] for e in typed["examples"]] == [
            f"https://github.com/acme/web/blob/{'a' * 40}/web/routing.py#L7"
        ]
        assert view["repositories"][0] == {
            "repo": "acme/web",
            "revision": "f" * 40,
            "checked_at": f"{CHECKED_AT:%Y-%m-%dT%H:%M:%SZ}",
        }

    def test_an_owner_who_is_left_out_is_not_named_and_not_linked(self, index):
        view = observed_view(index.observed.of(number(index, "ada_l")), "ada_l", frozenset({"acme"}))
        typed = next(f for f in view["figures"] if f["signal"] == "typed")
        assert "acme" not in str(view)
        assert typed["examples"][0]["url"] is None

    @pytest.mark.parametrize("nothing", [None, ()])
    def test_where_nobody_looked_it_says_so_and_how_to_look(self, nothing):
        view = observed_view(nothing, "dan_o")
        assert (view["status"], view["figures"]) == ("not observed", [])
        assert view["ask"] == "handiwork signals person dan_o --repo PATH --save"


def found(index, **options):
    return {hit.login: hit for hit in search(index, ROLE, options=SearchOptions(**options)).hits}


class TestFilters:
    @pytest.mark.parametrize(
        ("signals", "who"),
        [
            (("typed",), {"ada_l", "cyd_m"}),
            (("typed>=0.3",), {"ada_l", "cyd_m"}),
            (("typed>=0.31",), {"ada_l"}),
            (("typed>=0.3", "standing-12-months >= 0.9"), set()),
            (("functions>=2",), {"ada_l", "bob_k"}),
        ],
    )
    def test_only_people_in_whom_it_was_observed_and_high_enough(self, index, signals, who):
        assert set(found(index, signals=signals)) == who

    def test_nobody_found_names_the_filter(self, index):
        assert (
            "under the filters signals" in search(index, ROLE, options=SearchOptions(signals=("typed>=0.99",))).reason
        )

    def test_options_with_signals_are_read_back_as_they_were(self):
        options = SearchOptions(signals=("typed>=0.6",), prefer=("tested",))
        assert SearchOptions.from_dict(options.to_dict()) == options
        assert options.narrowing == ("signals",)


class TestPreference:
    def test_without_asking_no_signal_changes_anything(self, index, tmp_path):
        plain = build(tmp_path, None)
        assert plain.observed is None
        assert [(h.login, h.micros, h.parts) for h in found(index).values()] == [
            (h.login, h.micros, h.parts) for h in found(plain).values()
        ]

    def test_a_preferred_signal_adds_a_part_of_its_own(self, index):
        before, after = found(index)["ada_l"], found(index, prefer=("typed",))["ada_l"]
        added = [part for part in after.parts if part.kind == "signal"]
        assert [(part.label, part.micros) for part in added] == [
            ("signal typed 0.85", round(0.05 * 0.85 * before.micros))
        ]
        assert [part for part in after.parts if part.kind != "signal"] == list(before.parts)
        assert after.micros == sum(part.micros for part in after.parts)

    def test_where_nothing_was_observed_nothing_is_added_and_nothing_taken(self, index):
        for login in ("bob_k", "dan_o"):
            assert found(index, prefer=("typed",))[login] == replace(
                found(index)[login], rank=found(index, prefer=("typed",))[login].rank
            )

    def test_preferring_twice_is_preferring_once(self, index):
        assert found(index, prefer=("typed", "typed")) == found(index, prefer=("typed",))

    def test_each_part_is_told_apart(self, index):
        labels = [p.label for p in found(index, prefer=("typed", "standing-12-months"))["ada_l"].parts]
        assert {"signal typed 0.85", "signal standing-12-months 0.88"} <= set(labels)


class TestMistakes:
    @pytest.mark.parametrize("options", [{"signals": ("typd>=0.5",)}, {"prefer": ("typd",)}])
    def test_an_unknown_signal_is_told_with_the_nearest_one(self, index, options):
        with pytest.raises(UsageError, match="did you mean 'typed'"):
            found(index, **options)

    @pytest.mark.parametrize("text", ["typed>=much", "typed>=nan", ">=0.5", ""])
    def test_a_bound_that_is_none_is_told_with_an_example(self, index, text):
        with pytest.raises(UsageError, match=r"typed>=0\.6"):
            found(index, signals=(text,))

    def test_a_count_cannot_be_preferred(self, index):
        with pytest.raises(UsageError, match="'functions' is no share"):
            found(index, prefer=("functions",))

    @pytest.mark.parametrize("options", [{"signals": ("typed",)}, {"prefer": ("typed",)}])
    def test_an_index_without_any_says_how_to_get_them(self, tmp_path, options):
        with pytest.raises(NotFoundError, match="signals person LOGIN --repo PATH --save"):
            found(build(tmp_path, None), **options)
