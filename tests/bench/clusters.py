# SPDX-License-Identifier: GPL-3.0-or-later
"""What grouping 100,000 markers costs, beside npm supercluster on the same points in the same run. Called by run."""
import pathlib
import shutil
import subprocess
import tempfile

from glass import BIN, HERE, lines_of, output_of, say

NPM = BIN.parent / "npm"
SUPERCLUSTER = "supercluster@9.1.0"


def clusters():
    with tempfile.TemporaryDirectory(prefix="accueil-clusters-") as name:
        points = pathlib.Path(name) / "points"
        yield from lines_of(output_of([BIN / "cluster_bench", points]))
        yield from supercluster(points)


def supercluster(points):
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        say("skipped: map.cluster.supercluster_ms: node or npm is not installed")
        return
    done = subprocess.run([npm, "install", "--silent", "--no-audit", "--no-fund", "--prefix", NPM, SUPERCLUSTER],
                          capture_output=True, text=True)
    if done.returncode != 0:
        say(f"skipped: map.cluster.supercluster_ms: npm cannot install {SUPERCLUSTER}: {done.stderr.strip()[-300:]}")
        return
    yield from lines_of(output_of([node, HERE / "supercluster.cjs", NPM, points]))
