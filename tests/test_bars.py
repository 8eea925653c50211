"""What a user sees of a training that takes hours."""

from __future__ import annotations

import io

from rich.console import Console

from supplychain_check.cli.bars import Shown
from supplychain_check.training.progress import Progress
from telling import Kept


def _printed(progress: Progress, console: Console) -> str:
    with progress.bar("learns", 4, 1) as advance:
        advance(2)
        progress("epoch 1 of 2, loss [bold]0.5[/bold]")
        advance(1)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_a_file_gets_lines_alone() -> None:
    console = Console(file=io.StringIO(), width=80)
    assert _printed(Shown(console), console) == "learns ...\nepoch 1 of 2, loss [bold]0.5[/bold]\n"


def test_a_terminal_gets_a_bar_with_the_time_left_beside_the_lines() -> None:
    console = Console(file=io.StringIO(), width=100, force_terminal=True, color_system=None)
    printed = _printed(Shown(console), console)
    assert "epoch 1 of 2, loss [bold]0.5[/bold]" in printed
    assert "learns" in printed
    assert "100%" in printed
    assert "0:00:00" in printed


def test_a_part_has_its_name_before_lines_and_bars() -> None:
    kept = Kept()
    part = kept.named("network 2 of 15").named("learns topics")
    part("epoch 1")
    with part.bar("learns", 3, 1) as advance:
        advance(2)
    assert kept.lines == ["network 2 of 15: learns topics: epoch 1"]
    assert [(bar.what, bar.total, bar.begun, bar.done) for bar in kept.bars] == [
        ("network 2 of 15: learns topics: learns", 3, 1, 3)
    ]


def test_who_does_not_ask_is_told_nothing() -> None:
    silent = Progress().named("learns topics")
    silent("epoch 1")
    with silent.bar("learns", 3) as advance:
        assert advance(3) is None
