# SPDX-License-Identifier: GPL-3.0-or-later
"""What a synchronisation of 50,000 records costs as a whole: the real programs, a real nginx on loopback, whole processes. The
texts are made of the words of the embedded content, a record some 1.2 kB of JSON. Called by run."""
import csv
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile

from glass import BIN, Failed, Skipped

ROOT = BIN.parent.parent.parent

PLACES, SERVICES = 15_000, 35_000
CONF = """daemon off; master_process off; pid {state}/pid; error_log {state}/error.log;
events {{}}
http {{
  log_format sent '$uri $bytes_sent'; access_log {state}/access.log sent;
  client_body_temp_path {state}/b; proxy_temp_path {state}/p; fastcgi_temp_path {state}/f;
  uwsgi_temp_path {state}/u; scgi_temp_path {state}/s; default_type application/octet-stream;
  server {{ listen 127.0.0.1:{port}; root {root}; }}
}}
"""


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


# A process of its own, for a child begins with its parent's peak.
WAITER = """import os, sys
pid = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
_, status, usage = os.wait4(pid, 0)
print(status, (usage.ru_utime + usage.ru_stime) * 1000, usage.ru_maxrss / 1000)"""


def cost_of(command):
    """CPU in ms, peak memory in MB."""
    done = subprocess.run([sys.executable, "-c", WAITER, *map(str, command)], capture_output=True, text=True, check=True)
    status, cpu, memory = done.stdout.split()[-3:]
    if status != "0":
        raise Failed(f"{pathlib.Path(command[0]).name} ended with {status}: {done.stderr}")
    return float(cpu), float(memory)


def wire():
    nginx = shutil.which("nginx") or "/usr/sbin/nginx"
    if not os.access(nginx, os.X_OK):
        raise Skipped("nginx is not installed")
    with tempfile.TemporaryDirectory(prefix="accueil-wire-") as name:
        yield from measure(pathlib.Path(name), nginx)


def measure(folder, nginx):
    def feed(*arguments):
        done = subprocess.run([BIN / "accueil-feed", *arguments], capture_output=True, text=True)
        if done.returncode != 0:
            raise Failed(done.stderr or done.stdout)

    tables = Tables(folder / "content")
    feed("init", folder / "feed")
    feed("publish", folder / "content", "--to", folder / "feed")
    state = folder / "nginx"
    state.mkdir()
    port = 20_000 + os.getpid() % 20_000
    (state / "conf").write_text(CONF.format(state=state, port=port, root=folder / "feed/public"))
    server = subprocess.Popen([nginx, "-c", state / "conf", "-p", state], stderr=subprocess.DEVNULL)
    try:
        yield from synchronisations(folder, state, port, tables, feed)
    finally:
        server.terminate()
        server.wait()


def synchronisations(folder, state, port, tables, feed):
    sync = [str(BIN / "accueil-sync"), "--once", "--quiet", "--feed", f"http://127.0.0.1:{port}", "--root",
            folder / "feed/root.json", "--cache", folder / "cache"]

    def one(label):
        log = state / "access.log"
        before = log.stat().st_size if log.exists() else 0
        cpu, memory = cost_of(sync)
        lines = log.read_bytes()[before:].decode().splitlines()
        sent = sum(int(line.split()[1]) for line in lines if not line.startswith("/m/"))
        yield f"sync.{label}_bytes", sent, "B"
        yield f"sync.{label}_requests", len(lines), ""
        yield f"sync.{label}_cpu_ms", cpu, "ms"
        yield f"sync.{label}_peak_mb", memory, "MB"

    yield from one("first")
    yield from one("idle")
    full = max((folder / "feed/public/full").iterdir(), key=lambda path: path.stat().st_mtime_ns)
    subprocess.run(["zstd", "-dq", full, "-o", folder / "before.jsonl"], check=False)
    tables.change_one_percent()
    feed("publish", folder / "content", "--to", folder / "feed")
    yield from one("delta")
    yield from rsync(folder)


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
