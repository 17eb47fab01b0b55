"""Contributions come in the order in which an index stores them, so that it need not order them again."""

from handiwork.identity.contributions import KINDS
from handiwork.index import CONTRIBUTION_KINDS


def test_kinds_of_one_instant_come_in_the_order_of_their_codes():
    assert list(KINDS) == [kind.name for kind in sorted(CONTRIBUTION_KINDS, key=lambda kind: kind.code)]


def test_acts_of_one_person_repository_and_instant_come_by_kind_then_number(world):
    ada, repo = (1, "ada_l"), (9, "acme/web")
    world.event("CreateEvent", ada, repo, ref_type="repository")
    world.event("IssuesEvent", ada, repo, action="opened", number=4, author=ada, title="It breaks")
    world.event("PushEvent", ada, repo)
    world.event("IssuesEvent", ada, repo, action="opened", number=3, author=ada, title="It hangs")
    world.pushed(repo, "ab" * 20, "Ada Lowen", ada)

    assert [(c["kind"], c["number"]) for c in world.resolve().contributions] == [
        ("commit", None), ("issue", 3), ("issue", 4), ("push", None), ("create", None)
    ]  # fmt: skip
