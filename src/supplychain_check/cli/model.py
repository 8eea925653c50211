"""Commands about the topic model: what it is, how accurate it is, and training one's own."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import click

from supplychain_check.errors import InputProblem, UsageProblem

if TYPE_CHECKING:
    from supplychain_check.training.card import Named
    from supplychain_check.training.corpus import Corpus
    from supplychain_check.training.scores import Scores

_FILE = click.Path(path_type=Path, dir_okay=False)
_DIRECTORY = click.Path(path_type=Path, file_okay=False)


@click.group()
def model() -> None:
    """The topic model: what it is, how accurate it is, and training your own."""


_choice = click.option(
    "--model", "directory", type=_DIRECTORY, metavar="DIR", help="A model of your own; else the shipped one."
)
_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_texts = click.option(
    "--texts",
    type=_FILE,
    metavar="FILE",
    help="Unlabelled statements (JSON Lines with `text`) to read first, on this machine; some come with labels (README).",
)
_work = click.option(
    "--work", type=_DIRECTORY, default=Path("model-work"), show_default=True, help="Checkpoints; resumed from."
)
_seed = click.option("--seed", type=int, default=0, show_default=True, help="Decides every draw.")


@model.command()
@_choice
@_json
def info(directory: Path | None, as_json: bool) -> None:
    """Say what the model is, what it was trained on, how accurate it is, and what it cannot do."""
    import json

    from supplychain_check.encoder import Encoder

    encoder = Encoder(directory)
    if as_json:
        click.echo(json.dumps(encoder.card | {"sha256": encoder.sha256}, indent=2))
        return
    card = encoder.card
    click.echo(f"{card['name']} {card['version']}, sha256 {encoder.sha256[:12]}\nAccuracy: {card['accuracy']}.\n")
    text = encoder.directory / "CARD.md"
    if text.is_file():
        click.echo(text.read_text(encoding="utf-8").rstrip() + "\n")
    _echo_scores(_measured(card))


def _measured(card: dict[str, object]) -> Scores | None:
    from pydantic import ValidationError

    from supplychain_check.training.scores import Scores

    if "cross_validation" not in card:
        return None
    try:
        return Scores.model_validate(card["cross_validation"])
    except ValidationError as error:
        raise InputProblem(
            "The figures in the model's model.json cannot be read: another version of the tool wrote them.",
            "Use the version that wrote them, or print them as they are with --json.",
        ) from error


def _echo_scores(scores: Scores | None) -> None:
    from supplychain_check.training.text import scores_text

    if scores is not None:
        click.echo(
            "Cross-validated on the statements it was trained on, each predicted by a model that had not seen it:\n"
        )
        click.echo("\n".join(scores_text(scores)))


@model.command()
@click.argument("file", type=_FILE)
@_choice
@click.option("--include-known", is_flag=True, help="Count statements too that the model was trained on.")
@_json
def evaluate(file: Path, directory: Path | None, include_known: bool, as_json: bool) -> None:
    """Measure the model on FILE: JSON Lines with jurisdiction, statement_id, idx, sentence and the labels."""
    from supplychain_check.analyse.topics import EncoderTopics
    from supplychain_check.encoder import Encoder
    from supplychain_check.training.corpus import read_corpus
    from supplychain_check.training.evaluate import evaluate as measured
    from supplychain_check.training.text import scores_text

    result = measured(EncoderTopics(Encoder(directory)), read_corpus(file), include_known=include_known)
    if as_json:
        click.echo(result.model_dump_json(indent=2))
        return
    click.echo(f"{result.model.name} {result.model.version} (sha256 {result.model.sha256[:12]}) on {file.name}")
    if result.known:
        done = "left out" if result.left_out else "counted all the same, so that the figures flatter the model"
        what = "1 statement is" if result.known == 1 else f"{result.known} statements are"
        click.echo(f"{what} known to the model from training: {done}.")
    click.echo("")
    click.echo("\n".join(scores_text(result.scores)))


@model.command()
@click.argument("files", type=_FILE, nargs=-1, required=True)
@_texts
@_work
@_seed
@_json
def crossvalidate(files: tuple[Path, ...], texts: Path | None, work: Path, seed: int, as_json: bool) -> None:
    """Measure the training recipe on FILES: each statement is predicted by a model that has not seen it.

    Takes hours on two processor cores; started again, it goes on from its last checkpoint.
    """
    make = _training()
    from supplychain_check.cli.bars import Shown
    from supplychain_check.training.corpus import read_corpus
    from supplychain_check.training.learn import Recipe
    from supplychain_check.training.text import scores_text
    from supplychain_check.training.unlabelled import read_texts

    corpus, recipe = read_corpus(*files), Recipe(seed=seed)
    start = make.begin(corpus, read_texts(texts) if texts else [], recipe, work, Shown())
    scores = make.score(make.crossvalidate(corpus, start, recipe, work, Shown()))
    _say_what_was_shown(corpus)
    click.echo(scores.model_dump_json(indent=2) if as_json else "\n".join(scores_text(scores)))


@model.command()
@click.argument("files", type=_FILE, nargs=-1, required=True)
@click.option("--out", type=_DIRECTORY, required=True, metavar="DIR", help="Where to write the model.")
@click.option("--name", default="own-topics", show_default=True, help="What results will call it.")
@click.option("--release", default="1", show_default=True, help="Which version of it this is.")
@_texts
@_work
@_seed
def train(
    files: tuple[Path, ...], out: Path, name: str, release: str, texts: Path | None, work: Path, seed: int
) -> None:
    """Train a model on FILES, measure it, and write it to DIR with a card; use it with: check --model DIR.

    Takes hours on two processor cores; started again, it goes on from its last checkpoint.
    """
    named, make = _named(name, release), _training()
    from supplychain_check.cli.bars import Shown
    from supplychain_check.training.corpus import read_corpus
    from supplychain_check.training.learn import Recipe
    from supplychain_check.training.text import scores_text
    from supplychain_check.training.unlabelled import read_texts

    corpus, unlabelled = read_corpus(*files), read_texts(texts) if texts else []
    scores = make.train(corpus, unlabelled, Recipe(seed=seed), out, work, Shown(), named)
    _say_what_was_shown(corpus)
    click.echo("\n".join(scores_text(scores)))
    click.echo(f"\nWritten to {out}. Use it with: supplychain-check check FILE --model {out}")


def _named(name: str, release: str) -> Named:
    """What the model is called.

    Raises:
        UsageProblem: it would not fit in a line of a report.
    """
    from supplychain_check.training.card import Named

    for what, text in (("name", name), ("release", release)):
        if not re.fullmatch(r"\w[\w .+-]{0,39}", text):
            raise UsageProblem(
                f"The {what} of the model cannot be {text!r}.",
                "Give at most 40 letters, digits, spaces, dots, hyphens or plus signs, a letter or digit first.",
            )
    return Named(name, release)


def _say_what_was_shown(corpus: Corpus) -> None:
    from supplychain_check.training.marks import shown

    if number := shown(corpus):
        click.echo(
            f"{number} of {len(corpus.places)} labelled statements: learned from, but left out of these figures, because "
            "language models were shown their labels before they labelled other statements for this package.",
            err=True,
        )


def _training() -> ModuleType:
    """The recipe, where what it needs is installed."""
    try:
        from supplychain_check.training import make
    except ImportError as error:
        raise UsageProblem(
            f"Training needs more than is installed ({error.name} is missing).",
            'Install it with: pip install "supplychain-check[train]" (with a CPU build of torch)',
        ) from error
    return make
