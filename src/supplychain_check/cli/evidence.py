"""Commands about the models of promises and denials: how accurate they are, and making them again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from supplychain_check.training.evidence_corpus import Labelled

_FILE = click.Path(path_type=Path, dir_okay=False)
_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_texts = click.option(
    "--texts", type=_FILE, metavar="FILE", help="Unlabelled statements (JSON Lines with `text`) to learn from as well."
)
_seed = click.option("--seed", type=int, default=0, show_default=True, help="Decides which statements form a fold.")


@click.group()
def evidence() -> None:
    """How surely promises and denials are told from what is done."""


@evidence.command()
@click.argument("file", type=_FILE)
@click.option("--include-trained", is_flag=True, help="Count statements too that the models were trained on.")
@_json
def evaluate(file: Path, include_trained: bool, as_json: bool) -> None:
    """Measure the models on FILE: JSON Lines with jurisdiction, statement_id, sentence, future and negative."""
    from supplychain_check.analyse.evidence import shipped_evidence
    from supplychain_check.training.evidence_corpus import read_labelled
    from supplychain_check.training.evidence_scores import evaluate as measured
    from supplychain_check.training.evidence_scores import scores_text

    result = measured(shipped_evidence(), read_labelled(file), include_trained=include_trained)
    if as_json:
        click.echo(result.model_dump_json(indent=2))
        return
    click.echo(f"Models of promises and denials {result.version} on {file.name}")
    if result.known:
        done = "left out" if result.left_out else "counted all the same, so that the figures flatter the models"
        what = "1 statement is" if result.known == 1 else f"{result.known} statements are"
        click.echo(f"{what} known to the models from training: {done}.")
    click.echo("\n" + "\n".join(scores_text(result)))


@evidence.command()
@click.argument("file", type=_FILE)
@_texts
@_seed
@_json
def crossvalidate(file: Path, texts: Path | None, seed: int, as_json: bool) -> None:
    """Measure the recipe on FILE: each statement is judged by models made without it. Takes a minute with --texts."""
    from supplychain_check.training.evidence import crossvalidate as crossvalidated
    from supplychain_check.training.evidence_corpus import read_labelled
    from supplychain_check.training.evidence_scores import scores_text

    scores = crossvalidated(read_labelled(file), seed, _more(texts))
    click.echo(scores.model_dump_json(indent=2) if as_json else "\n".join(scores_text(scores)))


@evidence.command()
@click.argument("file", type=_FILE)
@click.option("--out", type=_FILE, required=True, help="Where to write the models (JSON).")
@click.option("--version", default="1", show_default=True, help="By which results say which models they are of.")
@_texts
@_seed
def train(file: Path, out: Path, version: str, texts: Path | None, seed: int) -> None:
    """Make the models from FILE, with their cross-validated figures, as they lie in the package."""
    import json

    from supplychain_check.training.evidence import train as trained
    from supplychain_check.training.evidence_corpus import read_labelled
    from supplychain_check.training.evidence_scores import EvidenceScores, scores_text

    model = trained(read_labelled(file), version, seed, _more(texts))
    out.write_text(json.dumps(model.model_dump(mode="json"), indent=1) + "\n", encoding="utf-8")
    click.echo("\n".join(scores_text(EvidenceScores.model_validate(model.cross_validation))))


def _more(texts: Path | None) -> Labelled | None:
    """What is known of sentences of unlabelled statements."""
    from supplychain_check.training.evidence_corpus import read_taught
    from supplychain_check.training.unlabelled import read_texts

    return read_taught(read_texts(texts)) if texts else None
