"""Estimators of a closed population: by hand, on simulated populations of known size, and at the edges."""

import numpy as np
import pytest

from handiwork.pool import Frequencies, chao2, ice, jackknife, variation


def frequencies(*persons, occasions=None, rare=None):
    """Return frequencies of persons caught once, twice, …."""
    m = occasions or len(persons)
    counts = np.zeros(m + 1, np.int64)
    counts[1 : len(persons) + 1] = persons
    return Frequencies(m, counts, m if rare is None else rare)


def simulated(rng, chances, occasions):
    """Return the frequencies of a population whose members are caught with these chances each time."""
    caught = rng.random((len(chances), occasions)) < chances[:, None]
    bits = np.uint64(1) << np.arange(occasions, dtype=np.uint64)
    return Frequencies.of((caught * bits).sum(axis=1).astype(np.uint64), occasions)


def simulations(draw, *, occasions=24, runs=200, seed=7):
    rng = np.random.default_rng(seed)
    return [simulated(rng, draw(rng), occasions) for _ in range(runs)]


def coverage(runs, truth):
    """Return the part of the intervals that hold the truth, and the part whose lower bound is no larger."""
    found = [chao2(run) for run in runs]
    return np.mean([f.low <= truth <= f.high for f in found]), np.mean([f.low <= truth for f in found])


def test_histories_are_counted_by_their_bits():
    found = Frequencies.of(np.array([0, 0b1, 0b100, 0b101, (1 << 12) - 1], np.uint64), 12)

    assert found.persons.tolist() == [0, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]
    assert (found.observed, found.captures, found.rare_occasions) == (4, 16, 2)


def test_chao2_is_the_formula():
    found = chao2(frequencies(10, 4, 1, occasions=12))

    missing = 11 / 12 * 10 * 9 / (2 * 5)
    variance = 11 / 12 * 90 / 10 + (11 / 12) ** 2 * 10 * 19**2 / (4 * 25) + (11 / 12) ** 2 * 100 * 4 * 81 / (4 * 5**4)
    factor = np.exp(1.959964 * np.sqrt(np.log(1 + variance / missing**2)))
    assert found.estimate == pytest.approx(15 + missing)
    assert (found.low, found.high) == pytest.approx((15 + missing / factor, 15 + missing * factor), rel=1e-6)


def test_jackknives_are_the_formulae():
    found = frequencies(10, 4, 1, occasions=12)

    assert jackknife(found, 1) == pytest.approx(15 + 10 * 11 / 12)
    assert jackknife(found, 2) == pytest.approx(15 + 10 * 21 / 12 - 4 * 100 / (12 * 11))


def test_ice_is_the_formula():
    found = frequencies(10, 4, 1, *[0] * 8, 3, occasions=12)

    covered, catches = 1 - 10 / 21, 21
    gamma = max(15 / covered * 12 / 11 * (2 * 4 + 6) / catches**2 - 1, 0)
    assert ice(found) == pytest.approx(3 + 15 / covered + 10 / covered * gamma)


@pytest.mark.parametrize("chance", [0.02, 0.05, 0.1])
def test_the_interval_holds_the_truth_as_often_as_it_says_where_all_are_alike(chance):
    runs = simulations(lambda _: np.full(400, chance))

    holds, _ = coverage(runs, 400)
    assert 0.90 <= holds <= 0.985
    assert np.mean([chao2(run).estimate for run in runs]) == pytest.approx(400, rel=0.04)
    assert np.mean([variation(run) for run in runs]) < 0.4


@pytest.mark.parametrize(("a", "b", "below"), [(2, 18, 0.08), (1, 9, 0.16), (0.5, 4.5, 0.28)])
def test_where_persons_differ_the_estimate_is_too_low_and_the_lower_bound_still_holds(a, b, below):
    runs = simulations(lambda rng: rng.beta(a, b, 400))

    holds, bounded = coverage(runs, 400)
    mean = np.mean([chao2(run).estimate for run in runs])
    assert 400 * (1 - below) < mean < 390
    assert holds < 0.9
    assert bounded == 1.0
    assert np.mean([variation(run) for run in runs]) > 0.4


def test_the_estimate_is_nearer_the_truth_than_the_count():
    runs = simulations(lambda rng: rng.beta(2, 18, 400))

    counted = np.mean([abs(run.observed - 400) for run in runs])
    assert np.mean([abs(chao2(run).estimate - 400) for run in runs]) < counted / 2


def test_chances_that_differ_between_months_do_no_harm():
    rng = np.random.default_rng(3)
    estimates = []
    for _ in range(100):
        caught = rng.random((400, 24)) < rng.uniform(0.01, 0.19, 24)
        histories = (caught * (np.uint64(1) << np.arange(24, dtype=np.uint64))).sum(axis=1).astype(np.uint64)
        estimates.append(chao2(Frequencies.of(histories, 24)).estimate)

    assert np.mean(estimates) == pytest.approx(400, rel=0.04)


def test_nobody_caught_leaves_the_number_open():
    nobody = frequencies(0, 0, 0)

    found = chao2(nobody)

    assert (found.estimate, found.low, found.high) == (0, 0, None)
    assert (jackknife(nobody, 1), jackknife(nobody, 2), ice(nobody), variation(nobody)) == (0, 0, None, None)


def test_one_occasion_is_a_count_without_a_bound_above():
    once = frequencies(7)

    found = chao2(once)

    assert (found.estimate, found.low, found.high) == (7, 7, None)
    assert (jackknife(once, 1), jackknife(once, 2), ice(once), variation(once)) == (7, 7, None, None)


def test_no_occasion_at_all_finds_nobody():
    found = chao2(Frequencies.of(np.zeros(3, np.uint64), 0))

    assert (found.estimate, found.low, found.high) == (0, 0, None)


def test_everybody_caught_once_gives_a_wide_interval():
    found = chao2(frequencies(30, occasions=12))

    assert found.estimate == pytest.approx(30 + 11 / 12 * 30 * 29 / 2)
    assert 30 < found.low < found.estimate < found.high
    assert found.high - found.low > found.estimate
    assert ice(frequencies(30, occasions=12)) is None


def test_a_single_person_caught_once_may_be_one_of_several():
    found = chao2(frequencies(1, occasions=12))

    assert (found.estimate, found.low) == (1, 1)
    assert found.high == pytest.approx(1 / (1 - np.exp(-1)) + 1.96 * np.sqrt(np.exp(-1) / (1 - np.exp(-1))), rel=1e-3)


def test_who_are_all_caught_often_are_all():
    found = chao2(frequencies(*[0] * 11, 50, occasions=12))

    assert (found.estimate, found.low) == (50, 50)
    assert found.high == pytest.approx(50, abs=0.05)
    assert ice(frequencies(*[0] * 11, 50, occasions=12, rare=0)) == 50


def test_all_frequent_but_one_rare_occasion_leaves_ice_open():
    assert ice(frequencies(0, 3, occasions=12, rare=1)) is None
