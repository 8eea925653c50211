"""Small tools for tests: check a text or file against a pack and look at the levels."""

from __future__ import annotations

from pathlib import Path

from supplychain_check.authoring.examples import example_document
from supplychain_check.models import Assessment, DocumentKind, Excluded, Finding, Options, Outcome
from supplychain_check.packs import load_pack
from supplychain_check.pipeline import Pipeline

MINI = Path(__file__).parent / "packs" / "mini"


def check_text(text: str, pack: str | Path = MINI, **options: bool | DocumentKind) -> Assessment:
    """Assess Markdown text, as a statement unless `kind` says otherwise."""
    chosen = Options.model_validate({"kind": DocumentKind.STATEMENT, **options})
    pipeline = Pipeline((load_pack(pack),), chosen)
    outcome = pipeline.assess(pipeline.prepare_document(example_document(text)))[0]
    assert isinstance(outcome, Assessment)
    return outcome


def check_files(*paths: Path, pack: str | Path = "nz-plan-of-action", **options: bool) -> list[Outcome]:
    """Assess files together, as one batch."""
    pipeline = Pipeline((load_pack(pack),), Options.model_validate(options))
    return [outcome for result in pipeline.run(paths) for outcome in result.outcomes]


def check_file(path: Path, pack: str | Path = "nz-plan-of-action") -> Assessment:
    """Assess one file as a statement, whatever it seems to be."""
    pipeline = Pipeline((load_pack(pack),), Options(kind=DocumentKind.STATEMENT))
    outcome = next(iter(pipeline.run([path]))).outcomes[0]
    assert isinstance(outcome, Assessment), outcome
    return outcome


def finding(assessment: Assessment, criterion: str) -> Finding:
    """One finding."""
    return next(f for f in assessment.findings if f.criterion == criterion)


def levels(assessment: Assessment) -> dict[str, int]:
    """Level of each criterion."""
    return {f.criterion: f.level for f in assessment.findings}


def excluded(outcome: Outcome) -> Excluded:
    """The outcome, which must be an exclusion."""
    assert isinstance(outcome, Excluded), outcome
    return outcome
