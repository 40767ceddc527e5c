#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A bad line between accueil-sync and a real server: report_faults.py PORT_FILE UPSTREAM_PORT MODE_FILE LOG SEED.

Each request is passed on, or not, as the word in MODE_FILE says when it comes:
  true      passed on
  random    any of the others but retry, by the seed
  500 503   answered so, not passed on
  retry     503 with Retry-After: 3600, not passed on
  hang      not passed on, not answered
  cut       not passed on, the connection is closed
  stall     passed on, not answered
  lost      passed on, then the connection is closed without the answer
  half      passed on, then half of the answer's head comes
  portal    200 with a page of HTML, not passed on
LOG gets a line a request: mode, method, path, the upstream's status or -."""
import http.client
import os
import random
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

port_file, upstream, mode_file, log_file, seed = sys.argv[1:]
chance, lock = random.Random(int(seed)), threading.Lock()
CHOICES = ["true"] * 10 + ["500", "503", "hang", "cut", "lost", "lost", "half", "portal"]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def note(self, mode, status):
        with lock, open(log_file, "a", encoding="utf-8") as log:
            log.write(f"{mode} {self.command} {self.path} {status}\n")

    def answer(self, status, headers=(), body=b""):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def go(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        with open(mode_file, encoding="utf-8") as words:
            mode = words.read().strip()
        if mode == "random":
            with lock:
                mode = chance.choice(CHOICES)
        if mode in ("true", "lost", "half", "stall"):
            line = http.client.HTTPConnection("127.0.0.1", int(upstream), timeout=20)
            line.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
            for name, value in self.headers.items():
                line.putheader(name, value)
            line.endheaders(body)
            answer = line.getresponse()
            page = answer.read()
            self.note(mode, answer.status)
            if mode == "true":
                kept = [h for h in answer.getheaders()
                        if h[0].lower() not in ("content-length", "transfer-encoding", "connection", "server", "date")]
                return self.answer(answer.status, kept, page)
            if mode == "stall":
                time.sleep(5)
            if mode == "half":
                self.wfile.write(b"HTTP/1.1 201 Cre")
            self.close_connection = True
            return None
        self.note(mode, "-")
        if mode == "hang":
            time.sleep(5)
            self.close_connection = True
        elif mode == "cut":
            self.close_connection = True
        elif mode == "portal":
            self.answer(200, [("Content-Type", "text/html")], b"<!DOCTYPE html><title>Connexion</title>")
        elif mode == "retry":
            self.answer(503, [("Retry-After", "3600")])
        else:
            self.answer(int(mode))
        return None

    do_PUT = do_MKCOL = do_HEAD = do_GET = go


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
server.handle_error = lambda *_: None  # clients that are killed
with open(port_file + ".tmp", "w", encoding="utf-8") as out:
    out.write(str(server.server_address[1]))
os.rename(port_file + ".tmp", port_file)
server.serve_forever()
