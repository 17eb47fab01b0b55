"""A decision names the user who made it, not who the settings name."""

from handiwork.identity.decisions import DecisionList


def test_the_log_says_who_decided(state_database):
    log = DecisionList(state_database, operator="desk")
    first = log.by("mira_k").split("login:ada_l")
    second = log.by("ask a@b.example").split("login:bob_b")
    third = log.split("login:cleo_c")
    told = {entry.id: entry.operator for entry in log.entries()}
    assert told == {first: "mira_k", second: "ask (address)", third: "desk"}
