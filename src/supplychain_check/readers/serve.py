"""The inside of the interpreter that reads files for `worker`: it gives up its rights and answers requests."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import math
import os
import sys
import time
import traceback
from pathlib import Path
from typing import IO, Any

from supplychain_check.errors import InputProblem
from supplychain_check.models import UnreadableReason
from supplychain_check.readers import opener, read, unpack
from supplychain_check.readers.box import Source
from supplychain_check.readers.language import language_of
from supplychain_check.readers.limits import CURRENT, MIN_WORDS_FOR_LANGUAGE, Limits
from supplychain_check.readers.ocr import ON_PAGE
from supplychain_check.readers.unpacking import Opener

OUT_OF_MEMORY = 86
"""Exit code of an interpreter that got no more memory."""

_LENGTH = 8
_HEAD = 100
_ENGLISH = "the words of any text will do " * MIN_WORDS_FOR_LANGUAGE


def send(stream: IO[bytes], message: bytes) -> None:
    """Write a message: its length in eight bytes, and its bytes."""
    stream.write(len(message).to_bytes(_LENGTH, "big") + message)
    stream.flush()


def receive(stream: IO[bytes], most: int) -> bytes | None:
    """The next message; None if the stream ends before it does, or if it is longer than `most`."""
    head = stream.read(_LENGTH)
    length = int.from_bytes(head, "big")
    if len(head) < _LENGTH or length > most:
        return None
    message = stream.read(length)
    return message if len(message) == length else None


def serve(requests: int, replies: int, limits: dict[str, float]) -> None:
    """Answer requests until their pipe ends; called in the other interpreter only.

    Args:
        requests: file descriptor from which paths come.
        replies: file descriptor to which documents go.
        limits: fields of `Limits`.
    """
    allowed = Limits(**limits)  # type: ignore[arg-type]
    CURRENT.set(allowed)
    # the model for this is unpacked through a temporary file, which the limits forbid
    language_of(_ENGLISH)
    _restrict(allowed)
    with os.fdopen(requests, "rb") as source, os.fdopen(replies, "wb") as target:
        send(target, b"")
        _close_standard_streams()
        boxes = opener()

        def go_on() -> None:
            """Say that a page is done: recognising letters takes long, and is no sign of a hostile file."""
            _allow_time(allowed.cpu)
            send(target, b"")

        ON_PAGE.set(go_on)
        while (request := receive(source, 2**24)) is not None:
            asked = json.loads(request)
            _allow_time(allowed.cpu)
            with contextlib.suppress(OSError):
                os.chdir(asked["folder"])
            send(target, _answer(asked["token"], asked["task"], from_json(asked["source"]), boxes, allowed))


def _restrict(limits: Limits) -> None:
    """Take rights from this process, for good, where the system can do that."""
    if sys.platform == "win32":
        return
    import resource

    for kind, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, limits.handles),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        # the programs that recognise letters get more memory than the readers, so that it is not given up for good
        highest = hard if kind == resource.RLIMIT_AS else allowed
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (allowed, highest))


def _allow_time(seconds: int) -> None:
    """Raise the limit of computing time by `seconds` from now; past it the system ends this process."""
    if sys.platform == "win32":
        return
    import resource

    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(time.process_time()) + seconds, hard))


def _close_standard_streams() -> None:
    """Nothing that a library prints may end up in a pipe that nobody reads."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)


def to_json(source: Source) -> dict[str, Any]:
    """A source as plain values."""
    return {**dataclasses.asdict(source), "path": str(source.path)}


def from_json(values: dict[str, Any]) -> Source:
    """The source that `to_json` made plain."""
    refusal = values["refusal"]
    return Source(
        path=Path(values["path"]),
        inside=tuple(values["inside"]),
        names=tuple(values["names"]),
        size=values["size"],
        sha256=values["sha256"],
        notes=tuple(values["notes"]),
        refusal=(refusal[0], refusal[1], refusal[2]) if refusal else None,
    )


def _done(task: str, source: Source, boxes: Opener) -> bytes:
    if task == "unpack":
        return json.dumps([to_json(found) for found in unpack(source.path, boxes)]).encode()
    # names can hold bytes that are no text; they stay on the other side
    return read(source, boxes).model_copy(update={"name": "", "path": ""}).model_dump_json().encode()


def _answer(token: str, task: str, source: Source, boxes: Opener, limits: Limits) -> bytes:
    """Read or unpack a file; return a line with the token and the problem, if any, and then what came of it."""
    path = Path(source.name)
    body = b""
    problem = None
    try:
        body = _done(task, source, boxes)
        if len(body) + _HEAD > limits.reply:
            problem = _too_much(path)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except RecursionError:
        problem = _too_deep(path)
    except InputProblem as found:
        problem = found
    except Exception as fault:
        problem = _fault(path, fault)
    said = (problem.message, problem.hint, str(problem.reason)) if problem else None
    return json.dumps((token, said)).encode() + b"\n" + (b"" if said else body)


def _too_much(path: Path) -> InputProblem:
    return InputProblem(
        f"{path.name} holds more text than this version can keep.",
        "Split it into several files, or save only the statement.",
        reason=UnreadableReason.LIMIT,
    )


def _too_deep(path: Path) -> InputProblem:
    return InputProblem(
        f"The parts of {path.name} are nested in each other too deeply to be read.",
        "Open it in the program that it was made for, and save it as PDF or text.",
        reason=UnreadableReason.LIMIT,
    )


def _fault(path: Path, fault: Exception) -> InputProblem:
    """A mistake of a reader: a row like any other, so that one odd file does not end a batch of hundreds.

    It names the place in the program and no text of the document.
    """
    frames = traceback.extract_tb(fault.__traceback__)
    last = [frame for frame in frames if __package__.partition(".")[0] in Path(frame.filename).parts][-1]
    place = f"{type(fault).__name__} at {Path(last.filename).name}:{last.lineno}"
    return InputProblem(
        f"The reader failed on {path.name} ({place}); this is a mistake of the tool.",
        "Please report it with that line. Until it is mended, save the document in another format.",
        reason=UnreadableReason.DAMAGED,
    )
