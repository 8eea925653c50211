"""How well two readings of the same documents agree, with intervals that say how far the figures can be trusted.

The intervals are percentile bootstrap intervals (Efron and Tibshirani, An Introduction to the Bootstrap, 1993,
chapter 13). Whole documents, or firms where they are grouped, are drawn again with replacement, because judgements on
one document depend on each other. Kappa is that of Cohen (Educational and Psychological Measurement 20, 1960). The
corrected rate is that of Rogan and Gladen (American Journal of Epidemiology 107, 1978).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from supplychain_check.models.document import Frozen

if TYPE_CHECKING:
    import numpy

    Array = numpy.ndarray[Any, numpy.dtype[numpy.float64]]

DRAWS = 2000
ENOUGH = 20
"""With fewer positives or negatives no figure is held against a bar."""
_TAILS = (2.5, 97.5)
_DEFINED = 0.9
"""Least share of the draws in which a figure must be defined, for an interval to be given."""


class Pair(NamedTuple):
    """One judgement of a person beside the tool's.

    Attributes:
        group: what is drawn as a whole: the document, or the firm that wrote several.
        weight: how many judgements of the whole it stands for.
    """

    group: str
    truth: bool
    tool: bool
    weight: float = 1.0


class Figure(Frozen):
    """A figure with its 95 % interval; None where it is not defined.

    An interval is also missing where every draw gives the same figure: nothing varies, so that resampling
    cannot say how uncertain the figure is.
    """

    value: float | None
    low: float | None = None
    high: float | None = None


class Agreement(Frozen):
    """Figures of agreement. The first reading is taken as right for precision and recall.

    Attributes:
        n: judgements that both readings made.
        positives: how many of them are yes in the first reading; `n` less these are no.
        tool_positives: how many are yes in the second reading.
        groups: documents or firms that were drawn as wholes.
        enough: at least `ENOUGH` positives and as many negatives.
    """

    n: int
    positives: int
    tool_positives: int
    groups: int
    enough: bool
    accuracy: Figure
    kappa: Figure
    precision: Figure
    recall: Figure
    f1: Figure

    @property
    def negatives(self) -> int:
        """How many are no in the first reading."""
        return self.n - self.positives


class Rate(Frozen):
    """A share of documents: as the tool finds it, and corrected for its errors.

    Attributes:
        found: in so many documents.
        total: of so many that could be read.
        corrected: by Rogan and Gladen; not defined where the tool does no better than chance.
    """

    found: int
    total: int
    apparent: float
    corrected: Figure


def agreement(pairs: Sequence[Pair], seed: int = 0) -> Agreement:
    """Compare the tool's reading with a person's.

    Args:
        pairs: one a judgement; weights are used for every figure, but not for the counts.
        seed: of the draws; the same seed gives the same intervals.
    """
    counts = _by_group(pairs)
    figures = _figures(counts, seed)
    positives = sum(pair.truth for pair in pairs)
    return Agreement(
        n=len(pairs),
        positives=positives,
        tool_positives=sum(pair.tool for pair in pairs),
        groups=len(counts),
        enough=min(positives, len(pairs) - positives) >= ENOUGH,
        **figures,
    )


def rate_elsewhere(pairs: Sequence[Pair], found: int, total: int, seed: int = 0) -> Rate:
    """The corrected rate in other documents than those that people have judged.

    The interval carries the uncertainty of sensitivity and specificity, from the judged documents, and that of the
    apparent rate, from the number of the others.

    Args:
        pairs: judgements, from which sensitivity and specificity follow.
        found: documents among the others in which the tool finds it.
        total: the others that could be read.
        seed: of the draws.
    """
    import numpy as np

    counts = _by_group(pairs)
    apparent = found / total if total else float("nan")
    rng = np.random.default_rng(seed + 1)
    others = rng.binomial(total, apparent, size=DRAWS) / total if total else np.full(DRAWS, np.nan)
    value = _corrected(np.asarray([apparent]), counts.sum(axis=0, keepdims=True))
    return Rate(
        found=found, total=total, apparent=apparent, corrected=_figure(value, _corrected(others, _draws(counts, seed)))
    )


def rate_of_frame(pairs: Sequence[Pair], found: int, total: int, seed: int = 0) -> Rate:
    """The corrected rate in the documents from which the judged ones were drawn, apart by what the tool found.

    The draw depends on the tool's reading, so that every resample is first weighted back to what the tool found in
    all documents. The share of the weighted table that people call yes is then Rogan and Gladen's estimator with
    the sensitivity and specificity of that table.

    Args:
        pairs: judgements, with the weights of the draw.
        found: documents of all in which the tool finds it.
        total: all documents that could be read.
        seed: of the draws.
    """
    apparent = found / total if total else float("nan")
    counts = _by_group(pairs)
    value, drawn = (
        _share(_weighted_back(t, apparent)) for t in (counts.sum(axis=0, keepdims=True), _draws(counts, seed))
    )
    return Rate(found=found, total=total, apparent=apparent, corrected=_figure(value, drawn))


# --- arithmetic: tables have the columns true positives, false positives, false negatives, true negatives ----


def _by_group(pairs: Sequence[Pair]) -> Array:
    """The four weighted counts of each group: an array of shape (groups, 4)."""
    import numpy as np

    places = {group: n for n, group in enumerate(dict.fromkeys(pair.group for pair in pairs))}
    counts = np.zeros((len(places), 4))
    for pair in pairs:
        counts[places[pair.group], 2 * (not pair.tool) + (not pair.truth)] += pair.weight
    return counts


def _draws(counts: Array, seed: int) -> Array:
    """Tables of `DRAWS` resamples of the groups: an array of shape (DRAWS, 4)."""
    import numpy as np

    groups = len(counts)
    if not groups:
        return np.zeros((DRAWS, 4))
    times = np.random.default_rng(seed).multinomial(groups, np.full(groups, 1 / groups), size=DRAWS)
    return np.asarray(times @ counts, dtype=float)


def _figures(counts: Array, seed: int) -> dict[str, Figure]:
    whole = _measures(counts.sum(axis=0, keepdims=True))
    drawn = _measures(_draws(counts, seed))
    return {name: _figure(whole[name], drawn[name]) for name in whole}


def _measures(tables: Array) -> dict[str, Array]:
    """All figures of each table; not a number where a figure is not defined."""
    tp, fp, fn, tn = tables.T
    n = tp + fp + fn + tn
    observed = _ratio(tp + tn, n)
    expected = _ratio((tp + fp) * (tp + fn) + (fn + tn) * (fp + tn), n**2)
    return {
        "accuracy": observed,
        "kappa": _ratio(observed - expected, 1 - expected),
        "precision": _ratio(tp, tp + fp),
        "recall": _ratio(tp, tp + fn),
        "f1": _ratio(2 * tp, 2 * tp + fp + fn),
    }


def _corrected(apparent: Array, tables: Array) -> Array:
    """Rogan and Gladen's estimator, kept between 0 and 1."""
    import numpy as np

    tp, fp, fn, tn = tables.T
    sensitivity, specificity = _ratio(tp, tp + fn), _ratio(tn, tn + fp)
    informed = sensitivity + specificity - 1
    value = _ratio(apparent + specificity - 1, np.where(informed > 0, informed, 0))
    return np.clip(value, 0, 1)


def _share(tables: Array) -> Array:
    """Share that people call yes."""
    tp, _, fn, _ = tables.T
    return _ratio(tp + fn, tables.sum(axis=1))


def _weighted_back(tables: Array, apparent: float) -> Array:
    """Tables in which the share that the tool finds is what it is in all documents."""
    import numpy as np

    found, not_found = tables[:, :2].sum(axis=1), tables[:, 2:].sum(axis=1)
    yes, no = _ratio(np.full(len(tables), apparent), found), _ratio(np.full(len(tables), 1 - apparent), not_found)
    yes, no = (
        np.where(np.isnan(part) & (share == 0), 0, part) for part, share in ((yes, apparent), (no, 1 - apparent))
    )
    return tables * np.column_stack((yes, yes, no, no))


def _ratio(above: Array, below: Array) -> Array:
    import numpy as np

    fits = np.abs(below) > 1e-12
    return np.where(fits, above / np.where(fits, below, 1), np.nan)


def _figure(whole: Array, drawn: Array) -> Figure:
    import numpy as np

    value = float(whole[0])
    if not np.isfinite(value):
        return Figure(value=None)
    defined = drawn[np.isfinite(drawn)]
    if len(defined) < _DEFINED * len(drawn) or np.ptp(defined) < 1e-12:
        return Figure(value=value)
    low, high = np.percentile(defined, _TAILS)
    return Figure(value=value, low=float(low), high=float(high))
