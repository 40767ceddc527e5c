# SPDX-License-Identifier: GPL-3.0-or-later
"""A kiosk's cache that is tried over and over: put back as it was, synchronised by the real accueil-sync from a real nginx
while something goes wrong, looked at by cache_probe, synchronised again. For tests/integration."""
import hashlib
import os
import shutil
import subprocess
from pathlib import Path


class Failed(Exception):
    """A promise that was not kept; its text says in which round and how."""


def expect(condition, words):
    if not condition:
        raise Failed(words)


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


class Site:
    """What nginx serves: the feed under any name, so that each request tells whose it was."""

    def __init__(self, folder, public, origin, log):
        self.folder, self.public, self.origin, self.log = Path(folder), Path(public), origin, Path(log)
        self.digests = {str(path.relative_to(public)): digest(path) for path in self.public.rglob("*") if path.is_file()}

    def url(self, name):
        link = self.folder / name
        if not link.is_symlink():
            link.symlink_to(self.public)
        return f"{self.origin}/{name}"

    def requests(self):
        """{name: [path…]} of everything asked for so far."""
        asked = {}
        for line in self.log.read_text().splitlines():
            _, name, *path = line.split("/", 2)
            asked.setdefault(name, []).extend(path)
        return asked


class Kiosk:
    def __init__(self, site, folder, programs, config, root):
        self.site, self.folder, self.programs = site, Path(folder), Path(programs)
        self.cache, self.config, self.root = self.folder / "cache", config, root
        self.folder.mkdir(parents=True, exist_ok=True)

    def restore(self, cache):
        """The cache as it was then; None: none at all."""
        shutil.rmtree(self.cache, ignore_errors=True)
        if cache is not None:
            subprocess.run(["cp", "-a", cache, self.cache], check=True)

    def command(self, name):
        return [self.programs / "accueil-sync", "--once", "--config", self.config, "--root", self.root, "--cache",
                self.cache, "--feed", self.site.url(name)]

    def start(self, name, **environment):
        return subprocess.Popen(self.command(name), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                env={**os.environ, "LC_ALL": "C", **environment})

    def sync(self, name, **environment):
        """(exit code, what it said)."""
        running = self.start(name, **environment)
        said, _ = running.communicate(timeout=60)
        return running.returncode, said

    def revision(self):
        """What shows, every byte of it checked; 0 for nothing yet."""
        done = subprocess.run([self.programs / "cache_probe", self.cache], capture_output=True, text=True)
        if done.returncode == 3:
            return 0
        expect(done.returncode == 0, f"the cache cannot be read: {done.stderr.strip()}")
        return int(done.stdout.split()[1])

    def whole_files(self):
        """SHA-256 of all that stands whole: media and files of records, settled or not."""
        return {path.stem for folder in ("blobs", "partial") for path in (self.cache / folder).rglob("*")
                if path.is_file() and len(path.stem) == 64 and digest(path) == path.stem}

    def expect_tidy(self):
        """Nothing that was begun lies about."""
        left = [str(path.relative_to(self.cache)) for path in self.cache.rglob("*")
                if path.name == "building" or path.suffix in (".tmp", ".copy") or path.parent.name == "partial"]
        expect(not left, f"left lying about: {left}")


def expect_nothing_twice(site, rounds):
    """rounds: {name: SHA-256 of what stood whole before}. None of it may have been asked for under that name."""
    asked = site.requests()
    for name, whole in rounds.items():
        again = [path for path in asked.get(name, []) if site.digests.get(path) in whole]
        expect(not again, f"{name}: fetched again although it stood whole: {again}")
