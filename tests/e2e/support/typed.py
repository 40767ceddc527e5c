#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""typed.py LINE… -- COMMAND…: runs it on a terminal of its own, answers each of its questions (what ends in ": ") with the
next line, and prints what the terminal shows. The exit status is the command's."""
import os
import pty
import sys

split = sys.argv.index("--")
lines, command = sys.argv[1:split], sys.argv[split + 1:]
child, terminal = pty.fork()
if child == 0:
    os.execv(command[0], command)
shown, answered = b"", 0
while True:
    try:
        some = os.read(terminal, 4096)
    except OSError:  # the other end is closed
        some = b""
    if not some:
        break
    shown += some
    if shown.endswith(b": ") and answered < len(lines):
        os.write(terminal, lines[answered].encode() + b"\n")
        answered += 1
sys.stdout.buffer.write(shown)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
