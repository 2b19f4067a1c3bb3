"""Writes compound files (MS-CFB), as Office did until 2003: streams and storages, nothing more."""

from __future__ import annotations

import struct

SECTOR, SMALL = 512, 4096
NONE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
Tree = dict[str, "bytes | Tree"]


def compound(tree: Tree) -> bytes:
    """A compound file with these streams (bytes) and storages (of the same again)."""
    entries: list[dict[str, int | str]] = []
    body, chains = bytearray(), list[int]()

    def put(data: bytes) -> int:
        """Lay data down in sectors of its own; returns the first."""
        padded = data + bytes(-len(data) % SECTOR)
        first, count = len(chains), len(padded) // SECTOR
        chains.extend([*range(first + 1, first + count), END])
        body.extend(padded)
        return first

    def add(name: str, what: bytes | Tree) -> int:
        number = len(entries)
        kind = 2 if isinstance(what, bytes) else 1 if number else 5
        entries.append({"name": name, "kind": kind, "right": NONE, "child": NONE, "start": END, "size": 0})
        if isinstance(what, bytes):
            data = what + bytes(
                max(SMALL - len(what), 0)
            )  # none so small that it would lie in the file's own little file
            entries[number] |= {"start": put(data), "size": len(data)}
            return number
        before = NONE
        for child in reversed(what):
            this = add(child, what[child])
            entries[this]["right"], before = before, this
        entries[number]["child"] = before
        return number

    add("Root Entry", tree)
    directory = b"".join(map(_entry, entries))
    directory += b"".join(_entry({"name": "", "kind": 0, "right": NONE, "child": NONE, "start": 0, "size": 0})
                          for _ in range(-len(entries) % 4))  # fmt: skip
    first_directory = put(directory)
    count = 1
    while (len(chains) + count) * 4 > count * SECTOR:
        count += 1
    first_fat = len(chains)
    table = struct.pack(f"<{first_fat + count}I", *chains, *[FAT] * count)
    table += b"\xff" * (-len(table) % SECTOR)
    header = struct.pack(
        "<8s16xHHHHH6xIII4xIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6,
        0, count, first_directory, SMALL, END, 0, END, 0,
    )  # fmt: skip
    places = [first_fat + number for number in range(count)]
    header += struct.pack("<109I", *places, *[NONE] * (109 - count))
    return header + bytes(body) + table


def _entry(it: dict[str, int | str]) -> bytes:
    name = str(it["name"]).encode("utf-16-le")
    length = len(name) + 2 if name else 0
    return struct.pack(
        "<64sHBBIII16xI8x8xIII",
        name,
        length,
        it["kind"],
        1,
        NONE,
        it["right"],
        it["child"],
        0,
        it["start"],
        it["size"],
        0,
    )
