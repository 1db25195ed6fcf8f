"""Draw whole numbers that hit a sum exactly, and hand them out along a score.

Everything here is marginals first: the numbers that must come out are fixed as multisets, and chance only
decides who gets which. `by_rank` gives the largest value to the person with the highest score, so a score
made of a lasting trait and fresh noise gives answers that go together as they do in life.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def each(table: pd.DataFrame) -> Iterable[Any]:
    """Go through the rows as named tuples; the stubs of pandas do not know the names."""
    return table.itertuples()


def by_rank(values: Sequence[int] | Ints, score: Floats) -> Ints:
    """Give the k-th smallest value to the person with the k-th lowest score."""
    result = np.empty(len(score), dtype=np.int64)
    result[np.argsort(score, kind="stable")] = np.sort(np.asarray(values, dtype=np.int64))
    return result


def codes(counts: Sequence[int], first: int = 1) -> Ints:
    """Spell counts out as codes: ``codes([2, 1])`` is 1, 1, 2."""
    return np.repeat(np.arange(first, first + len(counts), dtype=np.int64), counts)


def with_sum(
    total: int, low: Sequence[int] | Ints, high: Sequence[int] | Ints, score: Floats, spread: float
) -> Ints:
    """Draw one whole number per score, within each one's bounds, that add up to `total`.

    Starts from the mean plus `spread` times the standardised score, and then moves the numbers one by one,
    in the order of the score, until the sum is right.
    """
    lows, highs = np.asarray(low, dtype=np.int64), np.asarray(high, dtype=np.int64)
    if not lows.sum() <= total <= highs.sum():
        raise ValueError(f"a sum of {total} cannot be reached: {lows.sum()} to {highs.sum()}")
    centred = (score - score.mean()) / (score.std() or 1.0)
    numbers = np.clip(np.rint(total / len(score) + spread * centred).astype(np.int64), lows, highs)
    order = np.argsort(-score, kind="stable")
    while numbers.sum() != total:
        step = 1 if numbers.sum() < total else -1
        for person in order if step > 0 else order[::-1]:
            if numbers.sum() != total and lows[person] <= numbers[person] + step <= highs[person]:
                numbers[person] += step
    return numbers


def split_points(totals: Ints, items: int, top: int, rng: np.random.Generator) -> Ints:
    """Split each person's points over items of 0 to `top`, roughly evenly: an array persons x items."""
    answers = np.zeros((len(totals), items), dtype=np.int64)
    for person, total in enumerate(totals):
        answers[person] = total // items
        answers[person, rng.permutation(items)[: total % items]] += 1
        for giver, taker in rng.integers(0, items, size=(6, 2)):
            if answers[person, giver] > 0 and answers[person, taker] < top and giver != taker:
                answers[person, giver] -= 1
                answers[person, taker] += 1
    return answers


def reach_item_sums(answers: Ints, sums: Sequence[int], top: int) -> Ints:
    """Move points between a person's items until each item has its sum; the persons' totals stay."""
    result = answers.copy()
    target = np.asarray(sums, dtype=np.int64)
    if target.sum() != result.sum():
        raise ValueError(f"item sums add up to {target.sum()}, the persons' points to {result.sum()}")
    while (gap := target - result.sum(axis=0)).any():
        over, under = int(np.argmin(gap)), int(np.argmax(gap))
        movable = (result[:, over] > 0) & (result[:, under] < top)
        # The person whose two answers differ most gives way first, so no answer looks forced.
        person = int(np.argmax(np.where(movable, result[:, over] - result[:, under], -99)))
        result[person, over] -= 1
        result[person, under] += 1
    return result
