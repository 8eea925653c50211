"""Programs that recognise letters in pictures: Tesseract where it is installed, else RapidOCR.

Both run as a program of their own, one page at a time: the picture goes in and the lines come out through pipes,
nothing is written to disk, and a page that takes too long or too much memory ends that program, not this one.
"""

from __future__ import annotations

import contextlib
import html
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import zip_longest
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol

from supplychain_check.readers.limits import OCR_MEMORY, OCR_SECONDS

if TYPE_CHECKING:
    from PIL.Image import Image

Pixels = tuple[float, float, float, float]

# noise keeps Tesseract from finding lines; clean print loses nothing by this at its resolution
_SMOOTHING = 1.0
_WINDOWS_HOME = r"C:\Program Files\Tesseract-OCR"
_LINE = re.compile(
    r"<span class='ocr_(?:line|header|caption|textfloat)'[^>]*?title=\"bbox (-?\d+) (-?\d+) (-?\d+) (-?\d+)([^\"]*)\""
)
_WORD = re.compile(
    r"<span class='ocrx_word'[^>]*?title='bbox (-?\d+) (-?\d+) (-?\d+) (-?\d+); x_wconf (\d+)[^']*'[^>]*>(.*?)</span>"
)
_BASELINE = re.compile(r"baseline (-?[\d.]+) (-?[\d.]+)")
_SIZE = re.compile(r"x_size ([\d.]+)")
_TAG = re.compile(r"<[^>]*>")
_LENGTH = 8
# lines of which the engine is less sure are kept: how many there are tells how poor a page is
_DOUBT = 0.1


class EngineProblem(Exception):
    """The program could not recognise a page; says why, to follow "page 3"."""


@dataclass(frozen=True)
class FoundWord:
    """A recognised word: its box in pixels, and how sure the program is of it, from 0 to 1."""

    text: str
    box: Pixels
    confidence: float


@dataclass(frozen=True)
class FoundLine:
    """A recognised line.

    Attributes:
        words: its words, from left to right.
        size: height of its type from the top of tall letters to the foot of hanging ones, in pixels.
        slope: how far its baseline goes down with each pixel to the right.
        baseline: where its letters stand in the middle of the line, in pixels from the top.
        rough: whether size and baseline are only near the truth.
    """

    words: tuple[FoundWord, ...]
    size: float
    slope: float
    baseline: float
    rough: bool = False


class Engine(Protocol):
    """What recognises letters.

    Attributes:
        name: its name for people.
        dpi: the resolution at which it reads best.
        floor: the confidence at which about every fifth letter is wrong.
        clear: the confidence that it has in clean print.
    """

    name: str
    dpi: int
    floor: float
    clear: float

    def read(self, picture: Image, dpi: float) -> list[FoundLine]:
        """Return the lines of a grey picture in reading order.

        Raises:
            EngineProblem: it took too long, needed too much or failed.
        """

    def close(self) -> None:
        """End the program if it still runs."""


def find_engine() -> Engine | None:
    """Return the engine to use on this computer, or None."""
    if program := _tesseract():
        return Tesseract(program)
    if importlib.util.find_spec("rapidocr") and importlib.util.find_spec("onnxruntime"):
        return Rapid()
    return None


def _tesseract() -> str:
    """Path of the program, looked for only in absolute folders: never in the folder of the documents."""
    folders = [f for f in os.environ.get("PATH", "").split(os.pathsep) if Path(f).is_absolute()]
    if sys.platform == "win32":
        folders.append(_WINDOWS_HOME)
    found = shutil.which("tesseract", path=os.pathsep.join(folders))
    # Windows looks in the current folder first, whatever it is told
    return found if found and str(Path(found).parent) in {str(Path(f)) for f in folders} else ""


# --- Tesseract ------------------------------------------------------------------------------------------


class Tesseract:
    """One run of the program `tesseract` a page."""

    name = "Tesseract"
    dpi = 300
    floor = 0.62
    clear = 0.93

    def __init__(self, program: str, seconds: float = OCR_SECONDS) -> None:
        self._program = program
        self._seconds = seconds

    def read(self, picture: Image, dpi: float) -> list[FoundLine]:
        """Return the lines of a grey picture; see `Engine`."""
        # the setting instead of the usual word "hocr": the program would look for a file of that name here
        from PIL import ImageFilter

        smooth = picture.filter(ImageFilter.GaussianBlur(_SMOOTHING))
        options = ["-l", "eng", "--psm", "3", "--dpi", str(round(dpi)), "-c", "tessedit_create_hocr=1"]
        with _started([self._program, "stdin", "stdout", *options]) as process:
            try:
                answer, said = process.communicate(_portable(smooth), self._seconds)
            except subprocess.TimeoutExpired as late:
                raise EngineProblem(f"took longer than {self._seconds:,.0f} seconds") from late
        if process.returncode:
            raise EngineProblem(_reason(said))
        return list(parse_hocr(answer.decode("utf-8", "replace")))

    def close(self) -> None:
        """Do nothing: each page had a run of its own."""


def _reason(said: bytes) -> str:
    lines = said.decode("utf-8", "replace").split("\n")
    first = " ".join(next((line for line in lines if line.strip()), "").split())
    return f"made Tesseract fail ({first[:120] or 'it did not say why'})"


def _portable(picture: Image) -> bytes:
    """The picture as PGM, which every engine reads without a library or a temporary file."""
    target = BytesIO()
    picture.save(target, "PPM")
    return target.getvalue()


def parse_hocr(page: str) -> Iterator[FoundLine]:
    """Read lines and words out of hOCR, the HTML that Tesseract writes."""
    heads = list(_LINE.finditer(page))
    for head, after in zip_longest(heads, heads[1:]):
        words = tuple(_hocr_words(page[head.end() : after.start() if after else len(page)]))
        if words:
            yield _hocr_line(head, words)


def _hocr_words(part: str) -> Iterator[FoundWord]:
    for found in _WORD.finditer(part):
        x0, y0, x1, y1, sure = map(float, found.groups()[:5])
        text = html.unescape(_TAG.sub("", found[6])).strip()
        # upright strokes that stand alone are the rules of tables
        if text.strip("|¦_") and x1 > x0 and y1 > y0:
            yield FoundWord(text, (x0, y0, x1, y1), sure / 100)


def _hocr_line(head: re.Match[str], words: tuple[FoundWord, ...]) -> FoundLine:
    x0, _, x1, bottom = map(float, head.groups()[:4])
    slope, offset = map(float, found.groups()) if (found := _BASELINE.search(head[5])) else (0.0, 0.0)
    tallest = max(w.box[3] - w.box[1] for w in words)
    size = float(found[1]) if (found := _SIZE.search(head[5])) else tallest
    return FoundLine(words, size, slope, bottom + offset + slope * (x1 - x0) / 2)


# --- RapidOCR -------------------------------------------------------------------------------------------

# -I keeps the environment and the current folder from choosing what is imported; the pipes are moved out of reach
# before any library can print
_BOOT = """
import json, os, sys
pipes = os.dup(0), os.dup(1)
os.dup2(2, 1)
sys.path[:] = json.loads(sys.argv[1])
from supplychain_check.readers.ocr_engines import serve
serve(*pipes)
"""


class Rapid:
    """RapidOCR, whose models come in its wheel, in an interpreter of its own that serves page after page."""

    name = "RapidOCR"
    dpi = 200
    floor = 0.86
    clear = 0.98

    def __init__(self, seconds: float = OCR_SECONDS) -> None:
        self._seconds = seconds
        self._open = contextlib.ExitStack()
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, picture: Image, dpi: float) -> list[FoundLine]:
        """Return the lines of a grey picture; see `Engine`."""
        process = self._process or self._start()
        late = threading.Event()

        def end() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(self._seconds, end)
        timer.start()
        try:
            assert process.stdin
            assert process.stdout
            send(process.stdin, _portable(picture))
            return [rapid_line(*found) for found in json.loads(receive(process.stdout))]
        except (OSError, EOFError, ValueError, TypeError) as problem:
            self.close()
            slow = f"took longer than {self._seconds:,.0f} seconds"
            raise EngineProblem(slow if late.is_set() else "brought RapidOCR down") from problem
        finally:
            timer.cancel()

    def close(self) -> None:
        """End the interpreter."""
        self._process = None
        self._open.close()

    def _start(self) -> subprocess.Popen[bytes]:
        paths = json.dumps([path for path in sys.path if Path(path).is_absolute()])
        self._process = self._open.enter_context(_started([sys.executable, "-I", "-c", _BOOT, paths], quiet=True))
        return self._process


def rapid_line(text: str, corners: list[list[float]], confidence: float) -> FoundLine:
    """Make a line of what RapidOCR gives: its words share out its width by their length."""
    (x0, top_left), (x1, top_right), (_, bottom_right), (_, bottom_left) = corners
    slope = (bottom_right - bottom_left) / max(x1 - x0, 1.0)
    height = (bottom_left + bottom_right - top_left - top_right) / 2
    step = (x1 - x0) / max(len(text), 1)
    words = []
    for found in re.finditer(r"\S+", text):
        left, right = x0 + step * found.start(), x0 + step * found.end()
        fall = slope * ((left + right) / 2 - x0)
        words.append(FoundWord(found[0], (left, top_left + fall, right, bottom_left + fall), confidence))
    # its boxes stand off a little on all sides
    return FoundLine(tuple(words), 0.72 * height, slope, (bottom_left + bottom_right) / 2 - 0.32 * height, rough=True)


def serve(requests: int, replies: int) -> None:
    """Answer pictures until their pipe ends; called in the other interpreter only."""
    import numpy as np
    from PIL import Image as Images

    engine = _rapid_engine()
    with os.fdopen(requests, "rb") as source, os.fdopen(replies, "wb") as target, contextlib.suppress(EOFError):
        while True:
            with Images.open(BytesIO(receive(source)), formats=("PPM",)) as picture:
                found = engine(np.asarray(picture.convert("RGB")))
            boxes = [] if found.boxes is None else found.boxes.tolist()
            lines = [(t, b, float(s)) for b, t, s in zip(boxes, found.txts or (), found.scores or (), strict=True)]
            send(target, json.dumps([line for line in lines if line[0].strip()]).encode())


def _rapid_engine() -> Callable[[object], Any]:
    """The engine with the models of its wheel, on one core, and unable to fetch others."""
    import socket

    def refuse(*_: object, **__: object) -> None:
        raise OSError("this tool works offline")

    socket.socket.connect = refuse  # type: ignore[method-assign]
    from rapidocr import RapidOCR

    threads = {f"EngineConfig.onnxruntime.{kind}_op_num_threads": 1 for kind in ("intra", "inter")}
    # its guess which lines stand on their head is wrong more often than a line does
    settings = {"Global.log_level": "critical", "Global.text_score": _DOUBT, "Global.use_cls": False}
    engine: Callable[[object], Any] = RapidOCR(params={**settings, **threads})
    return engine


# --- processes and messages -----------------------------------------------------------------------------


@contextlib.contextmanager
def _started(command: list[str], *, quiet: bool = False) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program with pipes and limits, and end it with the block."""
    try:
        process = _popen(command, quiet=quiet)
    except OSError as problem:
        raise EngineProblem(f"could not be read: {Path(command[0]).name} does not start") from problem
    try:
        _restrict(process.pid)
        yield process
    finally:
        with contextlib.suppress(OSError):
            process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe:
                with contextlib.suppress(OSError):
                    pipe.close()


def _popen(command: list[str], *, quiet: bool) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL if quiet else subprocess.PIPE,
        # more threads than one gain little on a page, and take the cores from other pages
        env={**os.environ, "OMP_THREAD_LIMIT": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _restrict(pid: int) -> None:
    """Limit memory and written files of another process, where the system can do that."""
    if sys.platform != "linux":
        return
    import resource

    for kind, most in ((resource.RLIMIT_AS, OCR_MEMORY), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        with contextlib.suppress(ValueError, OSError):
            hard = resource.prlimit(pid, kind)[1]
            allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.prlimit(pid, kind, (allowed, allowed))


def send(stream: IO[bytes], message: bytes) -> None:
    """Write a message: its length in eight bytes, then itself."""
    stream.write(len(message).to_bytes(_LENGTH, "big") + message)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes:
    """Read a message.

    Raises:
        EOFError: the stream ends before it does.
    """
    head = stream.read(_LENGTH)
    length = int.from_bytes(head, "big")
    message = stream.read(length) if len(head) == _LENGTH else b""
    if len(head) < _LENGTH or len(message) < length:
        raise EOFError
    return message
