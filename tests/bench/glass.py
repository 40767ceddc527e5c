# SPDX-License-Identifier: GPL-3.0-or-later
"""What tests/bench/run measures on a screen: the test rig, a program on it, and each figure as a function that yields
(name, value, unit)."""
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent
BIN = HERE.parent.parent / "build/bench/bin"
RIG = HERE.parent / "e2e/rig/rig.sh"
PORTRAIT, LANDSCAPE = "1080x1920", "1920x1080"
TICKS = os.sysconf("SC_CLK_TCK")
STARTS = 7
SETTLED_S = 3
IDLE_S = 30
LEAST_FRAMES = 100


class Skipped(Exception):
    """It cannot be measured here."""


class Failed(Exception):
    """It can, but it went wrong."""


def say(words):
    print(words, file=sys.stderr, flush=True)


def output_of(command, environment=None, limit_s=600):
    """Standard output; the status 77 says, as in tests, that the machine lacks something."""
    done = subprocess.run([str(part) for part in command], env=environment, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=limit_s)
    name = Path(command[0]).name
    if done.returncode == 77:
        raise Skipped(f"{name}: {(done.stdout + done.stderr).strip()}")
    if done.returncode != 0:
        raise Failed(f"{name} ended with {done.returncode}: {(done.stdout + done.stderr).strip()[-2000:]}")
    return done.stdout


class Rig:
    """A real X server in memory, with fingers."""

    def __init__(self, folder, size):
        self.folder, self.size = folder, size
        self.environment = {k: v for k, v in os.environ.items() if k not in ("XAUTHORITY", "WAYLAND_DISPLAY")}
        self.environment["ACCUEIL_BIN"] = str(BIN)
        answer = output_of([RIG, "start", folder, size], self.environment)
        self.environment["DISPLAY"] = answer.strip().removeprefix("DISPLAY=")

    def inject(self, *command):
        output_of([RIG, "inject", self.folder, *command], self.environment)


@contextmanager
def rig(size):
    if not os.access("/usr/lib/xorg/Xorg", os.X_OK):
        raise Skipped("Xorg is missing: install xserver-xorg-core and xserver-xorg-video-dummy")
    folder = Path(tempfile.mkdtemp(prefix="/tmp/accueil-rig-"))
    try:
        yield Rig(folder, size)
    finally:
        subprocess.run([RIG, "stop", folder], check=False, stdout=subprocess.DEVNULL)
        shutil.rmtree(folder, ignore_errors=True)


# ── Programs that fill the screen ──
def kiosk(screen):
    # A cache that is not there: the content is the embedded one.
    return [BIN / "accueil-kiosk", "--kiosk", "--cache", screen.folder / "no-cache"]


def bare_sfml(_):
    return [BIN / "bare_sfml"]


def chromium(screen):
    program = shutil.which("chromium")
    if program is None:
        raise Skipped("chromium is not installed")
    return [program, "--kiosk", "--no-first-run", "--no-default-browser-check", "--password-store=basic",
            *(["--no-sandbox"] if os.geteuid() == 0 else []),  # it refuses to run as root otherwise
            f"--user-data-dir={screen.folder / 'chromium'}", (HERE / "kiosk_page.html").as_uri()]


OTHERS = {"bare_sfml": bare_sfml, "chromium": chromium}


class Shown:
    """A program whose picture is on the screen, watched from before its start."""

    def __init__(self, screen, command):
        self.log = screen.folder / "program.log"
        self.watch = subprocess.Popen([BIN / "picture_watch"], env=screen.environment, stdout=subprocess.PIPE, text=True)
        self.process = None
        try:
            self.moment("watching")
            with open(self.log, "w") as log:
                start = time.monotonic_ns() / 1000  # the clock of picture_watch
                self.process = subprocess.Popen(command, env=screen.environment, stdout=log, stderr=log,
                                                start_new_session=True)
            self.first_ms = (self.moment("picture") - start) / 1000
            self.settled_ms = (self.moment("settled") - start) / 1000
        except BaseException:
            self.end()
            raise

    def moment(self, name):
        what, _, when = self.watch.stdout.readline().partition(" ")
        if what != name:
            log = self.log.read_text(errors="replace")[-1000:] if self.process else "the screen never became empty"
            raise Failed(f"no \"{name}\" on the screen: {log}")
        return int(when)

    def end(self):
        self.watch.kill()
        self.watch.wait()
        if self.process is None:
            return
        for number in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                break
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                continue

    def pss_mb(self):
        """Of the program and all that it started: a browser is many processes."""
        total = 0
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if os.getsid(int(folder.name)) != self.process.pid:
                    continue
                lines = (folder / "smaps_rollup").read_text().splitlines()
            except (ProcessLookupError, FileNotFoundError):
                continue  # it ended meanwhile
            total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        if total == 0:
            raise Failed("the program is gone")
        return total * 1024 / 1e6

    def cpu_seconds(self):
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS  # utime and stime, counted from the state


@contextmanager
def shown(screen, command):
    program = Shown(screen, command)
    try:
        yield program
    finally:
        program.end()


def compared(screen, name):
    """The command of the kiosk and of each program it is compared with, by the figure's name."""
    commands = {name: kiosk(screen)}
    for other, command in OTHERS.items():
        try:
            commands[f"{name}.{other}"] = command(screen)
        except Skipped as why:
            say(f"skipped: {name}.{other}: {why}")
    return commands


# ── Figures ──
def first_frame():
    """In turns, so that what else the machine does falls on all alike; the first turn only warms the disk."""
    with rig(PORTRAIT) as screen:
        commands = compared(screen, "start.first_frame_ms")
        times = {name: [] for name in commands}
        settled = []
        for turn in range(STARTS + 1):
            for name, command in commands.items():
                with shown(screen, command) as program:
                    if turn == 0:
                        continue
                    times[name].append(program.first_ms)
                    if name == "start.first_frame_ms":
                        settled.append(program.settled_ms)
    for name, values in times.items():
        yield name, statistics.median(values), "ms"
    yield "start.settled_ms", statistics.median(settled), "ms"


def pss():
    with rig(PORTRAIT) as screen:
        for name, command in compared(screen, "start.pss_mb").items():
            with shown(screen, command) as program:
                time.sleep(SETTLED_S)
                yield name, program.pss_mb(), "MB"


def idle_cpu():
    with rig(PORTRAIT) as screen, shown(screen, kiosk(screen)) as program:
        time.sleep(SETTLED_S)
        # The clock of the top strip changes once in these seconds: an average of the two sorts of half minutes would
        # hide the worse one.
        while not 35 <= time.time() % 60 <= 55:
            time.sleep(0.1)
        before, start = program.cpu_seconds(), time.monotonic()
        time.sleep(IDLE_S)
        used = program.cpu_seconds() - before
        yield "idle.cpu_percent", 100 * used / (time.monotonic() - start), "%"


def least_frame_ms(screen):
    return float(output_of([BIN / "frame_limit", *screen.size.split("x")], screen.environment))


def frame_limit():
    with rig(LANDSCAPE) as screen:
        yield "frame.limit_ms", least_frame_ms(screen), "ms"


def home_frames():
    with rig(PORTRAIT) as screen:
        limits = [least_frame_ms(screen)]
        frames = screen.folder / "frames"
        with shown(screen, kiosk(screen) + ["--frames", frames]):
            time.sleep(SETTLED_S)
            start = len(frames.read_text().split())
            # On home nothing scrolls, but what is under the finger is drawn anew at each of its moves.
            for _ in range(4):
                screen.inject("drag", 540, 1300, 540, 900, 800)
                screen.inject("drag", 540, 900, 540, 1300, 800)
            times = sorted(float(line) for line in frames.read_text().split()[start:])
        limits.append(least_frame_ms(screen))
    if len(times) < LEAST_FRAMES:
        raise Failed(f"the drags on home drew {len(times)} frames only; {LEAST_FRAMES} make a measure")
    yield "home.frame_ms", statistics.median(times), "ms"
    yield "home.frame_ms.p95", times[int(len(times) * 0.95)], "ms"
    # Before and after: it is the least that it may ever have been.
    yield "home.frame_ms.limit", min(limits), "ms"


def lines_of(text):
    for line in text.splitlines():
        name, value, *unit = line.split()
        yield name, float(value), " ".join(unit)


def draw_bench():
    with rig(LANDSCAPE) as screen:
        yield from lines_of(output_of([BIN / "draw_bench"], screen.environment))


def without_screen(program, *arguments):
    return lambda: lines_of(output_of([BIN / program, *arguments]))
