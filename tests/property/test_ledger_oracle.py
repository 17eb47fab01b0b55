"""Strengths and contested claims against a slow reading of the rules, on random claims and decisions."""

from hypothesis import given
from hypothesis import strategies as st

from handiwork.identity.ledger.weighing import Claim, weigh
from handiwork.identity.ledger.weights import ACCEPTED, POSSIBLE, WEIGHTS

# Few values, so that they meet.
_ACCOUNT = st.sampled_from(["pypi:ada_l", "pypi:ada_2", "huggingface:ada_l", "speaker:one/a", "speaker:two/a"])
_PERSON = st.integers(0, 2)
_REASON = st.sampled_from([r for r in WEIGHTS if r not in ("operator", "contested")])
_CLAIMS = st.lists(st.builds(Claim, _ACCOUNT, _PERSON, _REASON), max_size=12)
_DECIDED = st.fixed_dictionaries(
    {
        "accepted": st.dictionaries(_ACCOUNT, _PERSON, max_size=2),
        "rejected": st.frozensets(st.tuples(_ACCOUNT, _PERSON), max_size=2),
        "split": st.frozensets(_ACCOUNT, max_size=1),
    }
)


def _place(account):
    return account.split("/")[0] if account.startswith("speaker") else account.split(":")[0]


def _oracle(claims, accepted, rejected, split):
    """Return account, person, strength and status of every link, by asking each pair about every other one."""
    strength = {}
    for account in {c.account for c in claims} | set(accepted):
        for person in range(3):
            if accepted.get(account) == person:
                strength[account, person] = 1.0
            elif account not in split and (account, person) not in rejected:
                weights = [c.weight for c in claims if (c.account, c.person) == (account, person)]
                if weights and max(weights) >= POSSIBLE:
                    strength[account, person] = max(weights)

    def beaten(pair, rivals):
        if accepted.get(pair[0]) == pair[1]:
            return False
        return any(accepted.get(a) == p or strength[a, p] >= strength[pair] for a, p in rivals - {pair})

    strong = {pair for pair, value in strength.items() if value >= ACCEPTED}
    first = {pair for pair in strong if beaten(pair, {r for r in strong if r[0] == pair[0]})}
    left = strong - first
    second = {p for p in left if beaten(p, {r for r in left if r[1] == p[1] and _place(r[0]) == _place(p[0])})}
    kept = left - second
    return sorted((a, p, s, "accepted" if (a, p) in kept else "possible") for (a, p), s in strength.items())


@given(_CLAIMS, _DECIDED)
def test_links_are_those_of_the_rules_read_slowly(claims, decided):
    found = weigh(claims, **decided)
    assert [(k.account, k.person, k.strength, k.status) for k in found] == _oracle(claims, **decided)


@given(_CLAIMS, _DECIDED, st.randoms(use_true_random=False))
def test_neither_order_nor_repetition_of_claims_matters(claims, decided, random):
    again = random.sample(claims, len(claims)) + claims[:2]
    assert weigh(again, **decided) == weigh(claims, **decided)


@given(_CLAIMS, _DECIDED)
def test_nobody_is_accepted_twice_unless_an_operator_said_so(claims, decided):
    kept = [k for k in weigh(claims, **decided) if k.status == "accepted"]
    assert len({k.account for k in kept}) == len(kept)
    found = [(k.person, _place(k.account)) for k in kept if decided["accepted"].get(k.account) != k.person]
    assert len(set(found)) == len(found)


@given(_CLAIMS)
def test_every_reason_is_told_and_the_strongest_is_the_strength(claims):
    for link in weigh(claims):
        told = [c for c in link.reasons if c.reason != "contested"]
        assert set(told) == {c for c in claims if (c.account, c.person) == (link.account, link.person)}
        assert link.strength == told[0].weight == max(c.weight for c in told)
        assert (link.strength >= ACCEPTED and link.status == "possible") == (len(told) < len(link.reasons))


@given(_CLAIMS, _DECIDED)
def test_a_decision_taken_back_leaves_no_trace(claims, decided):
    before = weigh(claims)
    weigh(claims, **decided)
    assert weigh(claims) == before
