"""Pack the canonical statement into an archive, as suppliers send it: beside a policy and a file of no interest."""

import zipfile
from pathlib import Path

NEVER = (1980, 1, 1, 0, 0, 0)
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8"/></svg>\n'


def write_zip(samples: Path, path: Path) -> None:
    """Write the archive; the same members give the same bytes wherever zlib is the same."""
    members = {
        "Pellworth/Modern slavery statement 2026.html": (samples / "canonical" / "statement.html").read_bytes(),
        "Pellworth/policies/policy.md": (samples / "policy" / "policy.md").read_bytes(),
        "Pellworth/logo.svg": LOGO.encode(),
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            member = zipfile.ZipInfo(name, NEVER)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 3
            member.external_attr = 0o644 << 16
            archive.writestr(member, data)
