"""Yes or no: how a share changed for the same persons, with McNemar's and Cochran's tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from evalreport.errors import EvalreportError
from evalreport.statistics.estimate import LEVEL, HypothesisTest, Interval, Reason
from evalreport.statistics.paired_intervals import newcombe_interval, tango_interval
from evalreport.statistics.pairs import Numbers, Table, Values, complete_rows, paired
from evalreport.statistics.proportions import (
    Proportion,
    proportion,
)
from evalreport.statistics.resampling import shuffled_within_rows

SMALL = 25
"""Below this many who changed, McNemar's mid-p test; up to this many persons, Cochran's Q by permutation."""


@dataclass(frozen=True)
class McNemar:
    """McNemar's test in its versions.

    Attributes
    ----------
    changed : int
        Persons whose answer changed; the test builds on them alone.
    exact, mid_p, asymptotic, corrected : HypothesisTest
        Exact binomial, its mid-p version, chi-square, and chi-square with continuity correction.
    """

    changed: int
    exact: HypothesisTest
    mid_p: HypothesisTest
    asymptotic: HypothesisTest
    corrected: HypothesisTest

    @property
    def recommended(self) -> HypothesisTest:
        """The mid-p test below 25 who changed, otherwise chi-square.

        Both keep the level, while the exact test is needlessly cautious (Fagerland et al. 2013).
        """
        return self.mid_p if self.changed < SMALL else self.asymptotic


@dataclass(frozen=True)
class PairedProportions:
    """A share at two timepoints for the same persons.

    Attributes
    ----------
    n, incomplete : int
        Persons with both values; persons left out because one is missing.
    both, lost, gained, neither : int
        Yes both times; yes then no; no then yes; no both times.
    first, second : Proportion
        The share at either timepoint.
    difference : float or None
        Second share minus first.
    interval : Interval or None
        Tango's score interval of the difference.
    newcombe : Interval or None
        Newcombe's square-and-add interval of the difference.
    mcnemar : McNemar or None
        None when nobody changed; `reason` is then `no_change`, and the interval still stands.
    """

    n: int
    incomplete: int
    both: int
    lost: int
    gained: int
    neither: int
    first: Proportion
    second: Proportion
    difference: float | None = None
    interval: Interval | None = None
    newcombe: Interval | None = None
    mcnemar: McNemar | None = None
    reason: Reason | None = None


@dataclass(frozen=True)
class ProportionWaves:
    """Cochran's test over timepoints: the same persons, yes or no each time."""

    n: int
    incomplete: int
    shares: tuple[float, ...] = ()
    test: HypothesisTest | None = None
    reason: Reason | None = None


def paired_proportions(first: Values, second: Values, *, level: float = LEVEL) -> PairedProportions:
    """Estimate how a share changed among those with a value both times.

    Parameters
    ----------
    first, second : Series indexed by person, or sequences of the same length
        True and False (or 1 and 0); pairs with a missing value are left out and counted.

    Raises
    ------
    EvalreportError
        When a value is neither yes nor no.
    """
    pairs = paired(first, second)
    before, after = _yes(pairs.first), _yes(pairs.second)
    return paired_counts(
        both=int((before & after).sum()),
        lost=int((before & ~after).sum()),
        gained=int((~before & after).sum()),
        neither=int((~before & ~after).sum()),
        incomplete=pairs.incomplete,
        level=level,
    )


def paired_counts(
    *, both: int, lost: int, gained: int, neither: int, incomplete: int = 0, level: float = LEVEL
) -> PairedProportions:
    """Estimate how a share changed, from the four counts.

    The interval is Tango's score interval (Tango 1998, Stat Med 17:891-908); beside it Newcombe's for paired data
    (Newcombe 1998, Stat Med 17:2635-2650, method 10).

    Examples
    --------
    >>> found = paired_counts(both=1, lost=1, gained=7, neither=12)
    >>> round(found.difference, 3), found.mcnemar.recommended.method, round(found.mcnemar.recommended.p, 3)
    (0.286, 'mcnemar_mid_p', 0.039)
    """
    n = both + lost + gained + neither
    first, second = proportion(both + lost, n, level=level), proportion(both + gained, n, level=level)
    if not n:
        return PairedProportions(0, incomplete, 0, 0, 0, 0, first, second, reason=Reason.EMPTY)
    return PairedProportions(
        n,
        incomplete,
        both,
        lost,
        gained,
        neither,
        first,
        second,
        difference=(gained - lost) / n,
        interval=tango_interval(gained, lost, n, level),
        newcombe=newcombe_interval(both, lost, gained, neither, level),
        mcnemar=mcnemar(gained, lost) if gained + lost else None,
        reason=None if gained + lost else Reason.NO_CHANGE,
    )


def mcnemar(gained: int, lost: int) -> McNemar | None:
    """Test whether as many changed to yes as to no (McNemar 1947); None when nobody changed.

    Exact, mid-p and asymptotic as in Fagerland, Lydersen & Laake 2013 (BMC Med Res Methodol 13:91); the continuity
    correction is Edwards' (1948).
    """
    changed = gained + lost
    if not changed:
        return None
    fewer = min(gained, lost)
    exact = min(1.0, 2 * float(stats.binom.cdf(fewer, changed, 0.5)))
    here = float(stats.binom.pmf(fewer, changed, 0.5))
    mid_p = 1 - here / 2 if gained == lost else exact - here
    chi = (gained - lost) ** 2 / changed
    corrected = max(abs(gained - lost) - 1, 0) ** 2 / changed
    return McNemar(
        changed=changed,
        exact=HypothesisTest("mcnemar_exact", float(fewer), exact),
        mid_p=HypothesisTest("mcnemar_mid_p", float(fewer), mid_p),
        asymptotic=HypothesisTest("mcnemar_chi_square", chi, float(stats.chi2.sf(chi, 1)), 1),
        corrected=HypothesisTest(
            "mcnemar_chi_square_corrected", corrected, float(stats.chi2.sf(corrected, 1)), 1
        ),
    )


def cochran(values: Table, *, method: Literal["auto", "exact", "asymptotic"] = "auto") -> ProportionWaves:
    """Compare a share over timepoints for the same persons (Cochran 1950, Biometrika 37:256-266).

    With up to 25 persons the p-value comes from 9,999 random orders of each person's answers (`exact`), above from
    chi-square.

    Parameters
    ----------
    values : DataFrame or array
        A row per person, a column per timepoint, True and False (or 1 and 0).
    """
    table = pd.DataFrame(values)
    rows = complete_rows(table)
    _yes(rows)
    n, incomplete, waves = len(rows), len(table) - len(rows), table.shape[1]
    if waves < 2:
        return ProportionWaves(n, incomplete, reason=Reason.ONE_WAVE)
    if not n:
        return ProportionWaves(n, incomplete, reason=Reason.EMPTY)
    shares = tuple(float(share) for share in rows.mean(axis=0))
    if not (rows != rows[:, :1]).any():
        return ProportionWaves(n, incomplete, shares, reason=Reason.NO_CHANGE)
    q = float(_cochran_statistic(rows[np.newaxis])[0])
    if method == "exact" or (method == "auto" and n <= SMALL):
        test = HypothesisTest(
            "cochran_permutation", q, shuffled_within_rows(rows, _cochran_statistic), waves - 1
        )
    else:
        test = HypothesisTest("cochran_chi_square", q, float(stats.chi2.sf(q, waves - 1)), waves - 1)
    return ProportionWaves(n, incomplete, shares, test)


def _cochran_statistic(rows: Numbers) -> Numbers:
    waves = rows.shape[-1]
    columns, persons = rows.sum(axis=1), rows.sum(axis=2)
    spread = ((columns - columns.mean(axis=1, keepdims=True)) ** 2).sum(axis=1)
    return waves * (waves - 1) * spread / (waves * persons - persons**2).sum(axis=1)


def _yes(values: Numbers) -> npt.NDArray[np.bool_]:
    if not np.isin(values, (0, 1)).all():
        raise EvalreportError("values must be yes or no (True and False, or 1 and 0)")
    return values == 1
