#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""on_terminal.py COMMAND…: runs it on a real pseudo-terminal and prints all that it wrote there; its exit code is ours."""
import os
import pty
import sys

child, terminal = pty.fork()
if child == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
while True:
    try:
        data = os.read(terminal, 65536)
    except OSError:  # how Linux tells that the other end is closed
        break
    if not data:
        break
    sys.stdout.buffer.write(data)
sys.stdout.flush()
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
