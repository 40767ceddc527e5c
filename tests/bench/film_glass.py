# SPDX-License-Identifier: GPL-3.0-or-later
"""What a film costs on the glass: the kiosk and its player together, while a film of 720p at 30 frames a second plays."""
import json
import re
import shutil
import subprocess
import time
from pathlib import Path

from glass import BIN, HERE, LANDSCAPE, TICKS, Failed, Skipped, output_of, rig

PLAYS_S = 15
WIDE = "_wide"  # over the whole glass
TREE = HERE.parent / "e2e/support/tree.py"
CODECS = {
    "": ("mp4", ["-c:v", "libx264", "-preset", "fast", "-b:v", "2M"]),
    "_vp9": ("webm", ["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "6", "-b:v", "1500k"]),
    WIDE: ("mp4", ["-c:v", "libx264", "-preset", "fast", "-b:v", "2M"]),
    "_av1": ("webm", ["-c:v", "libaom-av1", "-usage", "realtime", "-cpu-used", "8", "-b:v", "1200k"]),
}


def cpu_of_session(leader):
    """Seconds of the processor of the program and all that it started."""
    total = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except (ProcessLookupError, FileNotFoundError):
            continue
        if int(fields[3]) == leader:
            total += (int(fields[11]) + int(fields[12])) / TICKS
    return total


def make_film(file, options):
    # The camera of a talking head moves little; this picture moves everywhere.
    output_of(["ffmpeg", "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", "testsrc2=s=1280x720:r=30:d=30", "-f",
               "lavfi", "-i", "sine=frequency=440:duration=30", "-pix_fmt", "yuv420p", "-g", "60", *options, "-c:a",
               "aac" if file.suffix == ".mp4" else "libopus", file])


def one_film(screen, suffix, ending, options):
    folder = screen.folder / f"film{suffix}"
    shutil.copytree(HERE.parent.parent / "assets/content", folder / "content")
    make_film(folder / f"content/media/initiatives/bench.{ending}", options)
    record = folder / "content/initiatives/labacces.md"
    record.write_text(record.read_text().replace("initiatives/labacces.mp4", f"initiatives/bench.{ending}"))
    output_of([BIN / "accueil-feed", "embed", folder / "content", "--to", folder / "cache", "--quiet"])
    (folder / "kiosk.json").write_text(json.dumps({"video": {"audio": "null"}}))
    command = [BIN / "accueil-kiosk", "--kiosk", "--cache", folder / "cache", "--config", folder / "kiosk.json", "--route",
               "film/labacces", "--frames", folder / "frames", "--tree", folder / "tree.json"]
    log = folder / "kiosk.log"
    # A picture that moves never comes to rest, so it is not waited for.
    with open(log, "w") as said:
        kiosk = subprocess.Popen(command, env=screen.environment, stdout=said, stderr=said, start_new_session=True)
    try:
        time.sleep(5)
        if suffix == WIDE:
            screen.inject("tap", *output_of([TREE, folder / "tree.json", "middle", "film/wide"]).split())
            time.sleep(2)
            if subprocess.run([TREE, folder / "tree.json", "middle", "end"], capture_output=True, check=False).returncode == 0:
                raise Failed("the film does not fill the glass")
        frames = len((folder / "frames").read_text().split())
        before, start = cpu_of_session(kiosk.pid), time.monotonic()
        time.sleep(PLAYS_S)
        spent, passed = cpu_of_session(kiosk.pid) - before, time.monotonic() - start
        times = sorted(map(float, (folder / "frames").read_text().split()[frames:]))
    finally:
        kiosk.terminate()
        kiosk.wait(20)
    said = log.read_text(errors="replace")
    dropped = re.findall(r"frames left out: (\d+) by the decoder, (\d+)", said)
    if not times:
        raise Failed(f"no frame of the film was shown: {said[-500:]}")
    name = f"film{suffix}"
    yield f"{name}.cpu_percent", 100 * spent / passed, "% of one core"
    yield f"{name}.frames_a_second", len(times) / passed, "1/s"
    yield f"{name}.frame_p95_ms", times[int(len(times) * 0.95)], "ms"
    yield f"{name}.dropped_by_decoder", int(dropped[-1][0]) if dropped else 0, ""
    yield f"{name}.dropped_late", int(dropped[-1][1]) if dropped else 0, ""


def film():
    if shutil.which("ffmpeg") is None:
        raise Skipped("ffmpeg is not installed")
    with rig(LANDSCAPE) as screen:
        for suffix, (ending, options) in CODECS.items():
            yield from one_film(screen, suffix, ending, options)
