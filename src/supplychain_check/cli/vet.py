"""The command that reads a supplier's declaration beside its statements."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from supplychain_check.cli.chosen import chosen_packs, switch_option
from supplychain_check.cli.options import mapping_option
from supplychain_check.cli.screen import screen
from supplychain_check.errors import ExitCode, InputProblem, UsageProblem

if TYPE_CHECKING:
    from supplychain_check.models import DocumentKind
    from supplychain_check.pipeline import Pipeline, Prepared
    from supplychain_check.vetting.risk_data import Contract
    from supplychain_check.vetting.values import NoView, SupplierView
    from supplychain_check.vetting.view import Tenderer

DEFAULT_PACK = "nz-plan-of-action"
FORMATS = ("text", "markdown", "json")


@click.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--declaration", type=click.Path(path_type=Path), metavar="FILE", help="What the supplier declared.")
@click.option(
    "--statement",
    "statements",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="What it published. Repeat it for older ones; the newest is found by the reporting period.",
)
@click.option("--supplier", metavar="NAME", help="The supplier as the tender names it: does the statement cover it?")
@click.option(
    "--nzbn", "identifiers", multiple=True, metavar="NUMBER", help="Its NZBN, ABN, ACN or company number. Repeatable."
)
@click.option(
    "--contract",
    metavar="KINDS",
    help="What is bought, such as cleaning,uniforms: asks what such contracts need, whatever the papers speak of. "
    "A kind that is not known gives the list.",
)
@click.option("--pack", "pack_name", default=DEFAULT_PACK, show_default=True, metavar="PACK", help="Criteria.")
@switch_option
@mapping_option
@click.option("--as", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="How it is shown.")
@click.option(
    "--questions",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the questions to the supplier here, ready to paste into an e-mail.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="With FOLDER: write suppliers.csv, suppliers.xlsx and a file of questions for each supplier here.",
)
@click.option("-v", "--verbose", is_flag=True, help="Show the quotes of every criterion.")
@click.option("--allow-unreadable", is_flag=True, help="Do not exit with 3 because of files that cannot be read.")
def vet(
    folder: Path | None, declaration: Path | None, statements: tuple[Path, ...], supplier: str | None,
    identifiers: tuple[str, ...], contract: str | None, pack_name: str, switches: tuple[str, ...], mapping: Path | None, form: str, questions: Path | None,
    output: Path | None, verbose: bool, allow_unreadable: bool,
) -> None:  # fmt: skip
    """Read what a supplier declared beside what it published, and write the questions that follow.

    For each criterion: supported, declared only, published only, contradicted, differs in scope, or both silent, with
    both quotes. FOLDER has one subfolder a supplier; which file is the declaration is found by its content. Nothing is
    stored. That two papers differ says nothing of who is right. A confidence goes by how surely question and sentence were
    read and how much either paper says; its parts are set by hand, so that it gives an order and no probability.
    """
    from supplychain_check.vetting.view import Tenderer

    who = Tenderer(supplier or "", identifiers)
    _check_usage(folder, declaration, statements, who, output, questions)
    kinds = _contracts(contract)
    pipeline = _pipeline(pack_name, switches, mapping)
    if folder is not None:
        _folder(pipeline, folder, output, form, kinds, allow_unreadable=allow_unreadable)
        return
    view = _one(pipeline, declaration, statements, who, kinds)
    click.echo(_shown(view, form, verbose=verbose), nl=False)
    if questions is not None:
        from supplychain_check.vetting.mail import as_mail

        _write(questions, as_mail(view).encode())
        click.echo(f"Questions: {questions}", err=True)


def _check_usage(
    folder: Path | None, declaration: Path | None, statements: tuple[Path, ...], who: Tenderer, output: Path | None,
    questions: Path | None,
) -> None:  # fmt: skip
    single = declaration is not None or bool(statements)
    if (folder is None) is not single:
        raise UsageProblem(
            "vet takes either FOLDER or files." if single else "There is nothing to read.",
            "Give --declaration FILE and --statement FILE, or a FOLDER with one subfolder a supplier.",
        )
    if folder is not None and (who.name or who.identifiers or questions):
        raise UsageProblem(
            "--supplier, --nzbn and --questions are for one supplier.",
            "With FOLDER, -o DIR writes a file of questions for each.",
        )
    if folder is None and output is not None:
        raise UsageProblem("-o is for FOLDER.", "For one supplier write --questions FILE, and --as markdown > FILE.")
    if declaration is None and folder is None and not (who.name or who.identifiers):
        raise UsageProblem(
            "There is no declaration to read beside the statement.",
            "Give --declaration FILE; or --supplier NAME to ask whether the statement covers it.",
        )


def _pipeline(pack_name: str, switches: tuple[str, ...], mapping: Path | None) -> Pipeline:
    from supplychain_check.cli.check import declaring, started_worker
    from supplychain_check.pipeline import Pipeline

    worker = started_worker()
    return Pipeline(chosen_packs((pack_name,), switches)[:1], worker=worker, declare=declaring(mapping))


def _contracts(names: str | None) -> tuple[Contract, ...]:
    from supplychain_check.vetting.risk_data import contracts, load_risk

    return contracts(names, load_risk()) if names is not None else ()


def _one(
    pipeline: Pipeline, declaration: Path | None, statements: tuple[Path, ...], who: Tenderer,
    contracts: tuple[Contract, ...],
) -> SupplierView:  # fmt: skip
    from supplychain_check.models import DocumentKind
    from supplychain_check.vetting.view import Given, make_view

    declared = _prepared(pipeline, declaration, DocumentKind.DECLARATION) if declaration else None
    if declared is not None and declared.declared is None:
        raise InputProblem(
            f"{declaration} was read, but no form fits its questions.",
            f"Write a mapping: supplychain-check declaration map {declaration}",
        )
    published = tuple(_prepared(pipeline, path, DocumentKind.STATEMENT) for path in statements)
    return make_view(pipeline, Given(declared, published), who, contracts)


def _prepared(pipeline: Pipeline, path: Path, kind: DocumentKind) -> Prepared:
    from supplychain_check.models import Unreadable

    paper = pipeline.prepare(path, kind)
    if isinstance(paper, Unreadable):
        raise InputProblem(f"{path} could not be read: {paper.message}", paper.hint, reason=paper.reason)
    return paper


def _shown(view: SupplierView, form: str, *, verbose: bool) -> str:
    if form == "markdown":
        from supplychain_check.vetting import markdown

        return markdown.render(view)
    if form == "json":
        from supplychain_check.vetting import as_json

        return as_json.render([view])
    from supplychain_check.vetting import text

    here = screen()
    return text.render(view, width=here.width, colour=here.colour, unicode=here.unicode, verbose=verbose)


def _folder(
    pipeline: Pipeline, folder: Path, output: Path | None, form: str, contracts: tuple[Contract, ...], *,
    allow_unreadable: bool,
) -> None:  # fmt: skip
    from supplychain_check.cli.check import progress
    from supplychain_check.vetting.folder import suppliers, vet_folder
    from supplychain_check.vetting.values import NoView

    with progress(len(suppliers(folder))) as tick:
        rows = list(vet_folder(pipeline, folder, tick, contracts))
    click.echo(_shown_all(rows, form), nl=False)
    if output is not None:
        _write_all(rows, output)
        click.echo(f"Tables and questions: {output}", err=True)
    if any(isinstance(row, NoView) for row in rows) and not allow_unreadable:
        raise click.exceptions.Exit(ExitCode.INPUT)


def _shown_all(rows: list[SupplierView | NoView], form: str) -> str:
    from supplychain_check.vetting.values import SupplierView

    if form == "json":
        from supplychain_check.vetting import as_json

        return as_json.render(rows)
    if form == "markdown":
        from supplychain_check.vetting import markdown

        return "\n".join(markdown.render(row) for row in rows if isinstance(row, SupplierView))
    from supplychain_check.vetting import text

    here = screen()
    return text.render_table(rows, width=here.width, unicode=here.unicode)


def _write_all(rows: list[SupplierView | NoView], output: Path) -> None:
    from supplychain_check.vetting import table
    from supplychain_check.vetting.folder import TABLES
    from supplychain_check.vetting.mail import as_mail
    from supplychain_check.vetting.values import SupplierView

    for name, data in zip(TABLES, (table.as_csv(rows).encode("utf-8-sig"), table.as_xlsx(rows)), strict=True):
        _write(output / name, data)
    for row in rows:
        if isinstance(row, SupplierView):
            _write(output / f"questions-{row.folder or row.supplier}.txt", as_mail(row).encode())


def _write(path: Path, data: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise UsageProblem(f"{path} could not be written: {error.strerror}.", "Choose another place.") from None
