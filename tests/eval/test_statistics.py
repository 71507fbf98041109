"""Every expected number is worked out by hand, or is the textbook's."""

from __future__ import annotations

import pytest

from eval.statistics import (
    bootstrap_interval,
    holm,
    mcnemar,
    mean,
    measured,
    paired_p,
    percentile,
    ratio,
    sign_flip,
    wilson_interval,
)


def test_mean_leaves_out_what_says_nothing() -> None:
    assert mean([1.0, None, 0.0, 0.5]) == 0.5
    assert mean([None]) is None


def test_percentile_is_a_measured_value() -> None:
    values = [50.0, 15.0, 35.0, 20.0, 40.0]  # the textbook's example: 15 20 35 40 50
    assert [percentile(values, p) for p in (5, 30, 40, 50, 100)] == [15, 20, 20, 35, 50]
    # of 20 values the 19th is the p95: 19 of 20 do not exceed it
    assert percentile([float(n) for n in range(1, 21)], 95) == 19
    assert percentile([], 50) is None


def test_bootstrap_is_seeded_and_brackets_the_mean() -> None:
    values = [1.0] * 80 + [0.0] * 20
    interval = bootstrap_interval(values, seed=1)
    assert interval == bootstrap_interval([*values, None], seed=1)
    assert interval is not None
    low, high = interval
    # normal approximation: 0.8 ± 1.96·sqrt(0.8·0.2/100) = 0.8 ± 0.078
    assert low == pytest.approx(0.722, abs=0.02)
    assert high == pytest.approx(0.878, abs=0.02)


def test_bootstrap_of_one_value_is_that_value() -> None:
    assert bootstrap_interval([0.25, 0.25]) == (0.25, 0.25)
    assert bootstrap_interval([None]) is None


def test_bootstrap_narrows_with_a_lower_level() -> None:
    values = [0.0, 1.0] * 30
    wide, narrow = bootstrap_interval(values, level=0.99), bootstrap_interval(values, level=0.5)
    assert wide is not None and narrow is not None
    assert wide[0] < narrow[0] < narrow[1] < wide[1]


def test_a_measured_mean_has_both_intervals() -> None:
    found = measured([1.0, 0.0, 1.0, 1.0, None])
    assert found is not None
    assert (found.mean, found.count) == (0.75, 4)
    assert (found.low, found.high) == bootstrap_interval([1.0, 0.0, 1.0, 1.0])
    assert found.wilson == wilson_interval(0.75, 4)
    assert measured([None]) is None


def test_wilson_does_not_shrink_to_a_point() -> None:
    # all of 10 right: the lower end is n / (n + z²) = 10 / (10 + 3.8415) = 0.7225
    assert wilson_interval(1.0, 10) == (pytest.approx(0.7225, abs=1e-4), 1.0)
    # 5 of 10: the middle stays 0.5; half = z·sqrt(1/40 + z²/400) / (1 + z²/10) = 1.96·0.18604 / 1.38415 = 0.2634
    assert wilson_interval(0.5, 10) == (pytest.approx(0.2366, abs=1e-4), pytest.approx(0.7634, abs=1e-4))


def test_wilson_of_scores_from_minus_1_is_stretched() -> None:
    # a mean of 1 between −1 and 1 is a share of 1: the lower end is 2 · 0.7225 − 1
    assert wilson_interval(1.0, 10, lowest=-1.0) == (pytest.approx(0.4449, abs=1e-4), 1.0)


def test_a_ratio_sums_before_it_divides() -> None:
    # (2 + 0 + 1) / (4 + 1 + 0) = 0.6, not the mean of 0.5 and 0
    found = ratio([2, 0, 1], [4, 1, 0])
    assert found is not None
    assert (found.mean, found.count) == (pytest.approx(0.6), 2)
    assert found.low <= 0.6 <= found.high
    assert found == ratio([2, 0, 1], [4, 1, 0])
    assert ratio([1, 1], [0, 0]) is None


def test_a_ratio_of_one_to_each_question_is_the_mean() -> None:
    values = [1.0, 0.0, 0.5, 1.0]
    found = ratio(values, [1.0] * 4)
    assert found is not None
    assert (found.low, found.high) == bootstrap_interval(values)


def test_mcnemar_is_the_exact_sign_test_of_what_changed() -> None:
    # 1 won, 6 lost: 2 · (C(7,0) + C(7,1)) / 2⁷ = 2 · 8 / 128 = 0.125
    assert mcnemar(1, 6) == pytest.approx(0.125)
    # 0 won, 5 lost: 2 · 1 / 2⁵ = 0.0625
    assert mcnemar(0, 5) == pytest.approx(0.0625)
    assert mcnemar(3, 3) == 1.0
    assert mcnemar(0, 0) == 1.0


def test_the_sign_flip_test_tries_every_swap_of_few_questions() -> None:
    # of 2³ swaps of (0.5, 0.25, 0.25) only +++ and −−− reach a sum of ±1
    assert sign_flip([0.5, 0.25, 0.25, 0.0]) == pytest.approx(2 / 8)
    # of (0.5, −0.25): |0.25| is reached by (+−), (−+) and exceeded by (++), (−−)
    assert sign_flip([0.5, -0.25]) == 1.0
    assert sign_flip([0.0, 0.0]) == 1.0
    assert sign_flip([0.3]) == 1.0


def test_the_sign_flip_test_of_many_questions_is_drawn_with_a_seed() -> None:
    rising = [0.1] * 30 + [-0.1] * 10
    p = sign_flip(rising, seed=1)
    assert p == sign_flip(rising, seed=1)
    # 30 of 40 up: the exact sign test gives 0.0022
    assert p == pytest.approx(0.0022, abs=0.0015)
    assert sign_flip([0.1, -0.1] * 20) > 0.9


def test_the_test_fits_the_scores() -> None:
    assert paired_p([1, 1, 1, 1, 1, 0], [0, 0, 0, 0, 0, 0]) == mcnemar(0, 5)
    assert paired_p([0.5, 0.0, 0.0], [1.0, 0.25, 0.25]) == sign_flip([0.5, 0.25, 0.25])


def test_holm_raises_the_smallest_most_and_keeps_the_order() -> None:
    # in order 0.01, 0.03, 0.04: 3 · 0.01 = 0.03, 2 · 0.03 = 0.06, and 1 · 0.04 is raised to the 0.06 before it
    adjusted = holm({"a": 0.04, "b": 0.01, "c": 0.03})
    assert adjusted == {"a": pytest.approx(0.06), "b": pytest.approx(0.03), "c": pytest.approx(0.06)}
    assert holm({"a": 0.9, "b": 0.8}) == {"a": 1.0, "b": 1.0}
    assert holm({}) == {}
