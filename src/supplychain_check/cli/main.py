"""The root command, its settings, and the one place where errors become exit codes."""

from __future__ import annotations

import logging
import sys

import click

from supplychain_check import __version__
from supplychain_check.cli import stored
from supplychain_check.cli.applies import applies
from supplychain_check.cli.authoring import explain
from supplychain_check.cli.check import check
from supplychain_check.cli.declaration import declaration
from supplychain_check.cli.declaration_read import map_questions, read
from supplychain_check.cli.evidence import evidence
from supplychain_check.cli.gaps import gaps
from supplychain_check.cli.measuring import evaluate, sample
from supplychain_check.cli.model import model
from supplychain_check.cli.packs import packs
from supplychain_check.cli.settings import settings
from supplychain_check.cli.vet import vet
from supplychain_check.errors import ExitCode, SupplyChainCheckError

PROGRAM = "supplychain-check"


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "SUPPLYCHAIN_CHECK"},
    epilog="Settings: command line, then SUPPLYCHAIN_CHECK_... variables, then supplychain-check.toml here.",
)
@click.version_option(__version__, prog_name=PROGRAM)
@click.option(
    "--log-level",
    type=click.Choice(["debug", "info", "warning", "error"]),
    default="warning",
    help="How much to log to standard error. No document text is ever logged.",
)
@click.pass_context
def cli(context: click.Context, log_level: str) -> None:
    """Read modern-slavery statements and score what they disclose, sentence by sentence, offline.

    Start with: supplychain-check check statement.pdf
    """
    logging.basicConfig(level=log_level.upper(), format="%(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    context.default_map = {**settings(), **(context.default_map or {})}


COMMANDS = (
    check, stored.list_assessments, stored.show, stored.compare, stored.overrule, stored.delete, stored.db, packs,
    explain, gaps, model, declaration, evidence, vet,
)  # fmt: skip
for command in COMMANDS:
    cli.add_command(command)
for command in (evaluate, sample, applies):
    packs.add_command(command)
for command in (read, map_questions):
    declaration.add_command(command)


@cli.command()
def schema() -> None:
    """Print the JSON Schema of what --json prints."""
    import json

    from supplychain_check.reports.schema import schema as made

    click.echo(json.dumps(made(), indent=2))


def run(args: list[str] | None = None) -> int:
    """Run a command and return its exit code. Errors of the user are printed; bugs show their traceback."""
    try:
        # without standalone mode click returns the code of an Exit, and the value of a command (here always None)
        return cli.main(args=args, prog_name=PROGRAM, standalone_mode=False) or ExitCode.DONE
    except click.Abort:
        click.echo("Stopped. What was finished before is stored.", err=True)
        return ExitCode.INTERRUPTED
    except click.ClickException as error:
        error.show()
        return ExitCode.USAGE
    except SupplyChainCheckError as error:
        click.echo(f"Error: {error}", err=True)
        return error.exit_code
