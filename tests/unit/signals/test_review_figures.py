"""How a person's pull requests were reviewed and how they review: counted by hand on few rows."""

from datetime import datetime

import pytest

from handiwork.signals.own.reviews import Reader, review_figures

ME = Reader(frozenset({1}), frozenset({"ada_l", "ada_old"}))


def pull(number, *, author=(1, "ada_l"), merged=True, state=None, month=1):
    at = datetime(2024, month, 1)
    state = state or ("merged" if merged else "closed")
    row = {"number": number, "state": state, "created_at": at, "merged_at": at if state == "merged" else None}
    return row | {"author_id": author[0], "author_login": author[1]}


def review(number, by=(2, "bob_k"), verdict="approved", n_comments=0, month=1):
    row = {"number": number, "reviewer_id": by[0], "reviewer_login": by[1], "verdict": verdict}
    return row | {"submitted_at": datetime(2024, month, 2), "n_comments": n_comments}


def told(pulls, reviews, period="all", me=ME):
    found = review_figures(pulls, reviews, me, "acme/web")
    return {f.signal: (f.value, f.hits, f.n) for f in found if f.period == period}


def test_where_nobody_asked_for_pull_requests_nothing_is_told():
    assert review_figures([], [review(1)], ME, "acme/web") == []


def test_own_pull_requests_count_as_reviewed_by_others_alone():
    pulls = [pull(n) for n in range(1, 6)]
    reviews = [review(1), review(1), review(2), review(3, by=(1, "ada_l"))]
    figures = told(pulls, reviews)
    assert figures["pulls-reviewed"] == (0.4, 2, 5)
    assert figures["reviews-per-pull"] == (0.6, 3, 5)


def test_open_ones_are_not_decided_yet():
    assert told([pull(n, state="open") for n in range(1, 9)], [])["pulls-reviewed"] == (None, 0, 0)


def test_asked_for_changes_and_merged_in_the_end_is_followed_up():
    pulls = [pull(n, merged=n > 2) for n in range(1, 8)]
    reviews = [review(n, verdict="changes_requested") for n in range(1, 7)]
    assert told(pulls, reviews)["pulls-followed-up"] == (4 / 6, 4, 6)


def test_reviews_given_are_those_of_pull_requests_of_others():
    others = [pull(n, author=(2, "bob_k")) for n in range(1, 7)]
    given = [
        review(n, by=(1, "ada_l"), n_comments=n % 3, verdict="changes_requested" if n == 1 else "approved")
        for n in range(1, 7)
    ]
    figures = told([*others, pull(9)], [*given, review(9, by=(1, "ada_l"))])
    assert figures["reviews-given"] == (6.0, None, 6)
    assert figures["reviews-with-comments"] == (4 / 6, 4, 6)
    assert figures["comments-per-review"] == (1.0, 6, 6)
    assert figures["reviews-asking-changes"] == (1 / 6, 1, 6)


def test_hours_to_a_review_are_from_the_opening_to_the_first_review_somebody_gave():
    others = [pull(n, author=(2, "bob_k"), month=n) for n in range(1, 8)]
    given = [review(n, by=(1, "ada_l"), month=n) for n in range(1, 5)]
    late = [review(1, by=(1, "ada_l"), month=3), review(5, by=(1, "ada_l"), month=6), review(6, month=6)]
    assert told(others, [*late, *given])["hours-to-review"] == (24.0, None, 5)
    assert told(others, given)["hours-to-review"] == (None, None, 4)


def test_where_the_number_of_comments_was_not_told_it_is_not_taken_for_none():
    others = [pull(n, author=(2, "bob_k")) for n in range(1, 7)]
    figures = told(others, [review(n, by=(1, "ada_l"), n_comments=None) for n in range(1, 7)])
    assert figures["reviews-given"] == (6.0, None, 6)
    assert figures["reviews-with-comments"] == (None, 0, 0)


def test_fewer_than_five_tell_nothing_of_a_share():
    assert told([pull(n) for n in range(1, 5)], [review(1)])["pulls-reviewed"] == (None, 1, 4)


def test_a_former_login_counts_where_there_is_no_id_and_an_id_counts_over_a_login():
    pulls = [pull(n, author=(None, "Ada_Old")) for n in range(1, 6)] + [pull(9, author=(7, "ada_old"))]
    assert told(pulls, [])["pulls-reviewed"] == (0.0, 0, 5)


def test_years_are_those_of_the_act_and_examples_are_the_newest():
    pulls = [pull(n, month=n) for n in range(1, 8)]
    figures = review_figures(pulls, [review(n) for n in range(1, 8)], ME, "acme/web")
    found = next(f for f in figures if (f.signal, f.period) == ("pulls-reviewed", "2024"))
    assert (found.value, [place.number for place in found.examples]) == (1.0, [7, 6, 5, 4, 3])


@pytest.mark.parametrize("period", ["2024-Q1", "2024-Q2"])
def test_quarters_are_told_where_they_are_asked_for(period):
    pulls = [pull(n, month=2 if n < 6 else 5) for n in range(1, 11)]
    figures = review_figures(pulls, [], ME, "acme/web", by="quarter")
    assert next(f for f in figures if (f.signal, f.period) == ("pulls-reviewed", period)).n == 5
