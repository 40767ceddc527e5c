# SPDX-License-Identifier: GPL-3.0-or-later
"""The map under a finger: the whole kiosk on a real X server, over the streets of a town and thousands of its places, as
an admin publishes both. Called by run.

The town map is read where it stands (ACCUEIL_TOWN_MAP, or nantes-metropole.mbtiles of the shared data); without one the
figures are skipped. The drags, flings and pinches are always the same; what is measured is the time of each frame that they
make, beside frame.limit_ms on the same screen in the same minute."""
import csv
import json
import math
import os
import pathlib
import random
import shutil
import statistics
import subprocess
import tempfile
import time

from glass import BIN, LANDSCAPE, Failed, Skipped, least_frame_ms, rig, shown
from server import feed

ROOT = BIN.parent.parent.parent
CENTRE = (47.2155, -1.5536)
TOWN = (-1.80, 47.05, -1.35, 47.35)  # west, south, east, north
LEAST_FRAMES = 200
STILL_S = 20


def town_map():
    named = os.environ.get("ACCUEIL_TOWN_MAP")
    candidates = [pathlib.Path(named)] if named else [ROOT.parent / "shared/data/map/nantes-metropole.mbtiles"]
    for path in candidates:
        if path.is_file():
            return path
    raise Skipped("no town map: name an MBTiles file of OpenMapTiles by ACCUEIL_TOWN_MAP")


def publish_town(folder, places):
    """A content folder of so many places, crowded as a town is, with its map; and the cache that a kiosk makes of it."""
    content = folder / "content"
    shutil.copytree(ROOT / "assets/content", content)
    spread = random.Random(20261125)
    livret = content / "livret"
    tables = {}
    for name in ("places", "services"):
        with open(livret / f"{name}.csv", newline="") as file:
            tables[name] = list(csv.DictReader(file, delimiter=";"))
    place, service = tables["places"][-1], tables["services"][-1]
    needs = [need["id"] for need in json.loads((content / "needs.json").read_text())]
    for number in range(places):
        # Half of them in the centre, the others ever farther out.
        distance, angle = abs(spread.gauss(0, 0.012 if number % 2 else 0.05)), spread.uniform(0, 2 * math.pi)
        latitude = min(max(CENTRE[0] + distance * math.sin(angle), TOWN[1]), TOWN[3])
        longitude = min(max(CENTRE[1] + 1.5 * distance * math.cos(angle), TOWN[0]), TOWN[2])
        tables["places"].append(place | {"id": f"lieu-{number}", "nom": f"Lieu {number}", "nom_en": "", "nom_ar": "",
                                         "description": "", "description_en": "", "description_ar": "", "transports": "",
                                         "horaires_note": "", "horaires_note_en": "", "horaires_note_ar": "",
                                         "source": "", "source_url": "",
                                         "latitude": f"{latitude:.6f}", "longitude": f"{longitude:.6f}",
                                         "horaires_accueil": "24/7" if number % 3 == 0 else ""})
        tables["services"].append(service | {"id": f"service-{number}", "place_id": f"lieu-{number}",
                                             "nom": "Accueil", "nom_en": "", "nom_ar": "", "description": "",
                                             "description_en": "", "description_ar": "",
                                             "needs": needs[number % len(needs)]})
    for name, rows in tables.items():
        with open(livret / f"{name}.csv", "w", newline="") as file:
            table = csv.DictWriter(file, rows[0].keys(), delimiter=";", lineterminator="\n")
            table.writeheader()
            table.writerows(rows)
    about = json.loads((content / "feed.json").read_text())
    about["map"] = {"longitude": CENTRE[1], "latitude": CENTRE[0], "zoom": 14.0, "bounds": list(TOWN)}
    (content / "feed.json").write_text(json.dumps(about))
    (content / "packs").mkdir()
    shutil.copyfile(town_map(), content / "packs/ville.mbtiles")
    feed("init", folder / "feed")
    feed("publish", content, "--to", folder / "feed")
    cache = folder / "cache"
    public = (folder / "feed/public").as_uri()
    for _ in range(2):  # the map comes in a generation of its own, after the records
        subprocess.run([BIN / "accueil-sync", "--once", "--quiet", "--feed", public, "--root", folder / "feed/root.json",
                        "--cache", cache], check=True)
    shutil.rmtree(content)
    shutil.rmtree(folder / "feed")
    return cache


def kiosk(folder, cache, *options):
    config = folder / "kiosk.json"
    config.write_text(json.dumps({"here": {"latitude": CENTRE[0], "longitude": CENTRE[1]},
                                  "map": {"cache_folder": str(folder / "tiles")}, "idle": {"seconds": 3600}}))
    return [BIN / "accueil-kiosk", "--kiosk", "--config", config, "--cache", cache, "--route", "map", *options]


def drag_about(screen):
    """Ten seconds of one hand: slow and quick drags, flings, out and in again."""
    screen.inject("drag", 1300, 700, 900, 500, 900)
    screen.inject("drag", 900, 500, 1400, 800, 900)
    screen.inject("flick", 1400, 500, 900, 700, 120)
    time.sleep(0.8)
    screen.inject("flick", 1000, 800, 1500, 450, 120)
    time.sleep(0.8)
    screen.inject("pinch", 1200, 560, 180, 420, 900)
    screen.inject("drag", 1300, 700, 900, 500, 900)
    screen.inject("pinch", 1200, 560, 520, 140, 1200)
    screen.inject("drag", 1000, 500, 1500, 700, 900)
    screen.inject("flick", 1500, 600, 1000, 600, 120)
    time.sleep(0.8)
    screen.inject("pinch", 1200, 560, 180, 380, 900)


def pan():
    town_map()
    for places in (10_000, 100_000):
        with tempfile.TemporaryDirectory(prefix="accueil-map-") as name:
            folder = pathlib.Path(name)
            cache = publish_town(folder, places)
            yield from pan_over(folder, cache, "" if places == 10_000 else "_100k")


def pan_over(folder, cache, suffix):
    with rig(LANDSCAPE) as screen:
        limits = [least_frame_ms(screen)]
        frames = screen.folder / "frames"
        with shown(screen, kiosk(folder, cache, "--frames", frames)) as program:
            time.sleep(4)  # the places are read, their clusters are made
            begin = len(frames.read_text().split())
            drag_about(screen)
            times = sorted(float(line) for line in frames.read_text().split()[begin:])
            time.sleep(3)
            used, start = program.cpu_seconds(), time.monotonic()
            time.sleep(STILL_S)
            still = 100 * (program.cpu_seconds() - used) / (time.monotonic() - start)
            memory = program.pss_mb()
        limits.append(least_frame_ms(screen))
    if len(times) < LEAST_FRAMES:
        raise Failed(f"the hand drew {len(times)} frames only; {LEAST_FRAMES} make a measure")
    limit = min(limits)  # before and after: it is the least that it may ever have been
    median, p95 = statistics.median(times), times[int(len(times) * 0.95)]
    yield f"map.pan{suffix}.median_ms", median, "ms"
    yield f"map.pan{suffix}.p95_ms", p95, "ms"
    yield f"map.pan{suffix}.p99_ms", times[int(len(times) * 0.99)], "ms"
    yield f"map.pan{suffix}.max_ms", times[-1], "ms"
    yield f"map.pan{suffix}.frames", len(times), ""
    yield f"map.pan{suffix}.limit_ms", limit, "ms"
    yield f"map.pan{suffix}.median_ratio", median / limit, ""
    yield f"map.pan{suffix}.p95_ratio", p95 / limit, ""
    yield f"map.still{suffix}.cpu_percent", still, "%"
    yield f"map.still{suffix}.pss_mb", memory, "MB"
