"""Score the answers to an instrument's items."""

from __future__ import annotations

import pandas as pd

from evalreport.errors import EvalreportError
from evalreport.instruments.registry import Instrument


def score(answers: pd.DataFrame, scale: Instrument) -> pd.Series:
    """Return one score per row of answers; missing where too few items were answered.

    Parameters
    ----------
    answers : DataFrame, shape (people, items)
        Item answers in the order of the instrument's items; missing as NA.
    scale : Instrument
        Holds range, reversed items, aggregation and missing rule.

    Raises
    ------
    EvalreportError
        When the number of columns is not the number of items, or an answer lies outside the item range.

    Examples
    --------
    >>> from evalreport.instruments import instrument
    >>> score(pd.DataFrame([[5, 5, 5, 5, 5], [3, 2, 3, 2, None]]), instrument("who5")).tolist()
    [100.0, nan]
    """
    if answers.shape[1] != scale.items:
        raise EvalreportError(
            f"instrument '{scale.id}' has {scale.items} items, but {answers.shape[1]} columns were given",
            remedy="list the item columns in questionnaire order under the measure's `items`",
        )
    values = answers.astype("Float64").astype(float)
    low, high = scale.item_range
    outside = values.lt(low) | values.gt(high)
    if outside.to_numpy().any():
        columns = ", ".join(str(name) for name in values.columns[outside.any()])
        raise EvalreportError(
            f"answers outside {low}-{high} for instrument '{scale.id}' in {columns}",
            remedy="declare other codes (such as 'ved ikke') as missing in the contract",
        )
    for position in scale.reversed_items:
        values.iloc[:, position - 1] = high + low - values.iloc[:, position - 1]
    answered = values.notna().sum(axis=1)
    # Items missing within the instrument's rule are given the person's own mean; with all items required
    # (the default of every instrument here) this changes nothing.
    mean = values.mean(axis=1)
    raw = mean if scale.aggregation in ("mean", "single") else mean * scale.items
    result = raw * scale.factor
    return result.where(answered >= scale.items_required).round(10)
