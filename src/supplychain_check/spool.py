"""Values put aside on disk between two passes, so that a batch of any size needs little memory."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterator
from types import TracebackType
from typing import Generic, TypeVar

_T = TypeVar("_T")


class Spool(Generic[_T]):
    """A queue in a temporary file that only this process can open and that vanishes with it.

    Pickle is safe here: what is read back is what this process wrote a moment ago, into a file without a name.
    """

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed on leaving the context
        self._count = 0

    def __enter__(self) -> Spool[_T]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def put(self, value: _T) -> None:
        """Append a value."""
        pickle.dump(value, self._file, protocol=pickle.HIGHEST_PROTOCOL)
        self._count += 1

    def __iter__(self) -> Iterator[_T]:
        """All values in order; nothing may be put meanwhile."""
        self._file.seek(0)
        for _ in range(self._count):
            value: _T = pickle.load(self._file)
            yield value
