"""``--fail-under``: thresholds for scripts, each named, because there is no total."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from supplychain_check.criteria import Pack
from supplychain_check.errors import UsageProblem
from supplychain_check.models import Assessment, Obligation
from supplychain_check.score import mandatory, sections
from supplychain_check.totals import total

EXAMPLE = "Write for example --fail-under 13=4 (points of section 13), 14=50% (share) or mandatory=100%."


class Threshold(NamedTuple):
    """At least `value` points (or items, for mandatory), or per cent of those that count."""

    of: str
    value: float
    percent: bool

    def __str__(self) -> str:
        return f"{self.of} under {self.value:g}{'%' if self.percent else ''}"


def parse(texts: tuple[str, ...]) -> tuple[Threshold, ...]:
    """Read thresholds; several may be joined with ``|``.

    Raises:
        UsageProblem: a bare number, or something that is not NAME=NUMBER.
    """
    return tuple(_one(part.strip()) for text in texts for part in text.split("|"))


def _one(text: str) -> Threshold:
    name, equals, number = text.partition("=")
    percent = number.endswith("%")
    try:
        value = float(number.removesuffix("%"))
    except ValueError:
        value = -1.0
    if not equals or not name or not 0 <= value < float("inf"):
        bare = text.replace(".", "", 1).removesuffix("%").isdigit()
        what = "is a bare number, and there is no total to compare it with" if bare else "is not NAME=NUMBER"
        raise UsageProblem(f"--fail-under {text!r} {what}.", EXAMPLE)
    return Threshold(name, value, percent)


def names(packs: Iterable[Pack]) -> set[str]:
    """What thresholds can be put on: sections, mandatory items where a pack has any, a total where it has one."""
    loaded = list(packs)
    binding = any(c.obligation is Obligation.MANDATORY for pack in loaded for c in pack.criteria)
    whole = {"total"} if any(pack.head.total for pack in loaded) else set()
    return {s.id for pack in loaded for s in pack.head.sections} | ({"mandatory"} if binding else set()) | whole


def check_names(thresholds: tuple[Threshold, ...], known: set[str]) -> None:
    """Refuse thresholds on what no chosen pack has.

    Raises:
        UsageProblem: names what there is.
    """
    for threshold in thresholds:
        if threshold.of not in known:
            what = {"mandatory": "mandatory items", "total": "a total"}.get(threshold.of, f"section {threshold.of!r}")
            raise UsageProblem(
                f"--fail-under {threshold.of}: no chosen pack has {what}.",
                f"Choose from {', '.join(sorted(known))}, or another --pack. {EXAMPLE}",
            )


def below(assessment: Assessment, thresholds: tuple[Threshold, ...]) -> Iterator[str]:
    """What of an assessment is below a threshold, in words."""
    reached = {result.id: (result.points, result.max_points) for result in sections(assessment)}
    items = mandatory(assessment)
    if items.total:
        reached["mandatory"] = (items.disclosed, items.counted)
    if (together := total(assessment)) is not None:
        reached["total"] = (together.points, together.max_points)
    for threshold in thresholds:
        if threshold.of in reached:
            got, of = reached[threshold.of]
            value = (100 * got / of if of else 0.0) if threshold.percent else got
            if value < threshold.value:
                yield f"{threshold}: {got:g} of {of:g}"
