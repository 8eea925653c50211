"""The packs that a command was asked for, with disputed points set as ``--switch`` says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from supplychain_check.errors import UsageProblem

if TYPE_CHECKING:
    from supplychain_check.criteria import Pack

ALL = "all"
_F = TypeVar("_F", bound=Callable[..., Any])


def switch_option(command: _F) -> _F:
    """``--switch``: settle a disputed point otherwise than the pack does."""
    return click.option(
        "--switch",
        "switches",
        multiple=True,
        metavar="ID=CHOICE",
        help="Settle a disputed point, such as delegated-approval=accept, in every chosen pack that has it (see: packs "
        "show). The result counts as one of another pack. May be repeated.",
    )(command)


def chosen_packs(names: Sequence[str], switches: Sequence[str] = ()) -> list[Pack]:
    """Load packs, each once.

    Args:
        names: ids or directories; "all" stands for all that come with the tool, in the order of ``packs list``.
        switches: as given on the command line, ``ID=CHOICE``.

    Raises:
        UsageProblem: a switch that no chosen pack has, or a choice that it does not have.
    """
    from supplychain_check.packs import load_pack, pack_ids

    wanted = (one for name in names for one in (pack_ids() if name == ALL else (name,)))
    packs = {name: load_pack(name) for name in wanted}
    settings = dict(_setting(text) for text in switches)
    _check(settings, list(packs.values()))
    for name, pack in packs.items():
        if mine := {switch: choice for switch, choice in settings.items() if switch in pack.settings}:
            packs[name] = load_pack(name, mine)
    return list(packs.values())


def _setting(text: str) -> tuple[str, str]:
    switch, equals, choice = text.partition("=")
    if not equals or not switch or not choice:
        raise UsageProblem(
            f"--switch {text!r} is not ID=CHOICE.", "Write for example --switch delegated-approval=accept."
        )
    return switch, choice


def _check(settings: Mapping[str, str], packs: Sequence[Pack]) -> None:
    known = {switch.id: switch.choices for pack in packs for switch in pack.head.switches}
    for switch, choice in settings.items():
        if switch not in known:
            have = f"They have {', '.join(sorted(known))}." if known else "They have none."
            raise UsageProblem(f"--switch {switch}={choice}: no chosen pack has the switch {switch!r}.", have)
        if choice not in known[switch]:
            raise UsageProblem(
                f"--switch {switch}={choice}: there is no such choice.", f"Choose from {', '.join(known[switch])}."
            )
