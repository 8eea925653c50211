"""A new pack to begin with: commented files that pass `packs test` as they are."""

from __future__ import annotations

import re
from pathlib import Path

from supplychain_check.criteria import PACK_SCHEMA
from supplychain_check.errors import InputProblem, UsageProblem
from supplychain_check.packs import load_pack, pack_ids

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{1,39}")
_DEVICES = re.compile(r"con|prn|aux|nul|com\d|lpt\d")
"""Names that Windows keeps for itself."""
_TEMPLATES = Path(__file__).parent / "data"


def write_skeleton(name: str, folder: Path, extends: str = "") -> list[Path]:
    """Write the files of a new pack into a directory of its own.

    Args:
        name: id of the pack, and of its directory.
        folder: where the directory is made; made too if it is not there.
        extends: id of a pack to take over, or "".

    Returns:
        The files written.

    Raises:
        UsageProblem: the name cannot be used, or something of that name is there already; nothing is overwritten.
        PackProblem: there is no pack to take over.
        InputProblem: the directory cannot be written.
    """
    _check_name(name)
    files = _files(name, folder / name, extends)
    try:
        (folder / name).mkdir(parents=True)
        for path, text in files.items():
            with path.open("x", encoding="utf-8", newline="\n") as handle:
                handle.write(text)
    except FileExistsError as error:
        raise UsageProblem(
            f"{folder / name} is there already, and nothing is ever overwritten.",
            "Choose another name, or another folder with --in.",
        ) from error
    except OSError as error:
        raise InputProblem(
            f"{folder / name} cannot be written: {error.strerror}.", "Choose a folder with --in."
        ) from error
    return list(files)


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name) or _DEVICES.fullmatch(name):
        raise UsageProblem(
            f"{name!r} cannot be the name of a pack.",
            "Use 2 to 40 small letters, digits and hyphens, for instance harbour-agency.",
        )
    if name in pack_ids():
        raise UsageProblem(
            f"A pack that comes with the tool is called {name}.",
            f"Choose another name; to change that pack: supplychain-check packs new my-{name} --extends {name}",
        )


def _files(name: str, directory: Path, extends: str) -> dict[Path, str]:
    values = {
        "schema": PACK_SCHEMA,
        "name": name,
        "directory": directory.as_posix(),
        "title": f"{name.replace('-', ' ').capitalize()}: criteria for suppliers",
        "section": "a",
    }
    if extends:
        base = load_pack(_base(extends, directory.parent))
        ids = [c.id for c in base.criteria if c.levels]
        taken = "own" in {section.id for section in base.head.sections}
        values |= {"base": extends, "first": ids[0], "other": ids[-1], "section": name if taken else "own"}
    values["criterion"] = f"{values['section']}-supplier-visits"
    head = _fill("extending.toml" if extends else "pack.toml", values)
    return {
        directory / "pack.toml": head,
        directory / f"{values['criterion']}.toml": _fill("criterion.toml", values),
    }


def _base(extends: str, folder: Path) -> str | Path:
    """The pack to take over: one that comes with the tool, or that lies beside the new one."""
    if extends in pack_ids() or not Path(extends).is_dir():
        beside = folder / extends
        return beside if (beside / "pack.toml").is_file() and extends not in pack_ids() else extends
    raise UsageProblem(
        f"{extends} is a path; a pack is taken over by its name.",
        f"Write --extends {Path(extends).name}, and make the new pack beside it with --in {Path(extends).parent}.",
    )


def _fill(template: str, values: dict[str, str]) -> str:
    """The template with its values, and its comments in line all the same."""
    lines = (_TEMPLATES / template).read_text(encoding="utf-8").splitlines()
    return "".join(_filled(line, values) + "\n" for line in lines)


def _filled(line: str, values: dict[str, str]) -> str:
    code, mark, comment = line.partition("  # ")
    filled = re.sub(r"\{([a-z]+)\}", lambda found: values[found[1]], code)
    return f"{filled.rstrip():<{len(code)}}{mark}{comment}" if mark else filled
