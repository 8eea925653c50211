"""Reads files in an interpreter of its own, so that no file can hang the tool, fill the memory or write anything.

PDFium is C++, and a few kilobytes can ask any parser for hours or gigabytes. A `Worker` therefore starts a fresh
Python (never a copy of this process), takes rights from it, and sends it one path after another; what was read
comes back as JSON through a pipe. If it dies or is late it is killed, the file gets its reason, and the next
file a new interpreter. One interpreter serves many files, as starting it takes longer than reading most files.

What holds where: on Linux the system limits memory, computing time, open files and what is written to files (empty
ones can still be made). macOS ignores the limit of memory. Windows has none of these: there only the time by the
clock and the sizes in `limits` hold.
"""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import json
import os
import secrets
import signal
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Self, TypeVar

from pydantic import ValidationError

from supplychain_check.errors import InputProblem
from supplychain_check.models import Document, UnreadableReason
from supplychain_check.readers.box import Source
from supplychain_check.readers.limits import LIMITS, Limits
from supplychain_check.readers.serve import OUT_OF_MEMORY, from_json, receive, send, to_json
from supplychain_check.readers.unpacking import may_be_box, refused

_T = TypeVar("_T")
_SENSELESS = "gave a result that makes no sense"
_TURN = 0.2
"""Seconds after which a waiting thread looks whether somebody wants to stop."""
# -I keeps the environment and the current folder from choosing what is imported; the search path of this process
# finds the package however it is installed. The pipes are moved out of reach before any library can print.
_BOOT = """
import json, os, sys
pipes = os.dup(0), os.dup(1)
os.dup2(2, 1)
sys.path[:] = json.loads(sys.argv[1])
from supplychain_check.readers.serve import serve
serve(*pipes, json.loads(sys.argv[2]))
"""


class Worker:
    """Reads files one after another in an interpreter apart from this one.

    It starts with the first file, and ends with the `with` block, with this object or with the program,
    whichever is first; reading again starts it again. Threads that use one worker wait for each other.
    """

    def __init__(self, limits: Limits = LIMITS) -> None:
        self._limits = limits
        self._process: _Process | None = None
        self._turn = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """Process id of the interpreter while there is one."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start the interpreter and do not wait for it: it gets ready while this process loads what it needs itself."""
        with self._turn:
            self._process = self._process or _Process(self._limits)

    def close(self) -> None:
        """End the interpreter."""
        process, self._process = self._process, None
        if process:
            process.stop()

    def unpack(self, path: Path) -> tuple[Source, ...]:
        """Return the documents in a file, as `readers.unpack` does; one that cannot be opened refuses itself."""
        source = Source(path)
        try:
            if not may_be_box(path):
                return (source,)
            found = self._done("unpack", source, lambda body: [from_json(one) for one in json.loads(body)])
            return tuple(dataclasses.replace(one, path=path) for one in found)
        except InputProblem as problem:
            return (refused(source, problem),)
        except (OSError, ValueError):
            # reading it says why
            return (source,)

    def read(self, file: Path | Source) -> Document:
        """Read one file or one document in an archive or mail, as `readers.read` does.

        Raises:
            InputProblem: as `readers.read`; with `UnreadableReason.LIMIT` also if reading took too long, needed
                too much memory, gave too much or brought the interpreter down.
            RuntimeError: no interpreter could be started.
        """
        source = Source(file) if isinstance(file, Path) else file
        document = self._done("read", source, Document.model_validate_json)
        return document.model_copy(update={"name": source.name, "path": source.shown})

    def _done(self, task: str, source: Source, parse: Callable[[bytes], _T]) -> _T:
        """What came of a task; `parse` makes it from JSON."""
        with self._turn:
            used = self._process is not None and self._process.asked > 0
            try:
                return self._asked(task, source, parse)
            except _Died as end:
                if end.slow or not used:
                    raise _over_limit(source, end) from None
            # an earlier file may have upset that interpreter: no file is given up but by a fresh one
            try:
                return self._asked(task, source, parse)
            except _Died as end:
                raise _over_limit(source, end) from None

    def _asked(self, task: str, source: Source, parse: Callable[[bytes], _T]) -> _T:
        process = self._process or _Process(self._limits)
        # kept again only after a whole reply: an interrupted one would be taken for the next file's
        self._process = None
        try:
            result = process.ask(task, source, parse)
        except InputProblem as problem:
            if problem.reason != UnreadableReason.LIMIT:
                self._keep(process)
            raise
        else:
            self._keep(process)
            return result
        finally:
            if self._process is not process:
                process.stop()

    def _keep(self, process: _Process) -> None:
        if process.asked < self._limits.files and not process.late:
            self._process = process


@functools.cache
def shared() -> Worker:
    """The worker of this program, for all who have none of their own; it ends with the program."""
    return Worker()


class _Died(Exception):
    """The interpreter was lost; says why, to follow "Reading NAME". `slow`: trying again would be as slow."""

    def __init__(self, why: str, *, slow: bool = False) -> None:
        super().__init__(why)
        self.slow = slow


class _Process:
    """A running interpreter, and the pipes to it."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._popen = _start(limits)
        self.stop = weakref.finalize(self, _end, self._popen)
        self.pid = self._popen.pid
        self.asked = 0
        self.late = False
        self._ready = False
        self._heard = 0.0

    def _wait_until_ready(self) -> None:
        """Wait for the first, empty message.

        Errors of the start come through stderr, which the interpreter then closes: it can never fill up.
        """
        assert self._popen.stdout
        assert self._popen.stderr
        stdout = self._popen.stdout
        if self._within(self._limits.start, lambda: receive(stdout, 0)) is None:
            _kill(self._popen)
            said = self._popen.stderr.read().decode("utf-8", "replace").strip()
            raise RuntimeError(f"The interpreter that reads files did not start.\n{said}".strip())

    def ask(self, task: str, source: Source, parse: Callable[[bytes], _T]) -> _T:
        """Have a file read or unpacked.

        Raises:
            InputProblem: it cannot be read.
            _Died: there was no sensible reply within the limits.
            RuntimeError: the interpreter did not start.
        """
        if not self._ready:
            self._wait_until_ready()
            self._ready = True
        self.asked += 1
        # a reply to another question must never pass for the text of this file
        token = secrets.token_hex(8)
        asked = {"token": token, "task": task, "source": to_json(source), "folder": _folder()}
        request = json.dumps(asked).encode()
        reply = self._within(self._limits.wall, lambda: self._exchange(request))
        if reply is None:
            raise self._death()
        return _understood(reply, parse, token)

    def _death(self) -> _Died:
        if self.late:
            return _Died(f"took longer than {self._limits.wall:,.0f} seconds and was stopped", slow=True)
        try:
            code = self._popen.wait(2)
        except subprocess.TimeoutExpired:
            # it lives, but its reply is too long or its pipe is closed
            return _Died(_SENSELESS)
        if code == -getattr(signal, "SIGXCPU", 0):
            return _Died(f"took more than {self._limits.cpu:,} seconds of computing and was stopped", slow=True)
        most = f"{self._limits.memory / 2**30:,.1f} GB of memory"
        if code == OUT_OF_MEMORY:
            return _Died(f"needed more than {most} and was stopped")
        # a library that gets no memory ends in the same ways as one that stumbles
        return _Died(f"brought the reader down, most likely because it needed more than {most}")

    def _exchange(self, request: bytes) -> bytes | None:
        assert self._popen.stdin
        assert self._popen.stdout
        send(self._popen.stdin, request)
        # an empty message says that a page of many is done
        while (reply := receive(self._popen.stdout, self._limits.reply)) == b"":
            self._heard = time.monotonic()
        return reply

    def _within(self, seconds: float, work: Callable[[], bytes | None]) -> bytes | None:
        """What `work` on the pipes gives; None if they broke or it took longer, for which the interpreter is killed.

        A thread does it: a signal that comes just before a read that blocks would not end that read. This thread
        waits in short turns and hears of it.
        """
        given: list[bytes | None] = []
        self._heard = time.monotonic()

        def run() -> None:
            with contextlib.suppress(OSError, ValueError):
                given.append(work())

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        try:
            while thread.is_alive() and time.monotonic() < self._heard + seconds:
                thread.join(_TURN)
            self.late = thread.is_alive()
        finally:
            if thread.is_alive():
                # its pipes then end at once, and with them the thread
                _kill(self._popen)
                thread.join()
        return given[0] if given and not self.late else None


def _start(limits: Limits) -> subprocess.Popen[bytes]:
    paths = [path for path in sys.path if Path(path).is_absolute()]
    command = [sys.executable, "-I", "-c", _BOOT, json.dumps(paths), json.dumps(dataclasses.asdict(limits))]
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        close_fds=True,
        # its own group: Ctrl-C reaches this process alone, which then ends the other
        start_new_session=True,
        creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0) | getattr(subprocess, "CREATE_NO_WINDOW", 0),
        # a library that starts a thread for each core would need more address space than is allowed
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
    )


def _kill(popen: subprocess.Popen[bytes]) -> None:
    """Kill a process and those that it started, unless it has ended."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if sys.platform == "win32":
            popen.kill()
        elif popen.poll() is None:
            os.killpg(popen.pid, signal.SIGKILL)


def _end(popen: subprocess.Popen[bytes]) -> None:
    """Kill a process, forget it and close its pipes."""
    _kill(popen)
    popen.wait()
    for pipe in (popen.stdin, popen.stdout, popen.stderr):
        if pipe:
            with contextlib.suppress(OSError):
                pipe.close()


def _folder() -> str:
    """The current folder, from which relative paths are meant; "" if it has been deleted."""
    try:
        return str(Path.cwd())
    except OSError:
        return ""


def _understood(reply: bytes, parse: Callable[[bytes], _T], token: str) -> _T:
    """What a reply tells, checked to be what was asked for; or the problem that it tells of."""
    try:
        head, _, body = reply.partition(b"\n")
        answered, problem = json.loads(head)
        if answered != token:
            raise ValueError(answered)
        if problem is not None:
            message, hint, reason = (str(part) for part in problem)
            raise InputProblem(message, hint, reason=UnreadableReason(reason))
        return parse(body)
    except (ValueError, TypeError, KeyError, ValidationError, RecursionError) as wrong:
        raise _Died(_SENSELESS) from wrong


def _over_limit(source: Source, end: _Died) -> InputProblem:
    return InputProblem(
        f"Reading {source.name} {end}. Damaged files do that, and files made to overload whoever opens them.",
        "If you trust where it comes from, save the pages of the statement as a new PDF or text file and check that.",
        reason=UnreadableReason.LIMIT,
    )
