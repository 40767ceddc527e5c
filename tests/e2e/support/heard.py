#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""heard.py HEARD.wav VOICE TEXT…: whether these texts were said, in this order, in what a sound output was given.

Each is said anew by the espeak-ng program, at each speed that a kiosk has; loudness and brightness of every hundredth of a
second are compared, since a voice never says anything twice alike. Prints how alike the best place is (1: the same)."""
import array
import os
import subprocess
import sys
import tempfile

STEP = 0.01  # seconds
SPEEDS = (112, 150, 202)  # words a minute: 75, 100 and 135 percent
ENOUGH = 0.75  # what was not said is at most 0.6 alike


def samples_of(path):
    """All samples of the first channel, and how many a second; the header's length may not have been written yet."""
    data = open(path, "rb").read()
    at = data.index(b"fmt ")
    channels = int.from_bytes(data[at + 10 : at + 12], "little")
    rate = int.from_bytes(data[at + 12 : at + 16], "little")
    bits = int.from_bytes(data[at + 22 : at + 24], "little")
    start = data.index(b"data") + 8
    wide = array.array({16: "h", 32: "f"}[bits])
    frame = channels * bits // 8
    wide.frombytes(data[start : start + (len(data) - start) // frame * frame])
    return wide[::channels], rate


def features(path):
    """For each step its loudness and its brightness, both between 0 and about 1."""
    samples, rate = samples_of(path)
    width = int(rate * STEP)
    rows = []
    for begin in range(0, len(samples) - width, width):
        piece = samples[begin : begin + width]
        energy = (sum(float(x) * x for x in piece) / width) ** 0.5
        crossings = sum((a < 0) != (b < 0) for a, b in zip(piece, piece[1:]))
        rows.append((energy, crossings / STEP / 8000))
    most = max((energy for energy, _ in rows), default=0) or 1
    # What is hardly heard has no colour.
    return [(energy / most, colour if energy > most * 0.02 else 0) for energy, colour in rows]


def likeness(pattern, heard):
    """The best correlation of both features, and where it is."""
    columns = list(zip(*pattern))
    length = len(pattern)
    centred = []
    for column in columns:
        mean = sum(column) / length
        away = [x - mean for x in column]
        centred.append((away, sum(x * x for x in away) ** 0.5))
    best, place = -1.0, 0
    for begin in range(0, len(heard) - length + 1, 2):
        total = 0.0
        for which, (away, norm) in enumerate(centred):
            piece = [row[which] for row in heard[begin : begin + length]]
            mean = sum(piece) / length
            other = sum((x - mean) ** 2 for x in piece) ** 0.5
            if other > 0 and norm > 0:
                total += sum(a * (b - mean) for a, b in zip(away, piece)) / (norm * other)
        if total / 2 > best:
            best, place = total / 2, begin
    return best, place


def trimmed(rows):
    loud = [i for i, (energy, _) in enumerate(rows) if energy > 0.05]
    return rows[loud[0] : loud[-1] + 1] if loud else []


def main():
    heard = features(sys.argv[1])
    voice, last, good = sys.argv[2], -1, True
    for text in sys.argv[3:]:
        best, place, speed = -1.0, 0, 0
        for words in SPEEDS:
            with tempfile.NamedTemporaryFile(suffix=".wav") as file:
                subprocess.run(["espeak-ng", "-v", voice, "-s", str(words), "-w", file.name, text], check=True)
                alike, where = likeness(trimmed(features(file.name)), heard)
            if alike > best:
                best, place, speed = alike, where, words
        print(f"{best:.2f} at {place * STEP:.1f} s, {speed} words a minute: {text}")
        good = good and best >= ENOUGH and place > last
        last = place
    return 0 if good and os.path.getsize(sys.argv[1]) > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
