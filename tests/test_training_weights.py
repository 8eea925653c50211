"""What training takes from elsewhere: the weights of the encoder that teaches, and labels of kinds of evidence."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

import numpy as np
import pytest

from supplychain_check.errors import InputProblem
from supplychain_check.models import KINDS, EvidenceStatus
from supplychain_check.training import archive
from supplychain_check.training.kinds import LETTERS, STATUSES, key, kind_of, shipped_kinds

WEIGHTS = b"weights of a model"
NAMES = ("model.safetensors", "config.json")


def _archive(**files: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as opened:
        for name, content in files.items():
            opened.writestr(f"some-model/{name.replace('_', '.')}", content)
    return made.getvalue()


def test_the_named_files_of_an_archive_are_unpacked(tmp_path: Path) -> None:
    made = _archive(model_safetensors=WEIGHTS, config_json=b"{}", readme_md=b"#")
    archive.unpack(made, tmp_path / "out", NAMES, hashlib.sha256(WEIGHTS).hexdigest())
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == {
        "model.safetensors": WEIGHTS,
        "config.json": b"{}",
    }


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (_archive(model_safetensors=b"other weights", config_json=b"{}"), "not the one that was published"),
        (_archive(model_safetensors=WEIGHTS), "config.json"),
        (b"no archive", "cannot be unpacked"),
    ],
)
def test_weights_that_are_not_the_published_ones_are_refused(made: bytes, why: str, tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match=why):
        archive.unpack(made, tmp_path / "out", NAMES, hashlib.sha256(WEIGHTS).hexdigest())
    assert not (tmp_path / "out").exists()


def test_a_missing_package_is_named_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "LARGE_PARTS", ("no-such-package-of-weights",))
    with pytest.raises(InputProblem, match="no-such-package-of-weights") as caught:
        archive.large_directory(tmp_path)
    assert "[train]" in str(caught.value.hint)


def test_every_letter_stands_for_a_status() -> None:
    assert len(LETTERS) == STATUSES == len(EvidenceStatus)
    assert KINDS[:STATUSES] == tuple(status.value for status in EvidenceStatus)


def test_shipped_labels_are_shares_and_have_one_status_at_most() -> None:
    found = np.array(list(shipped_kinds().values()))
    assert len(found) > 7000
    known = ~np.isnan(found[:, 0])
    assert (found[known, :STATUSES].sum(1) == 1).all()
    assert np.isnan(found[~known, :STATUSES]).all()
    rest = found[:, STATUSES:]
    assert ((rest >= 0) & (rest <= 1) | np.isnan(rest)).all()
    assert (found[known, :STATUSES].sum(0) > 50).all()


def test_a_sentence_is_known_again_by_its_letters_and_its_statement(monkeypatch: pytest.MonkeyPatch) -> None:
    said = "We buy cotton from eleven mills"
    here, anywhere = np.arange(8, dtype=np.float32), np.ones(8, np.float32)
    known = {key(said.upper() + "!", "s0"): here, key("We train buyers"): anywhere}
    monkeypatch.setattr("supplychain_check.training.kinds.shipped_kinds", lambda: known)
    assert kind_of(said, "s0") is here
    assert kind_of(said, "s1") is None
    assert kind_of("We train buyers", "s1") is anywhere
