"""Files are read in an interpreter apart: whatever they do, they get a row and the tool goes on."""

from __future__ import annotations

import dataclasses
import gc
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from checking import MINI
from conftest import SAMPLES
from supplychain_check.errors import InputProblem
from supplychain_check.models import Document, Unreadable, UnreadableReason
from supplychain_check.packs import load_pack
from supplychain_check.pipeline import Pipeline
from supplychain_check.readers import read
from supplychain_check.readers.limits import LIMITS, MAX_BYTES
from supplychain_check.readers.worker import Worker
from zoo import ANIMALS, BOMBS, PROSE, active_pdf, form_fan_out

GOOD = SAMPLES / "canonical" / "statement.txt"
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals and no limits of this kind")
linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits memory, and shows limits")


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    """One for all tests that do not look at its life: starting it takes half a second."""
    with Worker() as one:
        yield one


@pytest.fixture
def fresh() -> Iterator[Worker]:
    with Worker() as one:
        yield one


def _problem(worker: Worker, path: Path) -> InputProblem:
    with pytest.raises(InputProblem) as caught:
        worker.read(path)
    assert caught.value.hint
    return caught.value


def _outcome(reader: Callable[[Path], Document], path: Path) -> Document | str:
    try:
        return reader(path)
    except InputProblem as problem:
        return str(problem)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # a dead process whose parent is gone may wait for a long time until somebody notices
    status = Path(f"/proc/{pid}/status")
    return not (status.exists() and "\nState:\tZ" in status.read_text())


def _pid(worker: Worker) -> int:
    assert worker.pid
    return worker.pid


def _put(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


# --- the same as in this process -----------------------------------------------------------------------


def test_a_worker_gives_the_same_documents(worker: Worker) -> None:
    paths = [p for p in sorted(SAMPLES.rglob("*")) if p.suffix in {".md", ".txt", ".html", ".pdf"}]
    assert paths
    for path in paths:
        assert _outcome(worker.read, path) == _outcome(read, path)


@pytest.mark.parametrize(
    "name", ["PDF with password", "French", "PowerPoint", "zero bytes", "deep nesting", "scanned PDF"]
)
def test_problems_come_back_as_they_are(worker: Worker, tmp_path: Path, name: str) -> None:
    path = _put(tmp_path, ANIMALS[name].name, ANIMALS[name].make())
    with pytest.raises(InputProblem) as here:
        read(path)
    there = _problem(worker, path)
    assert (there.message, there.hint, there.reason) == (here.value.message, here.value.hint, here.value.reason)


def test_relative_paths_are_meant_from_the_current_folder(
    worker: Worker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        _put(tmp_path / name, "a.txt", f"{PROSE} {name}".encode())
        monkeypatch.chdir(tmp_path / name)
        document = worker.read(Path("a.txt"))
        assert document.text.endswith(name)
        assert document.path == "a.txt"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_name_that_is_no_text(worker: Worker, tmp_path: Path) -> None:
    path = _put(tmp_path, os.fsdecode(b"caf\xe9.txt"), PROSE.encode())
    assert worker.read(path).path == str(path)


# --- files that ask for too much -----------------------------------------------------------------------


@linux
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_gives_its_row_and_leaves_this_process_alone(tmp_path: Path, name: str) -> None:
    import resource

    path = _put(tmp_path, "bomb.pdf", BOMBS[name]())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # half of the usual, to be kind to the machine that runs the tests
    with Worker(dataclasses.replace(LIMITS, memory=2**30)) as worker:
        problem = _problem(worker, path)
        assert worker.read(GOOD).text
    assert problem.reason == UnreadableReason.LIMIT
    assert "1.0 GB" in problem.message
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000


@posix
def test_computing_time_is_limited_for_each_file(tmp_path: Path) -> None:
    path = _put(tmp_path, "bomb.pdf", form_fan_out(25))
    with Worker(dataclasses.replace(LIMITS, cpu=1)) as worker:
        problem = _problem(worker, path)
    assert problem.reason == UnreadableReason.LIMIT
    assert "computing" in problem.message


@posix
def test_a_file_that_takes_too_long_is_given_up() -> None:
    with Worker(dataclasses.replace(LIMITS, wall=3.0)) as worker:
        worker.read(GOOD)
        stopped = _pid(worker)
        os.kill(stopped, signal.SIGSTOP)
        problem = _problem(worker, GOOD)
        assert problem.reason == UnreadableReason.LIMIT
        assert "longer than 3 seconds" in problem.message
        assert not _alive(stopped)
        assert worker.read(GOOD).text


def test_too_much_text_is_refused() -> None:
    with Worker(dataclasses.replace(LIMITS, reply=2000)) as worker:
        assert _problem(worker, GOOD).reason == UnreadableReason.LIMIT


@linux
def test_every_limit_is_set(worker: Worker) -> None:
    worker.read(GOOD)
    rows = Path(f"/proc/{worker.pid}/limits").read_text().splitlines()
    limits = {row[:26].strip(): row[26:].split() for row in rows}
    # programs that recognise letters may get more, so that only the lower of the two limits holds
    assert limits["Max address space"][0] == str(2 * 1024**3)
    assert limits["Max file size"][:2] == ["0", "0"]
    assert limits["Max open files"][:2] == ["64", "64"]
    assert limits["Max core file size"][:2] == ["0", "0"]
    assert 30 <= int(limits["Max cpu time"][0]) <= 35


def test_what_is_no_ordinary_file_gives_a_row(tmp_path: Path) -> None:
    loop = tmp_path / "loop.pdf"
    paths = [tmp_path, loop]
    if sys.platform != "win32":
        loop.symlink_to(loop)
        os.mkfifo(tmp_path / "pipe.pdf")
        (tmp_path / "endless.pdf").symlink_to("/dev/zero")
        paths += [tmp_path / "pipe.pdf", Path("/dev/zero"), tmp_path / "endless.pdf", Path("/dev/null")]
    huge = tmp_path / "huge.pdf"
    with huge.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    outcomes = [r.outcomes for r in Pipeline((load_pack(MINI),)).run([*paths, huge])]
    assert len(outcomes) == len(paths) + 1
    assert all(isinstance(row[0], Unreadable) and row[0].message and row[0].hint for row in outcomes)


# --- files that want to act ----------------------------------------------------------------------------


def test_scripts_and_attachments_of_a_pdf_stay_where_they_are(worker: Worker, tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    path = _put(folder, "active.pdf", active_pdf())
    before = sorted(tmp_path.parent.rglob("*"))
    assert worker.read(path).text.split() == PROSE.split()
    assert sorted(tmp_path.parent.rglob("*")) == before


# --- parsers that go wrong: a stand-in on the search path of the other interpreter ---------------------

STUB = """
import os, sys, time
class LexborNode: pass
class LexborHTMLParser:
    def __init__(self, source):
        {body}
"""


@pytest.fixture
def go_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a page, whose `selectolax/lexbor.py` is the parser that the page will be given to."""
    (tmp_path / "selectolax").mkdir()
    (tmp_path / "selectolax" / "__init__.py").touch()
    _put(tmp_path, "page.html", f"<!doctype html><p>{PROSE}".encode())
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    return tmp_path


@pytest.mark.parametrize(
    ("body", "reason", "said"),
    [
        ("raise KeyError('Jane Doe')", UnreadableReason.DAMAGED, "KeyError at html.py"),
        ("raise MemoryError", UnreadableReason.LIMIT, "more than 2.0 GB of memory"),
        ("raise RecursionError", UnreadableReason.LIMIT, "nested"),
        ("os._exit(3)", UnreadableReason.LIMIT, "brought the reader down"),
        ("os.abort()", UnreadableReason.LIMIT, "brought the reader down"),
        ("os.closerange(3, 64); time.sleep(60)", UnreadableReason.LIMIT, "makes no sense"),
        ("os.write(1, b'x' * 10**6); print('x' * 10**6); raise KeyError", UnreadableReason.DAMAGED, "KeyError"),
    ],
)  # fmt: skip
def test_a_parser_that_fails_gives_a_row(
    fresh: Worker, go_wrong: Path, body: str, reason: UnreadableReason, said: str
) -> None:
    (go_wrong / "selectolax" / "lexbor.py").write_text(STUB.format(body=body))
    problem = _problem(fresh, go_wrong / "page.html")
    assert problem.reason == reason
    assert said in problem.message
    assert "Jane Doe" not in str(problem)
    assert fresh.read(GOOD).text


@posix
def test_a_parser_cannot_write(fresh: Worker, go_wrong: Path) -> None:
    target = go_wrong / "written"
    body = f"__import__('pathlib').Path({str(target)!r}).write_bytes(b'x')"
    (go_wrong / "selectolax" / "lexbor.py").write_text(STUB.format(body=body))
    assert "OSError" in _problem(fresh, go_wrong / "page.html").message
    assert not target.exists() or not target.read_bytes()


@posix
def test_one_bad_moment_of_an_interpreter_is_not_held_against_a_file(fresh: Worker, go_wrong: Path) -> None:
    mark = go_wrong / "mark"
    mark.touch()
    # the first interpreter falls over, a fresh one comes to an answer
    body = f"os.path.exists({str(mark)!r}) and (os.remove({str(mark)!r}), os.abort()); raise KeyError"
    (go_wrong / "selectolax" / "lexbor.py").write_text(STUB.format(body=body))
    fresh.read(GOOD)
    assert "KeyError" in _problem(fresh, go_wrong / "page.html").message


# --- the life of an interpreter ------------------------------------------------------------------------


def test_one_interpreter_serves_many_files_and_then_a_fresh_one() -> None:
    with Worker(dataclasses.replace(LIMITS, files=3)) as worker:
        pids = []
        for _ in range(4):
            worker.read(GOOD)
            pids.append(worker.pid)
    assert pids[0] == pids[1]
    assert pids[2] is None
    assert pids[3] not in {None, pids[0]}


def test_it_can_start_before_the_first_file(fresh: Worker) -> None:
    fresh.start()
    started = _pid(fresh)
    fresh.start()
    assert fresh.read(GOOD).text
    assert fresh.pid == started


@posix
def test_a_killed_interpreter_is_replaced(fresh: Worker) -> None:
    fresh.read(GOOD)
    killed = _pid(fresh)
    os.kill(killed, signal.SIGKILL)
    assert fresh.read(GOOD).text
    assert fresh.pid != killed


@posix
def test_it_ends_with_the_block_and_with_the_object() -> None:
    with Worker() as worker:
        worker.read(GOOD)
        first = _pid(worker)
    assert worker.pid is None
    worker.read(GOOD)
    second = _pid(worker)
    del worker
    gc.collect()
    assert not _alive(first)
    assert not _alive(second)


@posix
@pytest.mark.parametrize("leave", ["pass", "import os; os._exit(0)"])
def test_it_ends_with_the_program_however_that_ends(leave: str) -> None:
    script = (
        "import sys; from pathlib import Path; from supplychain_check.readers.worker import shared\n"
        f"shared().read(Path({str(GOOD)!r})); print(shared().pid, flush=True)\n{leave}"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False)
    pid = int(done.stdout)
    for _ in range(100):
        if not _alive(pid):
            return
        time.sleep(0.1)
    pytest.fail("the interpreter that reads outlived the program")


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Ctrl-C as in a terminal: shells start programs in the background with it switched off."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@posix
@pytest.mark.usefixtures("interruptible")
def test_an_interruption_ends_it_and_the_next_file_gets_its_own_text(fresh: Worker, tmp_path: Path) -> None:
    other = _put(tmp_path, "other.txt", PROSE.encode())
    fresh.read(GOOD)
    stopped = _pid(fresh)
    os.kill(stopped, signal.SIGSTOP)
    timer = threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        fresh.read(GOOD)
    timer.join()
    assert not _alive(stopped)
    assert fresh.read(other).text == PROSE.strip()


def test_an_interpreter_that_cannot_start_is_a_fault_and_not_a_row(
    fresh: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "path", [])
    with pytest.raises(RuntimeError, match="did not start"):
        fresh.read(GOOD)
