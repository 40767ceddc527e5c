# SPDX-License-Identifier: GPL-3.0-or-later
"""What a synchronisation of 50,000 records costs as a whole: the real programs, a real nginx on loopback, whole processes; and
beside it what rsync and tuf-js take for the same. The texts are made of the words of the embedded content, a record some
1.2 kB of JSON. Called by run."""
import csv
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile

from glass import BIN, HERE, Skipped
from server import Server, cost_of, daemon_polls, feed, needs_nginx, tuf_js

ROOT = BIN.parent.parent.parent
POLLS = 20

PLACES, SERVICES = 15_000, 35_000

class Tables:
    """A livret as an admin keeps it."""

    def __init__(self, folder):
        self.folder = folder
        self.random = random.Random(20261124)
        text = " ".join(path.read_text() for path in sorted((ROOT / "assets/content").rglob("*.md")))
        self.words = re.findall(r"[a-zà-ÿ]{2,}", text)
        shutil.copytree(ROOT / "assets/content", folder)
        livret = folder / "livret"
        with open(livret / "places.csv", newline="") as file:
            self.places = list(csv.DictReader(file, delimiter=";"))
        with open(livret / "services.csv", newline="") as file:
            self.services = list(csv.DictReader(file, delimiter=";"))
        place, service = dict(self.places[-1]), dict(self.services[-1])
        for number in range(PLACES):
            self.places.append(place | {"id": f"lieu-{number}", "nom": self.text(4), "nom_en": "", "nom_ar": "",
                                        "description": self.text(120), "description_en": "", "description_ar": "",
                                        "telephone": f"02 40 {number // 100 % 100:02} {number % 100:02} 00",
                                        "latitude": f"{47 + self.random.random():.5f}",
                                        "longitude": f"{-2 + self.random.random():.5f}"})
        for number in range(SERVICES):
            self.services.append(service | {"id": f"service-{number}", "place_id": f"lieu-{number % PLACES}",
                                            "nom": self.text(5), "nom_en": "", "nom_ar": "",
                                            "description": self.text(120), "description_en": "", "description_ar": ""})
        self.write()

    def text(self, count):
        return " ".join(self.random.choices(self.words, k=count)).capitalize() + "."

    def write(self):
        for name, rows in (("places", self.places), ("services", self.services)):
            with open(self.folder / "livret" / f"{name}.csv", "w", newline="") as file:
                table = csv.DictWriter(file, rows[0].keys(), delimiter=";", lineterminator="\n")
                table.writeheader()
                table.writerows(rows)

    def change_one_percent(self):
        """Spread over all, the worst case: a telephone number or a line of the description."""
        for row in self.random.sample(self.places[-PLACES:], PLACES // 100):
            row["telephone"] = f"02 51 {self.random.randrange(100):02} {self.random.randrange(100):02} 11"
        for row in self.random.sample(self.services[-SERVICES:], SERVICES // 100):
            row["description"] = self.text(6) + row["description"][40:]
        self.write()


def wire():
    needs_nginx()
    with tempfile.TemporaryDirectory(prefix="accueil-wire-") as name:
        folder = pathlib.Path(name)
        tables = Tables(folder / "content")
        feed("init", folder / "feed")
        feed("publish", folder / "content", "--to", folder / "feed")
        with Server(folder / "nginx", folder / "feed/public") as server:
            yield from synchronisations(folder, server, tables)


def newest(folder):
    return max(folder.iterdir(), key=lambda path: path.stat().st_mtime_ns)


def synchronisations(folder, server, tables):
    public = folder / "feed/public"
    sync = server.sync(folder / "feed/root.json", folder / "cache")
    client = tuf_js(folder / "feed/root.json", folder / "tuf-js", server)

    def one(label, files):
        with server.traffic() as traffic:
            cpu, memory = cost_of([*sync, "--once", "--quiet"])
        # Media are not counted: what they are is the town's affair.
        yield f"sync.{label}_bytes", traffic.bytes(lambda path: not path.startswith("/m/")), "B"
        yield f"sync.{label}_requests", traffic.requests(), ""
        yield f"sync.{label}_cpu_ms", cpu, "ms"
        yield f"sync.{label}_peak_mb", memory, "MB"
        yield from beside(label, files)

    def beside(label, files):
        if client is None:
            return
        with server.traffic() as traffic:
            cpu, memory = cost_of(client(files))
        yield f"sync.{label}_bytes.tuf_js", traffic.bytes(), "B"
        yield f"sync.{label}_requests.tuf_js", traffic.requests(), ""
        yield f"sync.{label}_cpu_ms.tuf_js", cpu, "ms"
        yield f"sync.{label}_peak_mb.tuf_js", memory, "MB"

    yield from one("first", [f"full/{newest(public / 'full').name}"])
    yield from idle(folder, server, sync, beside)
    full = newest(public / "full")
    subprocess.run(["zstd", "-dq", full, "-o", folder / "before.jsonl"], check=False)
    tables.change_one_percent()
    feed("publish", folder / "content", "--to", folder / "feed")
    yield from one("delta", [f"d/{newest(public / 'd').name}"])
    yield from rsync(folder)


def idle(folder, server, sync, beside):
    """Within the daemon, which is where a kiosk polls; a program that only asks once pays for its own start, too, and that is
    mostly the dynamic linker's work, as `curl --version` shows."""
    with server.traffic() as traffic:
        cpu = daemon_polls(folder, sync, POLLS)
    yield "sync.idle_bytes", traffic.bytes() / POLLS, "B"
    yield "sync.idle_requests", traffic.requests() / POLLS, ""
    yield "sync.idle_cpu_ms", cpu / POLLS, "ms"
    yield "sync.idle_once_cpu_ms", cost_of([*sync, "--once", "--quiet"])[0], "ms"
    if shutil.which("curl"):
        yield "sync.idle_once_cpu_ms.curl_version", cost_of(["curl", "--version"])[0], "ms"
    yield from beside("idle", [])


def rsync(folder):
    """The same change as rsync -z brings it, over the records as lines."""
    tool, unpack = shutil.which("rsync"), shutil.which("zstd")
    if tool is None or unpack is None:
        print("skipped: sync.delta_bytes.rsync: rsync or zstd is not installed", file=sys.stderr)
        return
    full = max((folder / "feed/public/full").iterdir(), key=lambda path: path.stat().st_mtime_ns)
    subprocess.run([unpack, "-dq", full, "-o", folder / "after.jsonl"], check=True)
    done = subprocess.run([tool, "-z", "--no-whole-file", "--stats", folder / "after.jsonl", folder / "before.jsonl"],
                          capture_output=True, text=True, check=True, env=os.environ | {"LC_ALL": "C"})
    total = sum(int(found.replace(",", "")) for found in re.findall(r"Total bytes (?:sent|received): ([\d,]+)", done.stdout))
    yield "sync.delta_bytes.rsync", total, "B"
