"""The tag files of a bag: lines of ``bag-info.txt``, the manifests over tag files, and the names of seals."""

from __future__ import annotations

import enum
import hashlib
import re
from collections.abc import Callable, Mapping

from services.registry.archiving.bounds import inside

ALGORITHMS = ("sha256", "sha512")
# Not the bag's own tag manifest, which cannot name its own seal: checkers of other houses want every file to be named.
SEALED = "sealed-sha512.txt"  # names every other tag file, and by the manifests among them every file of the payload
SEAL = f"{SEALED}.p7s"  # a detached CMS signature over it
EXPORTED = "manifest-sha256.txt"  # of everything in an export, beside the bag; sealed likewise
KIND, REVISION, SEALED_AT = "Sigap-Seal-Kind", "Sigap-Revision", "Sigap-Sealed-At"
POSITION, PREVIOUS = "Sigap-Chain-Position", "Sigap-Chain-Previous"
WHOLE_OF = "Sigap-Whole-Sealed"  # in a copy for a reader: SHA-256 of the whole package's SEALED, or empty
PACKAGE, EDITION = "package", "edition"  # values of KIND
_LINE = re.compile(r"([0-9A-Fa-f]+)\s+\*?(\S.*)")  # of a manifest: digest, path


class Purpose(enum.StrEnum):
    """What the office's seal is put on for; it stands in the seal itself (``shared/signing/purpose.py``)."""

    PACKAGE = "Tujuan segel: paket arsip"
    EDITION = "Tujuan segel: salinan paket arsip untuk pembacanya"
    EXPORT = "Tujuan segel: ekspor untuk pengadilan atau penyidik"
    EVIDENCE = "Tujuan segel: paket bukti untuk penegak hukum (12d)"


OF_KIND = {PACKAGE: Purpose.PACKAGE, EDITION: Purpose.EDITION}


def with_lines(info: bytes, lines: Mapping[str, str]) -> bytes:
    """``bag-info.txt`` with these labels, which take the place of lines that it has of them."""
    kept = [line for line in info.decode().splitlines() if line.partition(":")[0] not in lines]
    return "".join(f"{line}\n" for line in [*kept, *(f"{name}: {value}" for name, value in lines.items())]).encode()


def sealed_list(tags: Mapping[str, bytes]) -> bytes:
    """What is sealed: the SHA-512 of each tag file that stands before the seal."""
    return _list("sha512", {name: data for name, data in tags.items() if name not in (SEALED, SEAL)})


def tag_manifests(tags: Mapping[str, bytes]) -> dict[str, bytes]:
    """``tagmanifest-….txt`` over the other tag files, by name."""
    return {f"tagmanifest-{algorithm}.txt": _list(algorithm, tags) for algorithm in ALGORITHMS}


def _list(algorithm: str, tags: Mapping[str, bytes]) -> bytes:
    lines = [f"{hashlib.new(algorithm, data).hexdigest()}  {name}\n" for name, data in sorted(tags.items())]
    return "".join(lines).encode()


def read_lines(text: str) -> dict[str, str]:
    """Label and value of each line of a tag file."""
    pairs = (line.partition(":") for line in text.splitlines() if ":" in line)
    return {name.strip(): value.strip() for name, _, value in pairs}


def read_manifest(text: str, called: str, note: Callable[[str], None]) -> dict[str, str]:
    """The digests of a manifest by path; what is wrong with its lines is noted, naming it as it is ``called``."""
    listed: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        match = _LINE.fullmatch(line)
        if match is None or not inside(match[2]):
            note(f"{called}, line {number} cannot be read")
            continue
        if match[2] in listed:
            note(f"{called} names {match[2]} twice")
        listed[match[2]] = match[1].lower()
    return listed
