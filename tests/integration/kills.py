# SPDX-License-Identifier: GPL-3.0-or-later
"""accueil-sync, killed at random instants of a first synchronisation and of an update by delta with new media: what shows
is whole, the next run brings the new content, and fetches nothing that stood whole. Started by kiosk_rounds.sh.
KILLS (300), SEED."""
import json
import os
import random
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))
from kiosk_rounds import Failed, Kiosk, Site, expect, expect_nothing_twice  # noqa: E402

work = Path(os.environ["WORK"])
site = Site(work / "site", work / "feed/public", f"http://127.0.0.1:{os.environ['NGINX_PORT']}", os.environ["NGINX_LOG"])
KILLS, SEED, WORKERS = int(os.environ.get("KILLS", "300")), int(os.environ.get("SEED", "20261125")), 3
SCENARIOS = {"first": (None, 0), "update": (work / "cache-1", 1)}
stood = {}  # by round, what stood whole before its second run


def interrupted(cache, before):
    """What the kill interrupted, by what lies there."""
    current = json.loads((cache / "current.json").read_text()) if (cache / "current.json").exists() else {"revision": 0}
    if current["revision"] == 2:
        return "heavy media or the end" if "pending_media" in current else "end"
    if not (cache / "generations/building").exists():
        newest = max([int(path.name) for path in (cache / "generations").glob("0*")], default=0)
        return "switch" if newest > before else "metadata and records on their way"
    media = [path for path in (cache / "partial").glob("*") if path.is_file() and path.stat().st_size > 100_000]
    return "light media" if media else "records"


def kiosk_of(worker):
    return Kiosk(site, work / f"worker-{worker}", os.environ["ACCUEIL_BIN"], work / "sync.json", work / "feed/root.json")


def span_of(kiosk, scenario):
    kiosk.restore(SCENARIOS[scenario][0])
    began = time.monotonic()
    code, said = kiosk.sync("untouched")
    expect(code == 0 and kiosk.revision() == 2, f"an untouched run: {said}")
    return time.monotonic() - began


def one_round(kiosk, number, scenario, delay):
    cache, before = SCENARIOS[scenario]
    name = f"{scenario}-{number}"
    kiosk.restore(cache)
    running = kiosk.start(name)
    time.sleep(delay)
    running.kill()
    said, _ = running.communicate()
    try:
        shown = kiosk.revision()
        expect(shown in (before, 2), f"revision {shown} shows")
        stage = interrupted(kiosk.cache, before) if running.returncode == -9 else "none: it had ended"
        stood[name + "-again"] = kiosk.whole_files()
        code, said = kiosk.sync(name + "-again")
        expect(code == 0 and kiosk.revision() == 2, "the next run does not bring the new content")
        kiosk.expect_tidy()
    except Failed as failure:
        raise Failed(f"{name}, seed {SEED}, killed after {delay * 1000:.0f} ms: {failure}\n{said}") from None
    return scenario, stage, shown == 2


def series(worker, plan):
    kiosk = kiosk_of(worker)
    return [one_round(kiosk, *planned) for planned in plan]


def main():
    chance = random.Random(SEED)
    first = kiosk_of(0)
    spans = {scenario: max(span_of(first, scenario) for _ in range(3)) * 1.1 for scenario in SCENARIOS}
    plan = [(number, scenario, chance.uniform(0, spans[scenario]))
            for number, scenario in enumerate(chance.choices(list(SCENARIOS), k=KILLS))]
    with ThreadPoolExecutor(WORKERS) as pool:
        runs = pool.map(series, range(WORKERS), [plan[at::WORKERS] for at in range(WORKERS)])
        results = [result for run in runs for result in run]
    for (scenario, stage), count in sorted(Counter(result[:2] for result in results).items()):
        print(f"{scenario}: {count:3} in: {stage}")
    new = sum(result[2] for result in results)
    expect(KILLS < 100 or KILLS / 20 < new < KILLS * 19 / 20, f"{new} of {KILLS} left the new content: badly aimed")
    expect_nothing_twice(site, stood)
    print(f"{KILLS} kills within {max(spans.values()) * 1000:.0f} ms: {KILLS - new} times the old content, {new} times "
          "the new, always whole; nothing that stood whole fetched again")


try:
    main()
except Failed as failure:
    sys.exit(f"FAILED: {failure}")
