#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""socket_printer.py FOLDER: a printer on a port of loopback, which it says; each thing printed is FOLDER/1, FOLDER/2…"""
import pathlib
import socket
import sys

folder = pathlib.Path(sys.argv[1])
with socket.create_server(("127.0.0.1", 0)) as server:
    print(server.getsockname()[1], flush=True)
    number = 0
    while True:
        peer, _ = server.accept()
        with peer:
            parts = []
            while part := peer.recv(65536):
                parts.append(part)
        if parts:
            number += 1
            (folder / str(number)).write_bytes(b"".join(parts))
