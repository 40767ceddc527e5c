#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# accueil-sync against a real nginx: what it brings, each way a server, a disk or a power cut can fail it, and that what a
# kiosk then reads is the old content or the new, whole. ACCUEIL_BIN: the folder of the programs. SEED repeats a run.
set -u
export LC_ALL=C # what the programs say is French unless a locale says otherwise
root=$(cd "$(dirname "$0")/../.." && pwd)
bin=${ACCUEIL_BIN:?}
seed=${SEED:-20261123}
RANDOM=$seed
kills=${KILLS:-30}
work=$(mktemp -d /tmp/accueil-sync-XXXXXX)
mounted=
at=

cleanup() {
    stop_serving
    [ -z "$mounted" ] || umount "$mounted"
    rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 143' TERM INT HUP
fail() {
    printf 'FAILED (seed %s): %s%s\n' "$seed" "$at" "$*" >&2
    tail -n 20 "$work"/*.log >&2 2>/dev/null
    exit 1
}
pass() { printf 'ok: %s\n' "$*"; }

# shellcheck source=tests/support/nginx.sh
. "$root/tests/support/nginx.sh"
needs_nginx
# start_nginx [RATE]: media go no faster than RATE bytes a second.
start_nginx() { serve "$work/feed/public" "$work/nginx" "${1:-0}"; }

cache=$work/cache
options() {
    printf '%s\n' --config "$work/sync.json" --feed "http://127.0.0.1:$NGINX_PORT" --root "$work/feed/root.json" --cache "$cache"
}
sync_once() {
    mapfile -t arguments < <(options)
    "$bin/accueil-sync" --once "${arguments[@]}" >"$work/sync.log" 2>&1
}
publish() { "$bin/accueil-feed" publish "$work/content" --to "$work/feed" --quiet >"$work/publish.log" 2>&1 || fail publish; }
# shows REVISION: the cache holds that, whole.
shows() {
    local found
    found=$("$bin/cache_probe" "$cache" 2>"$work/probe.log") || fail "the cache cannot be read"
    [ "$found" = "revision $1" ] || fail "$found shows, not $1"
}
# fails_with WORDS REVISION: a synchronisation fails, says so, and the content stays.
fails_with() {
    sync_once
    local code=$?
    [ "$code" = 1 ] || fail "exit code $code where \"$1\" was expected"
    grep -q 'La synchronisation a échoué' "$work/sync.log" || fail 'the failure is not said'
    grep -qF -- "$1" "$work/sync.log" || fail "\"$1\" is not said"
    shows "$2"
}
now_ms() { echo $(($(date +%s%N) / 1000000)); }

cat >"$work/sync.json" <<'JSON'
{ // no space is spared, so that a small disk can be filled
  "interval_minutes": 1440, "limits": {"spare_megabytes": 0}, "network": {"connect_seconds": 2} }
JSON

# ── The way ──
cp -r "$root/tests/fixtures/content" "$work/content"
"$bin/accueil-feed" init "$work/feed" >"$work/init.log" 2>&1 || fail init
publish
start_nginx
"$bin/cache_probe" "$cache" 2>/dev/null
[ $? -eq 3 ] || fail 'a cache before the first synchronisation'
sync_once || fail 'first synchronisation'
grep -q 'Nouveau contenu : révision 1' "$work/sync.log" || fail 'new content is not said'
grep -q '5 fichiers joints' "$work/sync.log" || fail 'the media are not said'
shows 1
pass 'the first synchronisation brings records and media'

: >"$work/nginx/access.log"
sync_once || fail 'second synchronisation'
grep -q 'à jour' "$work/sync.log" || fail 'up to date is not said'
shows 1
grep -qE '^/(full|m)/' "$work/nginx/access.log" && fail 'content is fetched again without a change'
pass 'without a change nothing is fetched again'

# shellcheck disable=SC1112 # the apostrophe is the content's
sed -i 's/Un bus d’accueil/Un bus qui accueille/' "$work/content/initiatives/bus-d-accueil.md"
printf '%%PDF-1.4\nUne autre page.\n' >"$work/content/media/bus.pdf"
publish
cp -a "$cache" "$work/cache-1"
: >"$work/nginx/access.log"
sync_once || fail 'an edit'
shows 2
"$bin/cache_probe" "$cache" initiative bus-d-accueil | grep -q 'Un bus qui accueille' || fail 'the edit does not show'
[ "$(grep -c '^/m/' "$work/nginx/access.log")" = 1 ] || fail 'other media than the changed one were fetched'
"$bin/accueil-sync" status --cache "$cache" | grep -q 'révision 2' || fail 'status in words'
"$bin/accueil-sync" status --cache "$cache" --json | python3 -c '
import json, sys
status = json.load(sys.stdin)
assert status["revision"] == 2 and status["failures"] == 0 and "failure" not in status, status' || fail 'status --json'
pass 'an edit brings its record and its one new file'

# ── What is served wrong ──
mapfile -t served < <(grep -v 'root.json' "$work/nginx/access.log" | sort -u)
[ "${#served[@]}" = 6 ] || fail "an update reads ${served[*]}"
for path in "${served[@]}"; do
    file=$work/feed/public$path
    cp "$file" "$work/whole"
    for fault in flipped cut emptied absent page; do
        case $fault in
            flipped) python3 - "$file" <<'PY'
import sys
data = bytearray(open(sys.argv[1], "rb").read())
data[len(data) // 2] ^= 1
open(sys.argv[1], "wb").write(data)
PY
                words='La synchronisation a échoué' ;;
            cut) truncate -s $(($(stat -c %s "$work/whole") / 2)) "$file"; words='La synchronisation a échoué' ;;
            emptied) : >"$file"; words='La synchronisation a échoué' ;;
            absent) rm "$file"; words='le serveur refuse un fichier du flux' ;;
            page) echo '<!doctype html><title>Portail</title>' >"$file"; words='La synchronisation a échoué' ;;
        esac
        at="$path served $fault: "
        # Trust as it was too: metadata that are good are kept, and not read again.
        rm -rf "$cache"
        cp -a "$work/cache-1" "$cache"
        if [[ $path = /d/* ]]; then
            sync_once || fail 'a bad delta kept the update from coming'
            grep -q 'all records are fetched' "$work/sync.log" || fail 'the way round a bad delta is not logged'
            shows 2
        else
            fails_with "$words" 1
        fi
        cp "$work/whole" "$file"
    done
done
at=
pass "each of ${#served[@]} files, served flipped, cut, empty, not at all or as a page: said, and the old content stays; a bad delta costs a way round"

# Back to the first revision for what follows.
rm -rf "$cache"
cp -a "$work/cache-1" "$cache"
stop_serving
fails_with 'le serveur ne répond pas' 1
fails_with 'le serveur ne répond pas' 1
"$bin/accueil-sync" status --cache "$cache" | grep -q 'échecs de suite' || fail 'status does not tell of the failures'
start_nginx
sync_once || fail 'after the failures'
shows 2
pass 'a server that is down: said, and the old content stays; back again, the new one comes'

# ── A cut in the middle of a file ──
{ printf '%%PDF-1.4\n'; head -c 4000000 /dev/urandom; } >"$work/content/media/bus.pdf"
publish
cp -a "$cache" "$work/cache-2"
stop_serving
start_nginx 8000000
( sleep 0.25; kill "$NGINX_PID" ) &
cutter=$!
fails_with 'la connexion a été coupée' 2
wait "$cutter"
NGINX_PID=
pass 'a server that goes away in the middle of a file: said, and the old content stays'

# ── kill -9 at random instants ──
start_nginx 16000000
began=$(now_ms)
sync_once || fail 'the large file'
span=$((($(now_ms) - began) * 12 / 10))
shows 3
mapfile -t arguments < <(options)
# planned N: waits until the daemon has planned its next synchronisation for the Nth time.
planned() {
    for _ in $(seq 3000); do
        [ "$(grep -c 'prochaine synchronisation' "$work/daemon.log")" -lt "$1" ] || return 0
        kill -0 "$daemon" 2>/dev/null || fail "the daemon is gone: $(cat "$work/daemon.log")"
        sleep 0.01
    done
    fail "the daemon does nothing: $(cat "$work/daemon.log")"
}
declare -A left=([2]=0 [3]=0)
for round in $(seq "$kills"); do
    rm -rf "$cache"
    cp -a "$work/cache-2" "$cache"
    : >"$work/daemon.log"
    "$bin/accueil-sync" "${arguments[@]}" >"$work/daemon.log" 2>&1 &
    daemon=$!
    planned 1
    kill -USR1 "$daemon"
    delay=$((RANDOM % span))
    sleep "$((delay / 1000)).$(printf %03d $((delay % 1000)))"
    kill -9 "$daemon"
    wait "$daemon" 2>/dev/null
    found=$("$bin/cache_probe" "$cache" 2>"$work/probe.log") || fail "round $round, killed after $delay ms: unreadable"
    revision=${found#revision }
    [ "$revision" = 2 ] || [ "$revision" = 3 ] || fail "round $round, killed after $delay ms: $found"
    left[$revision]=$((left[$revision] + 1))
    sync_once || fail "round $round, killed after $delay ms: the next synchronisation"
    shows 3
    [ ! -e "$cache/generations/building" ] || fail "round $round: what was being built is still there"
done
pass "killed $kills times within $span ms: ${left[2]} times the old content, ${left[3]} times the new, always whole"

# ── SIGTERM ──
"$bin/accueil-sync" "${arguments[@]}" >"$work/daemon.log" 2>&1 &
daemon=$!
planned 1
kill -USR1 "$daemon"
planned 2
grep -q 'à jour' "$work/daemon.log" || fail 'the daemon did not synchronise when asked'
kill "$daemon"
wait "$daemon" || fail 'the daemon does not stop with success'
pass 'the daemon synchronises when asked and stops when told'

# ── A full disk ──
mkdir "$work/small"
if [ "$(id -u)" = 0 ] && mount -t tmpfs -o size=3m tmpfs "$work/small" 2>/dev/null; then
    mounted=$work/small
    cache=$work/small/cache
    cp -a "$work/cache-2" "$cache"
    fails_with 'le disque de la borne est plein' 2 # seen before the file is fetched
    head -c 100000000 /dev/zero >"$work/small/filler" 2>/dev/null
    printf '%%PDF-1.4\nUne petite page.\n' >"$work/content/media/bus.pdf"
    publish
    fails_with 'plein' 2 # met while writing
    rm "$work/small/filler"
    sync_once || fail 'with space again'
    shows 4
    pass 'a full disk: said, and the old content stays; with space again, the new one comes'
else
    echo 'SKIP: a full disk (no right to mount a small one)'
fi
echo PASS
