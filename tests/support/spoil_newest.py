#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""spoil_newest.py PUBLIC: flips a byte in the middle of a feed's newest snapshot, and of its newest delta."""
import pathlib
import sys

for folder in ("full", "d"):
    files = list(pathlib.Path(sys.argv[1], folder).glob("*.zst"))
    if files:
        newest = max(files, key=lambda path: path.stat().st_mtime_ns)
        data = bytearray(newest.read_bytes())
        data[len(data) // 2] ^= 1
        newest.write_bytes(data)
