"""Intervals and tests give known answers, and the same ones each time."""

import numpy as np
import pytest

from handiwork.evaluation.statistics import bootstrap_interval, holm, paired_p


def test_an_interval_holds_the_mean_narrows_with_more_topics_and_never_changes():
    few, many = np.tile([0.0, 1.0], 10), np.tile([0.0, 1.0], 1000)
    low, high = bootstrap_interval(few)
    narrow_low, narrow_high = bootstrap_interval(many)
    assert low < narrow_low < 0.5 < narrow_high < high
    assert bootstrap_interval(few) == (low, high)


def test_the_interval_of_many_topics_is_the_one_of_the_normal_distribution():
    low, high = bootstrap_interval(np.tile([0.0, 1.0], 2000))
    assert (low, high) == pytest.approx((0.5 - 1.96 * 0.5 / 4000**0.5, 0.5 + 1.96 * 0.5 / 4000**0.5), abs=0.001)


def test_no_topics_have_no_interval():
    assert bootstrap_interval(np.zeros(0)) is None


def test_a_constant_difference_is_no_chance_and_none_is_all_chance():
    assert (paired_p(np.full(5, 0.1)), paired_p(np.zeros(5)), paired_p(np.array([0.3]))) == (0.0, 1.0, 1.0)


def test_the_paired_test_gives_the_textbook_value():
    # t = mean / (s / √n) = 2 / (1 / √3) = 3.4641 with 2 degrees of freedom: p = 0.0742
    assert paired_p(np.array([1.0, 2.0, 3.0])) == pytest.approx(0.0742, abs=1e-4)


def test_corrected_p_values_are_never_smaller_and_keep_their_order():
    given = {"a": 0.2, "b": 0.001, "c": 0.03, "d": 0.04}
    assert holm(given) == {"a": 0.2, "b": 0.004, "c": 0.09, "d": 0.09}
