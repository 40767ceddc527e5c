#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""systemd's side of NOTIFY_SOCKET: notify_listener.py SOCKET LOG writes what comes, a line a datagram, with its moment
in milliseconds first."""
import os
import socket
import sys
import time

listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
listener.bind(sys.argv[1] + ".tmp")
os.rename(sys.argv[1] + ".tmp", sys.argv[1])
with open(sys.argv[2], "w", encoding="utf-8", buffering=1) as log:
    while True:
        words = listener.recv(65536).decode().replace("\n", " | ")
        log.write(f"{time.monotonic_ns() // 1_000_000} {words}\n")
