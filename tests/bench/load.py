# SPDX-License-Identifier: GPL-3.0-or-later
"""Heavy files and many kiosks: 500 MB beside what curl alone gets of the same server, a cut in their middle, and the idle polls of
10,000 kiosks on one nginx worker. Called by run."""
import asyncio
import os
import pathlib
import shutil
import statistics
import subprocess
import tempfile
import time

from glass import BIN, HERE, Failed, Skipped
from server import Server, cpu_ms, feed, needs_nginx

ROOT = HERE.parent.parent
FILM_BYTES = 500_000_000
SEGMENT_BYTES = 4 << 20
TURNS = 3
CONFIG = '{"interval_minutes": 1440, "media": {"heavy_megabytes": 65536}, "limits": {"spare_megabytes": 0}}'
KIOSKS, MINUTE_S, AT_ONCE = 10_000, 60, 64


def film_feed(folder):
    """The tests' small content folder with a film of 500 MB."""
    content = folder / "content"
    shutil.copytree(ROOT / "tests/fixtures/content", content)
    film = next(path for path in sorted((content / "media").rglob("*.mp4")))
    # Random bytes: no disk and no line can make less of them.
    with open(film, "wb") as file:
        file.write(b"\0\0\0\x18ftypisom")
        for _ in range(FILM_BYTES // 1_000_000):
            file.write(os.urandom(1_000_000))
        file.truncate(FILM_BYTES)
    feed("init", folder / "feed")
    feed("publish", content, "--to", folder / "feed")
    blob = max((folder / "feed/public/m").rglob("*/*"), key=lambda path: path.stat().st_size)
    (folder / "sync.json").write_text(CONFIG)
    return "/" + str(blob.relative_to(folder / "feed/public"))


def seconds(command):
    begun = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise Failed(f"{pathlib.Path(command[0]).name}: {done.stderr[-2000:]}")
    return time.monotonic() - begun


def blobs():
    needs_nginx()
    curl = shutil.which("curl")
    if curl is None:
        raise Skipped("curl is not installed")
    with tempfile.TemporaryDirectory(prefix="accueil-load-") as name:
        folder = pathlib.Path(name)
        blob = film_feed(folder)
        with Server(folder / "nginx", folder / "feed/public") as server:
            sync = [*server.sync(folder / "feed/root.json", folder / "cache"), "--once", "--quiet", "--config",
                    folder / "sync.json"]
            ours, theirs, unsynced = [], [], []
            fetch = f"{curl} -sS --fail -o {folder}/film {server.url}{blob}"
            for _ in range(TURNS):
                shutil.rmtree(folder / "cache", ignore_errors=True)
                ours.append(seconds(sync))
                # What a download is worth that a power cut does not undo.
                theirs.append(seconds(["sh", "-c", f"{fetch} && sync {folder}/film"]))
                (folder / "film").unlink()
                unsynced.append(seconds(fetch.split()))
                (folder / "film").unlink()
            yield "sync.blob_mb_per_s", FILM_BYTES / 1e6 / statistics.median(ours), "MB/s"
            yield "sync.blob_mb_per_s.curl", FILM_BYTES / 1e6 / statistics.median(theirs), "MB/s"
            yield "sync.blob_mb_per_s.curl_without_fsync", FILM_BYTES / 1e6 / statistics.median(unsynced), "MB/s"
            yield "sync.blob_percent_of_curl", 100 * statistics.median(theirs) / statistics.median(ours), "%"
            yield from resumed(folder, server, sync, blob)


def resumed(folder, server, sync, blob):
    """Killed at half of the file, then asked again: what came twice."""
    shutil.rmtree(folder / "cache")
    with server.traffic() as traffic:
        process = subprocess.Popen(sync, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        part = folder / "cache/partial" / pathlib.Path(blob).name
        while process.poll() is None:
            if part.exists() and part.stat().st_size > FILM_BYTES // 2:
                process.kill()
                break
        process.wait()
        standing = part.stat().st_size
        if standing >= FILM_BYTES:
            raise Failed("the file was there before it could be cut")
        seconds(sync)
    again = [int(line.split()[1]) for line in traffic.lines if line.startswith(blob + " ")][-1] - 1000
    yield "sync.blob_resumed_twice_segments", max(0, standing + again - FILM_BYTES) / SEGMENT_BYTES, ""


async def poll(port, tag, tally):
    """What a kiosk asks for that has everything: one connection, the next root and the timestamp."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for path, condition in (("/metadata/2.root.json", ""), ("/metadata/timestamp.json", f"If-None-Match: {tag}\r\n")):
            writer.write(f"GET {path} HTTP/1.1\r\nHost: feed\r\nUser-Agent: accueil-sync\r\nAccept: */*\r\n{condition}\r\n".encode())
            head = await reader.readuntil(b"\r\n\r\n")
            status = int(head.split()[1])
            tally[status] = tally.get(status, 0) + 1
            for line in head.split(b"\r\n"):
                if line.lower().startswith(b"content-length:"):
                    await reader.readexactly(int(line.split(b":")[1]))
    finally:
        writer.close()
        await writer.wait_closed()


async def all_polls(port, tag):
    tally = {}
    left = iter(range(KIOSKS))

    async def work():
        for _ in left:
            await poll(port, tag, tally)

    await asyncio.wait_for(asyncio.gather(*(work() for _ in range(AT_ONCE))), MINUTE_S)
    return tally


def polls():
    needs_nginx()
    with tempfile.TemporaryDirectory(prefix="accueil-load-") as name:
        folder = pathlib.Path(name)
        feed("init", folder / "feed")
        feed("publish", ROOT / "tests/fixtures/content", "--to", folder / "feed")
        with Server(folder / "nginx", folder / "feed/public") as server:
            tag = subprocess.run([shutil.which("curl") or "curl", "-sSI", f"{server.url}/metadata/timestamp.json"],
                                 capture_output=True, text=True, check=True).stdout.split("ETag: ")[1].split("\r")[0]
            before, begun = cpu_ms(server.process.pid), time.monotonic()
            with server.traffic() as traffic:
                try:
                    tally = asyncio.run(all_polls(server.port, tag))
                except asyncio.TimeoutError:
                    raise Failed(f"{KIOSKS} polls took more than a minute") from None
            took = time.monotonic() - begun
            spent = cpu_ms(server.process.pid) - before
    if tally != {404: KIOSKS, 304: KIOSKS}:
        raise Failed(f"answers were {tally}")
    yield "sync.polls_10k_s", took, "s"
    yield "sync.polls_10k_server_cpu_ms", spent, "ms"
    yield "sync.polls_10k_server_percent_of_minute", spent / MINUTE_S / 10, "%"
    yield "sync.poll_bytes", traffic.bytes() / KIOSKS, "B"
