"""Parsers of what comes from elsewhere, given what is nearly right: nothing but an error of ours comes out, soon."""

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.mutations import mutated
from tests.parsers import PARSERS

from handiwork.errors import HandiworkError

EXAMPLES = 120
"""Of each parser; the coverage-guided run in ``benchmarks/fuzz.py`` goes on from there."""


@pytest.mark.parametrize("name", sorted(PARSERS))
def test_the_seeds_are_read(name):
    for seed in PARSERS[name].seeds:
        PARSERS[name].parse(seed)


@pytest.mark.parametrize("name", sorted(PARSERS))
@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), database=None)
@given(data=st.data())
def test_a_parser_answers_or_says_what_is_wrong(name, data):
    content = data.draw(mutated(PARSERS[name].seeds))
    with suppress(HandiworkError):
        PARSERS[name].parse(content)
