"""Edits: how they are typed, how they add up, what they change."""

from datetime import date

import pytest

from handiwork.brief import BriefEdits, parse_edits
from handiwork.errors import NotFoundError, UsageError


def weights(items):
    return {getattr(i, "name", None) or i.term: i.weight for i in items}


@pytest.mark.parametrize(
    "text", ["", "kettle", "repo:", "colour:red", "skill:x=heavy", "skill:x=11", "skill:=1", "since:soon", "+"]
)
def test_an_edit_that_cannot_be_read_is_quoted_with_how_to_write_one(text):
    with pytest.raises(UsageError, match="write repo:OWNER/NAME") as refused:
        parse_edits([text])
    assert repr(text) in str(refused.value)


def test_the_later_of_two_edits_of_the_same_thing_counts():
    edits = parse_edits(["repo:a/b", "repo:A/B=2", "since:2025-01-01", "-since"])

    assert edits == BriefEdits(repositories={"a/b": 2.0}, drop_since=True)


def test_ecosystems_are_added_weighed_and_removed(understood):
    brief = understood("kettle", edits=parse_edits(["ecosystem:gardens=0.3", "-ecosystem:snack-bars"]))

    assert weights(brief.ecosystems) == {"gardens": 0.3}
    assert "flora/sprinkler" in weights(brief.repositories)


def test_an_unknown_ecosystem_is_refused_with_the_nearest(understood):
    with pytest.raises(NotFoundError, match="did you mean gardens"):
        understood("kettle", edits=parse_edits(["ecosystem:garden"]))


def test_repositories_are_added_weighed_and_removed(understood):
    edits = parse_edits(["repo:acme/pot=0.2", "-repo:acme/toaster", "repo:new/thing"])
    found = weights(understood("kettle", edits=edits).repositories)

    assert (found["acme/kettle"], found["new/thing"], "acme/toaster" in found) == (0.2, 1.0, False)


def test_skills_are_added_weighed_and_removed_by_any_spelling(understood):
    edits = parse_edits(["-skill:steeping", "skill:watering", "skill:kettle=0.5", "skill:wholly new"])
    brief = understood("steeping kettle", edits=edits)

    assert weights(brief.skills) == {"irrigation": 1.0, "wholly new": 1.0, "kettle": 0.5}
    assert brief.words == ()


def test_a_day_replaces_what_the_text_asks_for_and_can_be_dropped(understood):
    text = "kettle in the last year"

    assert understood(text, edits=parse_edits(["since:2020-02-02"])).since == date(2020, 2, 2)
    assert understood(text, edits=parse_edits(["-since"])).since is None
    assert understood(text).since_cue == "in the last year"


def test_edits_alone_make_a_brief_of_a_text_that_says_nothing(understood):
    assert weights(understood("someone", edits=parse_edits(["repo:acme/kettle"])).repositories) == {"acme/kettle": 1.0}
