"""`declaration read` and `declaration map`: a filled-in questionnaire, and what its questions mean."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from supplychain_check.cli.options import as_of_option, day
from supplychain_check.cli.screen import screen
from supplychain_check.errors import InputProblem, UsageProblem

if TYPE_CHECKING:
    from supplychain_check.declarations.declare import Fitted
    from supplychain_check.models import Document
    from supplychain_check.models.declaration import Declaration

TABLES = ("csv", "xlsx")


@click.command("read")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--form", metavar="ID", help="The form that it is: an id, or a file. Default: the one that fits best.")
@click.option(
    "--mapping", type=click.Path(path_type=Path), help="What its questions mean, as written by: declaration map"
)
@as_of_option
@click.option("-v", "--verbose", is_flag=True, help="Show explanations in full, and how each question was matched.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@click.option("--as", "table", type=click.Choice(TABLES), help="Write a table instead; needs -o.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Where to write the table.")
def read(
    file: Path, form: str | None, mapping: Path | None, as_of: datetime | None, verbose: bool, as_json: bool,
    table: str | None, output: Path | None,
) -> None:  # fmt: skip
    """Read FILE, a questionnaire that a supplier filled in: each answer, what it is worth, and what to look at.

    A bare yes is claimed; an explanation is described; a document, number or date is evidenced. What cannot be matched
    safely is listed with its candidates and not used.
    """
    from supplychain_check.declarations.declare import declared
    from supplychain_check.pipeline import info

    if bool(table) != bool(output):
        raise UsageProblem("--as and -o belong together.", "Write for example: --as xlsx -o answers.xlsx")
    document = _document(file)
    declaration = _with_notices(declared(_fitted(document, form, mapping), info(document), as_of=day(as_of)), document)
    if table and output:
        _write(output, _table(declaration, table))
        click.echo(f"Wrote {output}.")
    elif as_json:
        click.echo(declaration.model_dump_json(indent=2))
    else:
        _show(declaration, verbose=verbose)


@click.command("map")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--form", metavar="ID", help="The form to map to: an id, or a file. Default: the one that fits best.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Where to write it. Default: print."
)
@click.option("--force", is_flag=True, help="Write over a file that is there already.")
def map_questions(file: Path, form: str | None, output: Path | None, force: bool) -> None:
    """Write a mapping: which question of a form each question of FILE means, to correct and to use again.

    Then, for every file with the same questions: supplychain-check declaration read OTHER --mapping MAPPING
    """
    from supplychain_check.declarations.mapping import write_mapping

    if output and output.exists() and not force:
        raise UsageProblem(
            f"{output} is there already, perhaps with your corrections.", "Choose another name with -o, or add --force."
        )
    fitted = _fitted(_document(file), form, None)
    matches, unsure = fitted.matched
    text = write_mapping(fitted.form, matches, unsure)
    if not output:
        click.echo(text, nl=False)
        return
    _write(output, text.encode())
    click.echo(
        f"Wrote {output} for {fitted.form.id}: {len(matches)} questions matched, {len(unsure)} for you to decide."
    )


def _document(file: Path) -> Document:
    from supplychain_check.readers.worker import shared

    sources = shared().unpack(file)
    if len(sources) > 1 or file.is_dir():
        raise UsageProblem(f"{file} holds {len(sources)} documents.", "Give one document.")
    return shared().read(sources[0])


def _with_notices(declaration: Declaration, document: Document) -> Declaration:
    """The declaration, also with what the reader of the file says was left out of it."""
    from supplychain_check.models.analysis import Warn

    told = (Warn(code="reading", message=text) for text in document.warnings)
    return declaration.model_copy(update={"warnings": (*told, *declaration.warnings)})


def _fitted(document: Document, form: str | None, mapping: Path | None) -> Fitted:
    """The form that was named, whether it fits or not, or the one that fits best."""
    from supplychain_check.analyse.topics import shipped_topics
    from supplychain_check.declarations.declare import fit, with_form
    from supplychain_check.declarations.forms import load_form, shipped_forms
    from supplychain_check.declarations.mapping import load_mapping
    from supplychain_check.declarations.reading import entries, respondents
    from supplychain_check.pipeline_declarations import encoder_of

    if (several := respondents(document)) > 1:
        raise InputProblem(
            f"{document.name} holds the answers of {several} suppliers, one a row.",
            "Save each row, with the row of questions above it, as a file of its own.",
        )
    forms = (load_form(form),) if form else shipped_forms()
    told = load_mapping(mapping, forms) if mapping else None
    found, encoder = entries(document), encoder_of(shipped_topics())
    if not found:
        raise InputProblem(
            f"There are no questions with answers in {document.name}.",
            "Give a filled-in questionnaire; a statement is read with: supplychain-check check FILE",
        )
    fitted = with_form(found, forms[0], encoder, told) if form else fit(found, forms, encoder, told)
    if fitted is None:
        ids = ", ".join(one.id for one in forms)
        raise InputProblem(
            f"No form fits the {len(found)} questions in {document.name}; tried {ids}.",
            "Name the form with --form ID, or say what its questions mean: "
            "declaration map FILE --form ID -o mapping.toml",
        )
    return fitted


def _table(declaration: Declaration, kind: str) -> bytes:
    from supplychain_check.reports.declaration import as_csv, as_xlsx

    return as_csv(declaration) if kind == "csv" else as_xlsx(declaration)


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise UsageProblem(f"{path} cannot be written ({error.strerror}).", "Choose another place with -o.") from error


def _show(declaration: Declaration, *, verbose: bool) -> None:
    from supplychain_check.reports.declaration import write_declaration
    from supplychain_check.reports.paper import Paper

    here = screen()
    paper = Paper(here.width, colour=here.colour, unicode=here.unicode)
    write_declaration(paper, declaration, verbose=verbose)
    click.echo(paper.text(), nl=False)
