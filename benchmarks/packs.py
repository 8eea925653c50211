"""What it costs to check one statement of twenty pages against all packs, compared with one pack, in the same run.

    python benchmarks/packs.py              all packs of the tool against the default pack
    python benchmarks/packs.py --rounds 9   more rounds
    python benchmarks/packs.py FILE         your own document

Runs ``supplychain-check check FILE --pack ...`` in turn with one pack and with all, each time as a new process with
a copy of an empty database that is up to date, and prints wall and CPU seconds, least and median, and their ratios.
That is the whole command: start of Python, imports, loading packs, reading the file (in the interpreter of its own,
whose CPU time counts too), analysis, matching, scoring, storing, printing. Then it runs the same steps in processes
that time each step, for the CPU milliseconds behind those figures and the ratio without start and imports.
"""

from __future__ import annotations

import argparse
import gc
import itertools
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import NamedTuple

ROUNDS = 7
DEFAULT = "nz-plan-of-action"
ALL = "all"
STEPS = ("load packs", "compile", "read", "analyse", "match and score", "store", "report")


class Cost(NamedTuple):
    """Seconds by the clock, and of computing in all processes of a command."""

    wall: float
    cpu: float


def command(document: Path, pack: str, database: Path) -> Cost:
    """Run the whole command once."""
    arguments = [sys.executable, "-m", "supplychain_check", "check", str(document), "--pack", pack]
    before, started = os.times(), time.perf_counter()
    subprocess.run([*arguments, "--db", str(database)], check=True, stdout=subprocess.DEVNULL)
    wall, after = time.perf_counter() - started, os.times()
    spent = (after.children_user - before.children_user) + (after.children_system - before.children_system)
    return Cost(wall, spent)


def steps(document: Path, pack: str, database: Path) -> dict[str, float]:
    """CPU seconds of each step in this process; to be called once in a process, as loading is remembered."""
    from supplychain_check.__main__ import OBJECTS_BEFORE_A_LOOK
    from supplychain_check.cli.chosen import chosen_packs
    from supplychain_check.models import Assessment, Role
    from supplychain_check.pipeline import Pipeline
    from supplychain_check.readers.worker import shared
    from supplychain_check.reports import terminal
    from supplychain_check.store.database import open_store

    gc.set_threshold(OBJECTS_BEFORE_A_LOOK, 20, 100)  # as the command does
    times = [time.process_time()]
    packs = chosen_packs((pack,))
    times.append(time.process_time())
    pipeline = Pipeline(packs)
    times.append(time.process_time())
    read = shared().read(document)
    times.append(time.process_time())
    prepared = pipeline.prepare_document(read)
    times.append(time.process_time())
    results = [result for result in pipeline.assess(prepared) if isinstance(result, Assessment)]
    times.append(time.process_time())
    with open_store(database) as store:
        together = [(result, pipeline.bodies[result.pack.id]) for result in results]
        store.save_all(together, read, prepared.segments, frozenset(prepared.prints.values()))
    times.append(time.process_time())
    if len(results) > 1:
        terminal.render_packs(results, width=80, colour=False)
    else:
        terminal.render_assessment(results[0], role=Role.PROCUREMENT, width=80, colour=False)
    times.append(time.process_time())
    spent = (after - before for before, after in itertools.pairwise(times))
    return dict(zip(STEPS, spent, strict=True))


def apart(document: Path, pack: str, database: Path) -> dict[str, float]:
    """`steps` in a process of their own."""
    arguments = [sys.executable, __file__, str(document), "--steps", pack, "--db", str(database)]
    printed = subprocess.run(arguments, check=True, capture_output=True, text=True).stdout
    return {name: float(value) for name, value in json.loads(printed).items()}


def describe(document: Path) -> None:
    """Print what is checked against what."""
    from supplychain_check.cli.chosen import chosen_packs
    from supplychain_check.readers import read
    from supplychain_check.segment import segment
    from supplychain_check.signals import Lexicon

    found = read(document)
    print(f"{document.name}: {len(found.pages) or 1} pages, {len(segment(found))} sentences, headings and items")
    for pack in (DEFAULT, ALL):
        packs = chosen_packs((pack,))
        criteria = sum(len(one.criteria) for one in packs)
        print(f"{pack}: packs {len(packs)}, criteria {criteria}, different phrases {len(Lexicon(packs))}")


def compare(document: Path, rounds: int, folder: Path) -> None:
    """Run everything in turn and print it."""
    from supplychain_check.store.database import open_store

    empty = folder / "empty.db"
    open_store(empty).close()

    def database() -> Path:
        return Path(shutil.copy(empty, folder / "now.db"))

    # the first run of each writes compiled files and fills the caches of the disk
    for pack in (DEFAULT, ALL):
        command(document, pack, database())
    costs: dict[str, list[Cost]] = {DEFAULT: [], ALL: []}
    inside: dict[str, list[dict[str, float]]] = {DEFAULT: [], ALL: []}
    for _ in range(rounds):
        for pack in (DEFAULT, ALL):
            costs[pack].append(command(document, pack, database()))
            inside[pack].append(apart(document, pack, database()))
    _print_command(costs, rounds)
    _print_steps(inside)


def _print_command(costs: dict[str, list[Cost]], rounds: int) -> None:
    print(f"\nWhole command, start of Python included; {rounds} rounds in turn:")
    for place, name in enumerate(Cost._fields):
        for what, best in (("least", min), ("median", median)):
            one, many = (best([cost[place] for cost in costs[pack]]) for pack in (DEFAULT, ALL))
            print(f"  {name:<5} {what:<7} one {one:6.2f} s   all {many:6.2f} s   ratio {many / one:.2f}")


def _print_steps(inside: dict[str, list[dict[str, float]]]) -> None:
    print("\nStep by step, least CPU milliseconds in the main process, without start and imports:")
    total = dict.fromkeys(inside, 0.0)
    for step in STEPS:
        least = {pack: min(run[step] for run in runs) for pack, runs in inside.items()}
        for pack, seconds in least.items():
            total[pack] += seconds
        print(f"  {step:<16} one {1000 * least[DEFAULT]:7.0f}   all {1000 * least[ALL]:7.0f}")
    print(f"  {'sum':<16} one {1000 * total[DEFAULT]:7.0f}   all {1000 * total[ALL]:7.0f}", end="")
    print(f"   ratio {total[ALL] / total[DEFAULT]:.2f}")


def main() -> None:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(description="All packs against one pack, on one document.")
    parser.add_argument("document", nargs="?", type=Path, help="default: a made statement of twenty pages")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--steps", help=argparse.SUPPRESS)
    parser.add_argument("--db", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.steps:
        print(json.dumps(steps(asked.document, asked.steps, asked.db)))
        return
    with tempfile.TemporaryDirectory() as made_here:
        folder = Path(made_here)
        document = asked.document
        if document is None:
            from statement import pdf

            document = folder / "statement.pdf"
            document.write_bytes(pdf())
        describe(document)
        compare(document, asked.rounds, folder)


if __name__ == "__main__":
    main()
