# SPDX-License-Identifier: GPL-3.0-or-later
"""Each call of accueil-sync that changes a file fails in turn, as on a full or a broken disk, or is the last before
kill -9: the cache is the old generation or the new, whole; the next run brings the new one, and fetches nothing that
stood whole. Started by kiosk_rounds.sh. DISK_FAULTS: the library to preload. Of a download's many writes to one file
some are tried, all of them with ACCUEIL_ALL_FAULTS; with ACCUEIL_FAULT_STEP=N each Nth call."""
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))
from kiosk_rounds import Failed, Kiosk, Site, expect, expect_nothing_twice  # noqa: E402

work = Path(os.environ["WORK"])
site = Site(work / "site", work / "feed/public", f"http://127.0.0.1:{os.environ['NGINX_PORT']}", os.environ["NGINX_LOG"])
WORKERS = 2
ALL = "ACCUEIL_ALL_FAULTS" in os.environ
STEP = int(os.environ.get("ACCUEIL_FAULT_STEP", "1"))
SCENARIOS = {"first": None, "update": work / "cache-1"}
FAULTS = [("ENOSPC", "once"), ("EIO", "once"), ("ENOSPC", "on"), ("KILL", "once")]
if ALL:
    FAULTS.append(("EIO", "on"))
stood = {}  # by round, what stood whole before its second run


def one_round(kiosk, scenario, kind, lasts, number):
    """False when the run had fewer calls than that."""
    name = f"{scenario}-{kind}-{lasts}-{number}"
    before = 0 if SCENARIOS[scenario] is None else 1
    report = kiosk.folder / "report"
    report.unlink(missing_ok=True)
    kiosk.restore(SCENARIOS[scenario])
    code, said = kiosk.sync(name, LD_PRELOAD=os.environ["DISK_FAULTS"], DISK_FAULT_BELOW=str(kiosk.cache),
                            DISK_FAULT_AT=str(number), DISK_FAULT_KIND=kind, DISK_FAULT_LASTS=lasts,
                            DISK_FAULT_REPORT=str(report), DISK_FAULT_STREAK="1" if ALL else "20",
                            ASAN_OPTIONS=os.environ.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0")
    try:
        if not report.exists():
            expect(code == 0 and kiosk.revision() == 2, f"an untouched run: exit code {code}")
            return False
        shown = kiosk.revision()
        expect(code in ((-9,) if kind == "KILL" else (0, 1)), f"exit code {code}")
        expect(shown in (before, 2), f"revision {shown} shows")
        expect(code != 0 or shown == 2, f"revision {shown} shows after a success")
        stood[name + "-again"] = kiosk.whole_files()
        code, said = kiosk.sync(name + "-again")
        expect(code == 0, "the next run fails")
        expect(kiosk.revision() == 2, "the next run does not bring the new content")
        expect("lourd" not in said and "à venir" not in said, "the heavy file does not come")
        kiosk.expect_tidy()
    except Failed as failure:
        step = report.read_text().strip() if report.exists() else ""
        raise Failed(f"{name}: {failure}\n  at {step}\n{said}") from None
    return True


def series(scenario, kind, lasts):
    kiosk = Kiosk(site, work / f"{scenario}-{kind}-{lasts}", os.environ["ACCUEIL_BIN"], work / "sync.json",
                  work / "feed/root.json")
    number = 1
    while one_round(kiosk, scenario, kind, lasts, number):
        number += STEP
    return -(-(number - 1) // STEP)


def main():
    cases = [(scenario, *fault) for scenario in SCENARIOS for fault in FAULTS]
    total = 0
    with ThreadPoolExecutor(WORKERS) as pool:
        for case, count in zip(cases, pool.map(lambda case: series(*case), cases)):
            expect(count * STEP > 60, f"{case}: no more than {count} calls")
            print(f"{case[0]}: {case[1]} {case[2]}: {count} calls in turn", flush=True)
            total += count
    expect_nothing_twice(site, stood)
    print(f"{total} rounds; nothing half-shown, nothing that stood whole fetched again")


try:
    main()
except Failed as failure:
    sys.exit(f"FAILED: {failure}")
