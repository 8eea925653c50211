"""What the examples of a pack gave, as text."""

from __future__ import annotations

from collections.abc import Iterator

from supplychain_check.authoring.examples import ExampleResult, PackReport
from supplychain_check.authoring.words import counted
from supplychain_check.criteria import Pack


def render(pack: Pack, report: PackReport, *, verbose: bool = False) -> str:
    """Write what is wrong and what to do about it; `verbose` writes every example first."""
    lines = [line for result in report.results for line in _example(result)] if verbose else []
    for problem in report.found:
        lines.append(f"{problem.criterion}: {problem.text}")
        lines += [f"    {line}" for line in problem.help]
    lines += ["", *_summary(pack, report)] if lines else _summary(pack, report)
    return "\n".join(lines) + "\n"


def _example(result: ExampleResult) -> Iterator[str]:
    mark = "ok" if result.passed else "known miss" if result.example.without_phrases else "FAILS"
    yield f"{mark}: {result.criterion} example {result.number}, expected {result.example.level}, got {result.got}"
    yield f"    {' '.join(result.example.text.split())}"
    yield f"    signals: {', '.join(sorted(result.fired)) or 'none'}"


def _summary(pack: Pack, report: PackReport) -> list[str]:
    beyond = report.beyond_phrases
    lines = [
        f"{pack.head.id} {pack.head.version}: {counted(len(pack.criteria), 'criterion', 'criteria')}, "
        f"{counted(len(report.results) - len(beyond), 'example')}, {counted(len(report.found), 'problem')}."
    ]
    if beyond:
        lines.append(
            f"Examples that no listed phrase can find: {sum(r.passed for r in beyond)} of {len(beyond)} get their level "
            "(this shows what word lists miss; it does not fail)."
        )
    return lines
