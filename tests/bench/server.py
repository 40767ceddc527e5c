# SPDX-License-Identifier: GPL-3.0-or-later
"""What the figures of synchronisations share: a real nginx on loopback whose traffic is counted, the programs, and what a process
or a daemon costs. Called by wire and load."""
import contextlib
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import time

from glass import BIN, HERE, Failed, Skipped

NPM = BIN.parent / "npm"
TUF_JS = "tuf-js@3.0.1"
WAIT_S = 60
CONF = """daemon off; master_process off; pid {state}/pid; error_log {state}/error.log;
events {{ worker_connections 2048; }}
http {{
  log_format sent '$uri $bytes_sent $status'; access_log {state}/access.log sent;
  client_body_temp_path {state}/b; proxy_temp_path {state}/p; fastcgi_temp_path {state}/f;
  uwsgi_temp_path {state}/u; scgi_temp_path {state}/s; default_type application/octet-stream; sendfile on;
  server {{ listen 127.0.0.1:{port} backlog=4096; root {root}; }}
}}
"""


def nginx():
    return shutil.which("nginx") or "/usr/sbin/nginx"


def needs_nginx():
    if not os.access(nginx(), os.X_OK):
        raise Skipped("nginx is not installed")


class Traffic:
    """What nginx sent between two moments."""

    def __init__(self):
        self.lines = []

    def bytes(self, wanted=lambda path: True):
        return sum(int(line.split()[1]) for line in self.lines if wanted(line.split()[0]))

    def requests(self):
        return len(self.lines)


class Server:
    """One nginx, one worker."""

    def __init__(self, state, root):
        self.state, self.root = state, root

    def __enter__(self):
        self.state.mkdir()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        conf = self.state / "conf"
        conf.write_text(CONF.format(state=self.state, port=self.port, root=self.root))
        self.process = subprocess.Popen([nginx(), "-c", conf, "-p", self.state], stderr=subprocess.DEVNULL)
        for _ in range(WAIT_S * 100):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return self
            time.sleep(0.01)
        self.__exit__()
        raise Failed("nginx does not start")

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    @contextlib.contextmanager
    def traffic(self):
        log = self.state / "access.log"
        before = log.stat().st_size if log.exists() else 0
        traffic = Traffic()
        yield traffic
        traffic.lines = log.read_bytes()[before:].decode().splitlines()

    def sync(self, root, cache):
        return [str(BIN / "accueil-sync"), "--feed", self.url, "--root", str(root), "--cache", str(cache)]


def feed(*arguments):
    done = subprocess.run([BIN / "accueil-feed", *arguments], capture_output=True, text=True)
    if done.returncode != 0:
        raise Failed(done.stderr or done.stdout)


# A process of its own, for a child begins with its parent's peak.
WAITER = """import os, sys
pid = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ,
                     file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)])
_, status, usage = os.wait4(pid, 0)
print(status, (usage.ru_utime + usage.ru_stime) * 1000, usage.ru_maxrss / 1000)"""


def cost_of(command):
    """CPU in ms, peak memory in MB."""
    command = [shutil.which(command[0]) or command[0], *command[1:]]
    done = subprocess.run([sys.executable, "-c", WAITER, *map(str, command)], capture_output=True, text=True, check=True)
    status, cpu, memory = done.stdout.split()[-3:]
    if status != "0":
        raise Failed(f"{pathlib.Path(command[0]).name} ended with {status}: {done.stderr}")
    return float(cpu), float(memory)


def cpu_ms(pid):
    """Of all threads, to the nanosecond."""
    tasks = pathlib.Path(f"/proc/{pid}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e6


def daemon_polls(folder, sync, count):
    """CPU in ms of `count` polls that a running daemon is told to make, after one that does not count."""
    log = folder / "daemon.log"
    config = folder / "daemon.json"
    config.write_text('{"interval_minutes": 1440}')
    with open(log, "w") as out:
        daemon = subprocess.Popen([*sync, "--config", config], stdout=out, stderr=out, env=os.environ | {"LC_ALL": "C"})

    def planned(times):
        for _ in range(WAIT_S * 1000):
            if log.read_text().count("prochaine synchronisation") >= times:
                return
            if daemon.poll() is not None:
                break
            time.sleep(0.001)
        raise Failed(f"the daemon does not poll: {log.read_text()[-2000:]}")

    try:
        planned(1)
        before = cpu_ms(daemon.pid)
        for turn in range(count):
            daemon.send_signal(signal.SIGUSR1)
            planned(turn + 2)
        return cpu_ms(daemon.pid) - before
    finally:
        daemon.terminate()
        daemon.wait()


def tuf_js(root, folder, server):
    """A function that gives the command with which tuf-js brings the same: metadata, the head, and files that the head names.
    None where it cannot be installed."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        print("skipped: *.tuf_js: node or npm is not installed", file=sys.stderr)
        return None
    done = subprocess.run([npm, "install", "--silent", "--no-audit", "--no-fund", "--prefix", NPM, TUF_JS],
                          capture_output=True, text=True)
    if done.returncode != 0:
        print(f"skipped: *.tuf_js: {(done.stderr or done.stdout).strip()[-300:]}", file=sys.stderr)
        return None
    folder.mkdir()
    shutil.copy(root, folder / "root.json")
    return lambda files: [node, HERE / "tuf_js.cjs", NPM, server.url, folder, *files]
