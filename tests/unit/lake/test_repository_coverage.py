"""What GitHub's API filled is told for each repository: which kinds, and from when until when."""

from handiwork.lake.coverage import RepositoryCoverage, repository_coverage
from handiwork.lake.manifest import PackageRecord

COUNTS = {"pull_requests": 3, "reviews": 2, "review_comments": 0, "author_accounts": 0}


def told(name, *, pulls=None, comments=None, status="complete", origin="github", **counts):
    details = {"repository": name, "state": {"pulls": pulls or {}, "comments": comments or {}}}
    span = {"first_at": "2025-10-01T00:00:00", "last_at": "2025-11-03T12:00:00"}
    return PackageRecord(origin, name, status, counts=COUNTS | counts, details=details, **span)


def test_kinds_that_were_asked_for_to_the_end_are_told_even_where_there_were_none():
    record = told("acme/web", pulls={"told_at": "2025-11-03T12:00:00"}, comments={"is_done": True})
    kinds = ("pull_requests", "reviews", "review_comments")
    assert repository_coverage([record]) == [
        RepositoryCoverage(
            "github", "acme/web", "complete", kinds, "2025-10-01T00:00:00", "2025-11-03T12:00:00", COUNTS
        )
    ]


def test_a_load_that_is_under_way_tells_only_what_it_asked_for():
    record = told("acme/web", pulls={"told_at": "2025-11-03T12:00:00"}, status="partial", author_accounts=4)
    (found,) = repository_coverage([record])
    assert (found.status, found.kinds) == ("partial", ("pull_requests", "reviews", "author_accounts"))


def test_packages_of_pages_and_other_origins_are_passed_over_and_names_are_in_order():
    page = PackageRecord("github", "acme/web/pulls/00000", "complete")
    records = [told("b_b/x"), page, told("Acme/web"), told("acme/web", origin="git")]
    assert [c.repository for c in repository_coverage(records)] == ["Acme/web", "b_b/x"]
