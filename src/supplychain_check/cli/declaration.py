"""Commands about supplier declarations: the forms and their empty templates."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from supplychain_check.errors import UsageProblem

if TYPE_CHECKING:
    from supplychain_check.models.declaration import Form, Question

KINDS = ("xlsx", "docx", "pdf", "json", "csv")
"""Kinds of empty forms, named here as well so that the help needs no more than this module."""


@click.group()
def declaration() -> None:
    """Supplier declarations: questionnaires that suppliers fill in."""


@declaration.command("forms")
@click.argument("form", required=False)
def list_forms(form: str | None) -> None:
    """List the forms, or show the questions of FORM, an id or a file of your own, with their core elements."""
    from supplychain_check.declarations.forms import load_form, shipped_forms

    if form is not None:
        _show(load_form(form))
        return
    for one in shipped_forms():
        small = sum(question.small_firms for question in one.questions)
        fewer = f", {small} for a small firm" if small else ""
        click.echo(f"{one.id}  {one.version}  {one.publisher}  {len(one.questions)} questions{fewer}\n    {one.title}")


@declaration.command()
@click.argument("form")
@click.option("--as", "kind", type=click.Choice(KINDS), default="xlsx", show_default=True, help="Kind of file.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where to write it. Default: FORM with the ending of its kind, in this directory.",
)
@click.option("--small", is_flag=True, help="Only the questions that a small firm answers.")
@click.option("--force", is_flag=True, help="Write over a file that is there already.")
def template(form: str, kind: str, output: Path | None, small: bool, force: bool) -> None:
    """Write an empty FORM, an id or a file of your own, for a supplier to fill in.

    What comes back is read without a mapping. For ids see: declaration forms.
    """
    from supplychain_check.declarations.forms import for_small_firms, load_form
    from supplychain_check.declarations.templates import write

    loaded = load_form(form)
    if small and not any(question.small_firms for question in loaded.questions):
        raise UsageProblem(
            f"The form {loaded.id} has no shorter set of questions for small firms.", "Leave out --small."
        )
    path = output or Path(f"{loaded.id}{'-small' if small else ''}.{kind}")
    if path.exists() and not force:
        raise UsageProblem(
            f"{path} is there already, perhaps with answers in it.", "Choose another name with -o, or add --force."
        )
    data = write(for_small_firms(loaded) if small else loaded, kind)
    try:
        path.write_bytes(data)
    except OSError as error:
        raise UsageProblem(f"{path} cannot be written ({error.strerror}).", "Choose another place with -o.") from error
    click.echo(f"Wrote {path}.")


def _show(form: Form) -> None:
    click.echo(f"{form.title} ({form.id} {form.version}, {form.publisher})")
    if form.note:
        click.echo(f"Note: {form.note}")
    section = ""
    for question in form.questions:
        if question.section != section:
            section = question.section
            click.echo(f"\n{section}")
        click.echo(f"  {question.id}: {question.text}\n      {_facts(question)}")
        if question.options:
            click.echo(f"      Answers: {'; '.join(question.options)}")
    click.echo("\nSources:")
    for source in form.sources:
        click.echo(f"  {source}")


def _facts(question: Question) -> str:
    facts = (
        question.kind.value.replace("_", " or "),
        "" if question.mandatory else "may be blank",
        "small firms too" if question.small_firms else "",
        question.only_if and f"only if {question.only_if} is yes",
        question.core_elements and f"core elements: {', '.join(question.core_elements)}",
    )
    return "; ".join(fact for fact in facts if fact)
