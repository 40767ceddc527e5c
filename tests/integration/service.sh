#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# accueil-sync as a service: what it tells systemd, what signals do, how a new configuration is taken or refused, and
# --once on a terminal. ACCUEIL_BIN: the folder of the programs.
set -u
export LC_ALL=C
root=$(cd "$(dirname "$0")/../.." && pwd)
bin=${ACCUEIL_BIN:?}
work=$(mktemp -d /tmp/accueil-service-XXXXXX)
listener='' daemon=''
cleanup() {
    [ -z "$daemon" ] || kill -9 "$daemon" 2>/dev/null
    [ -z "$listener" ] || kill "$listener" 2>/dev/null
    stop_dav
    stop_serving
    rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 143' TERM INT HUP
fail() {
    printf 'FAILED: %s\n' "$*" >&2
    tail -n 25 "$work"/*.log "$work/told" >&2 2>/dev/null
    exit 1
}
pass() { printf 'ok: %s\n' "$*"; }
# shellcheck source=tests/support/nginx.sh
. "$root/tests/support/nginx.sh"
# shellcheck source=tests/support/dav.sh
. "$root/tests/support/dav.sh"
needs_nginx

# until WHAT COMMAND…: waits for the command's success.
until_true() {
    local what=$1
    shift
    for _ in $(seq 2000); do
        "$@" && return 0
        [ -z "$daemon" ] || kill -0 "$daemon" 2>/dev/null || fail "$what: the daemon is gone"
        sleep 0.01
    done
    fail "$what: not within 20 seconds"
}
told() { [ "$(grep -c -- "$1" "$work/told")" -ge "${2:-1}" ]; }
logged() { [ "$(grep -c -- "$1" "$work/daemon.log")" -ge "${2:-1}" ]; }

cp -r "$root/tests/fixtures/content" "$work/content"
{ printf '%%PDF-1.4\n'; head -c 3000000 /dev/urandom; } >"$work/content/media/bus.pdf"
"$bin/accueil-feed" init "$work/feed" >"$work/init.log" 2>&1 || fail init
"$bin/accueil-feed" publish "$work/content" --to "$work/feed" --quiet >"$work/publish.log" 2>&1 || fail publish
mkdir -p "$work/served"
cp -a "$work/feed/public" "$work/served/a"
cp -a "$work/feed/public" "$work/served/b"
serve "$work/served" "$work/nginx" 2000000

# configure FEED INTERVAL [MORE]
configure() {
    cat >"$work/sync.json" <<JSON
{
  "feed_url": "http://127.0.0.1:$NGINX_PORT/$1", "root_file": "$work/feed/root.json", "cache_folder": "$work/cache",
  "interval_minutes": $2, "limits": {"spare_megabytes": 0}, "local_folder": "$work/local" ${3:-}
}
JSON
}

# ── --once, on a terminal and elsewhere ──
configure a 1440
"$root/tests/support/on_terminal.py" "$bin/accueil-sync" --once --config "$work/sync.json" --cache "$work/cache-1" \
    >"$work/terminal" || fail '--once on a terminal'
python3 - "$work/terminal" <<'PY' || fail "the progress bar: $(cat "$work/terminal")"
import re, sys
text = open(sys.argv[1], encoding="utf-8", newline="").read()
frames = text.split("\r\x1b[K")
assert len(frames) > 4, "the line is drawn over and over"
percents = [int(p) for p in re.findall(r"\] +(\d+) %", text)]
assert any(0 < p < 100 for p in percents), percents
assert percents == sorted(percents) and percents[-1] == 100, percents
assert any("█" in f and "fichiers joints" in f and "Mo" in f for f in frames)
assert "█" not in frames[-1] and "Nouveau contenu : révision 1" in frames[-1], "the bar is taken away at the end"
PY
"$bin/accueil-sync" --once --config "$work/sync.json" --cache "$work/cache-2" >"$work/plain" 2>&1 || fail '--once into a file'
grep -q $'\033' "$work/plain" && fail 'escapes in a file'
grep -q 'Nouveau contenu : révision 1' "$work/plain" || fail 'words in a file'
pass '--once draws its progress on a terminal, and only there'

# ── The service ──
"$root/tests/support/notify_listener.py" "$work/notify" "$work/told" 2>"$work/listener.log" &
listener=$!
until_true 'the listener' test -S "$work/notify"
NOTIFY_SOCKET=$work/notify WATCHDOG_USEC=600000 "$bin/accueil-sync" --config "$work/sync.json" >"$work/daemon.log" 2>&1 &
daemon=$!
until_true 'READY' told 'READY=1'
kill -USR1 "$daemon" # who asks does not wait for the machine's clock to be set
until_true 'a first synchronisation' logged 'Nouveau contenu : révision 1'
until_true 'STATUS' told 'STATUS=Nouveau contenu'
python3 - "$work/told" <<'PY' || fail 'the watchdog was not told while it downloaded'
import sys
lines = [line.split(" ", 1) for line in open(sys.argv[1], encoding="utf-8").read().splitlines()]
begun = next(int(at) for at, words in lines if words.startswith("STATUS=synchronisation"))
ended = next(int(at) for at, words in lines if words.startswith("STATUS=Nouveau"))
alive = [begun] + [int(at) for at, words in lines if words == "WATCHDOG=1" and begun < int(at) < ended] + [ended]
longest = max(b - a for a, b in zip(alive, alive[1:]))
assert ended - begun > 1000, f"the download took {ended - begun} ms only: nothing is shown"
assert len(alive) > 4 and longest < 600 * 3, alive  # a slow machine is given three times the time-out
PY
before=$(grep -c 'WATCHDOG=1' "$work/told")
until_true 'the watchdog at rest' told 'WATCHDOG=1' $((before + 3))
pass 'systemd is told that it is ready, what it does, and that it lives: at work and at rest'

"$bin/accueil-sync" status --config "$work/sync.json" >"$work/status" || fail status
grep -q 'Prochaine synchronisation : ' "$work/status" || fail "status: $(cat "$work/status")"
: >"$work/nginx/access.log"
kill -USR1 "$daemon"
until_true SIGUSR1 logged 'Le contenu est à jour'
grep -q '^/a/metadata/timestamp.json' "$work/nginx/access.log" || fail 'SIGUSR1 asked nothing of the feed'
pass 'SIGUSR1 synchronises at once; status tells when the next one is due'

# ── A wrong configuration ──
printf '{\n  "feed_url": "http://127.0.0.1:%s/b",\n  "intervall_minutes": 1\n}\n' "$NGINX_PORT" >"$work/sync.json"
kill -HUP "$daemon"
until_true 'the refusal' logged 'les réglages relus sont faux'
grep -q "sync.json:3: .*intervall_minutes.*interval_minutes" "$work/daemon.log" || fail 'not told with file, line and what was meant'
until_true 'RELOADING' told 'RELOADING=1'
until_true 'READY again' told 'READY=1' 2
configure b 1440 ', "report": {"url": "ftp://x"}'
kill -HUP "$daemon"
until_true 'the second refusal' logged 'les réglages relus sont faux' 2
grep -q 'sync.json:3: « report.url »' "$work/daemon.log" || fail 'a wrong address is not told with file and line'
: >"$work/nginx/access.log"
kill -USR1 "$daemon"
until_true 'a synchronisation as before' logged 'Le contenu est à jour' 2
grep -q '^/a/metadata/timestamp.json' "$work/nginx/access.log" || fail 'the old feed is not asked any more'
grep -q '^/b/' "$work/nginx/access.log" && fail 'part of a wrong configuration is in force'
pass 'a wrong configuration is said with file and line, and the one before goes on whole'

# ── A right one ──
serve_nginx_dav "$work/dav"
configure b 2 ", \"kiosk\": {\"id\": \"hall\"}, \"report\": {\"url\": \"http://127.0.0.1:$DAV_PORT/dav\"}"
: >"$work/nginx/access.log"
kill -HUP "$daemon"
until_true 'the new configuration' logged 'réglages relus : ils valent'
until_true 'a nearer date' logged 'prochaine synchronisation dans 120 s'
[ ! -s "$work/nginx/access.log" ] || fail 'a new configuration synchronises by itself'
kill -USR1 "$daemon"
until_true 'a synchronisation by the new one' logged 'Le contenu est à jour' 3
grep -q '^/b/metadata/timestamp.json' "$work/nginx/access.log" || fail 'the new feed is not asked'
grep -q '^/a/' "$work/nginx/access.log" && fail 'the old feed is still asked'
until_true 'the status at the server' test -s "$work/dav/files/status/hall.json"
until_true 'READY' told 'READY=1' 4
pass 'a right configuration counts from the next synchronisation on: feed, interval, report'

# ── The end ──
kill "$daemon"
wait "$daemon" || fail 'the daemon does not end with success'
daemon=''
until_true STOPPING told 'STOPPING=1'
"$bin/accueil-sync" --config "$work/sync.json" >"$work/daemon.log" 2>&1 &
daemon=$!
until_true 'without systemd' logged 'prochaine synchronisation'
kill "$daemon"
wait "$daemon" || fail 'without systemd the daemon does not end with success'
daemon=''
pass 'SIGTERM ends it, told; without systemd nobody is told anything'

# ── The unit ──
if command -v systemd-analyze >/dev/null; then
    sed "s#/usr/bin/accueil-sync#$bin/accueil-sync#" "$root/packaging/accueil-sync.service" >"$work/accueil-sync.service"
    systemd-analyze verify --man=no "$work/accueil-sync.service" >"$work/verify.log" 2>&1 || fail 'the unit is not one'
    [ ! -s "$work/verify.log" ] || fail "the unit: $(cat "$work/verify.log")"
    exposure=$(systemd-analyze security --offline=true --no-pager "$work/accueil-sync.service" 2>/dev/null |
        sed -n 's/.*exposure level.*: \([0-9.]*\) .*/\1/p')
    python3 -c "import sys; sys.exit(not float('${exposure:-10}') <= 2.0)" || fail "the unit is open: ${exposure:-unknown} of 10"
    pass "the unit is well formed, and exposed by $exposure of 10"
else
    echo 'SKIP: the unit (no systemd-analyze)'
fi
echo PASS
