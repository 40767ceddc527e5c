#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# accueil-sync's way up against real WebDAV servers, Apache and nginx: what waits in local.db is stored once and whole,
# whatever the line, the server or a kill -9 does, and is then gone from the kiosk's disk.
# ACCUEIL_BIN: the folder of the programs. SEED repeats a run, KILLS is the number of kill -9.
set -u
export LC_ALL=C # what the programs say is French unless a locale says otherwise
root=$(cd "$(dirname "$0")/../.." && pwd)
bin=${ACCUEIL_BIN:?}
seed=${SEED:-20261125}
RANDOM=$seed
kills=${KILLS:-40}
# In memory where there is some: a kill -9 is tried here, no power cut, and what waits for a disk takes minutes.
base=/tmp
[ ! -w /dev/shm ] || [ "$(df --output=avail -k /dev/shm | tail -n 1)" -lt 200000 ] || base=/dev/shm
work=$(mktemp -d "$base/accueil-report-XXXXXX")
chmod 711 "$work" # Apache's user passes
faults_pid='' mounted=''
stop_faults() {
    [ -n "$faults_pid" ] || return 0
    kill "$faults_pid" 2>/dev/null
    wait "$faults_pid" 2>/dev/null
    faults_pid=''
}
trap 'stop_faults; stop_dav; stop_serving; [ -z "$mounted" ] || umount "$mounted"; rm -rf "$work"' EXIT
trap 'exit 143' TERM INT HUP
fail() {
    printf 'FAILED (seed %s): %s\n' "$seed" "$*" >&2
    tail -n 15 "$work"/*.log >&2 2>/dev/null
    exit 1
}
pass() { printf 'ok: %s\n' "$*"; }
# shellcheck source=tests/support/nginx.sh
. "$root/tests/support/nginx.sh"
# shellcheck source=tests/support/dav.sh
. "$root/tests/support/dav.sh"
needs_nginx
needs_apache

cache=$work/cache local=$work/local/local.db
# configure URL [CREDENTIALS_FILE]
configure() {
    cat >"$work/sync.json" <<JSON
{ "interval_minutes": 1440, "kiosk": {"id": "hall"}, "local_folder": "$(dirname "$local")", "cache_folder": "$cache",
  "limits": {"spare_megabytes": 0},
  "report": {"url": "$1", "credentials_file": "${2:-}"},
  "network": {"connect_seconds": 2, "low_speed_seconds": 1, "low_speed_bytes": 1} }
JSON
}
# once: one synchronisation; the exit code is accueil-sync's.
once() { "$bin/accueil-sync" --once --config "$work/sync.json" "$@" >"$work/sync.log" 2>&1; }
writer() { "$bin/local_writer" "$local" "$@"; }
status() { "$bin/accueil-sync" status --config "$work/sync.json" "$@"; }
waits() { [ "$(writer waiting | wc -l)" = "$1" ] || fail "$1 should wait, $(writer waiting) do"; }
# stored STATE KIND ID: the server has it, whole.
stored() { "$bin/local_writer" - body "$3" | cmp -s - "$1/files/$2/hall/$3" || fail "$2 $3 is not at the server as it was"; }
# not_on_disk WORDS…: in none of local.db's files.
not_on_disk() {
    local words
    for words in "$@"; do
        grep -rqaF -- "$words" "$work/local" && fail "$words is still on the kiosk's disk"
    done
    return 0
}

# ── The way, with a real feed ──
cp -r "$root/tests/fixtures/content" "$work/content"
"$bin/accueil-feed" init "$work/feed" >"$work/init.log" 2>&1 || fail init
"$bin/accueil-feed" publish "$work/content" --to "$work/feed" --quiet >"$work/publish.log" 2>&1 || fail publish
serve "$work/feed/public" "$work/nginx"
feed=(--feed "http://127.0.0.1:$NGINX_PORT" --root "$work/feed/root.json")
serve_apache "$work/apache"
dav=http://127.0.0.1:$DAV_PORT/dav
printf '{"user": "borne", "password": "mot de passe"}' >"$work/secret.json"
chmod 640 "$work/secret.json"
configure "$dav" "$work/secret.json"
writer put proposal first >/dev/null || fail 'put'
writer put notice second >/dev/null || fail 'put'
writer count 7 need-opened manger fr 2026-01-05-am || fail 'count'
writer count 5 need-opened un-toit fr 2026-01-05-am || fail 'count'
once "${feed[@]}" || fail 'the first synchronisation'
grep -q '3 éléments envoyés' "$work/sync.log" || fail 'what was sent is not said'
stored "$work/apache" proposal first
stored "$work/apache" notice second
counts=$(echo "$work"/apache/files/counts/hall/*)
[[ $counts = */2026-01-05-am-???????????????? ]] || fail "counts: $counts"
python3 - "$counts" "$work/apache/files/status/hall.json" <<'PY' || fail 'the counts or the status at the server'
import json, sys
counts = json.load(open(sys.argv[1]))
assert counts == {"half_day": "2026-01-05-am",
                  "counts": [{"name": "need-opened", "theme": "manger", "language": "fr", "count": 7}]}, counts
status = json.load(open(sys.argv[2]))
assert status["kiosk"] == "hall" and status["generation"] == 1 and status["version"], status
assert status["report"]["pending"] == {} and "failure" not in status["report"], status
PY
waits 0
not_on_disk first second un-toit manger
once "${feed[@]}" || fail 'the second synchronisation'
[ "$(grep -c 'PUT .* 201' "$work/apache/access.log")" = 4 ] || fail 'something was stored twice'
pass 'a proposal, a notice and counts go up once, each as it was, with folders made on the way; then the status alone'

# ── Who may not ──
printf '{"user": "borne", "password": "geheim"}' >"$work/wrong.json"
chmod 600 "$work/wrong.json"
configure "$dav" "$work/wrong.json"
writer put notice third >/dev/null || fail put
once "${feed[@]}" && fail 'a wrong password is a success'
grep -q "L’envoi vers 127.0.0.1:$DAV_PORT a échoué : ce serveur refuse" "$work/sync.log" || fail 'who refused is not said'
grep -q 'à jour' "$work/sync.log" || fail 'the way down did not go on'
status | grep -q '1 avis' || fail 'status does not say what waits'
status | grep -q 'HTTP status 401' || fail 'status does not say the refusal'
status --json | python3 -c '
import json, sys
report = json.load(sys.stdin)["report"]
assert report["pending"] == {"notice": 1} and report["failures"] == 1, report
assert report["failure"]["code"] == "http_status" and report["failure"]["server"].startswith("127.0.0.1:"), report' ||
    fail 'status --json'
grep -rqF geheim "$cache" "$work/sync.log" && fail 'the password is in the status or the log'
chmod 644 "$work/wrong.json"
once "${feed[@]}" && fail 'a password that everybody may read is taken'
grep -q 'chmod 640' "$work/sync.log" || fail 'the open file is not said'
waits 1
pass 'a wrong password, or one that others may read: said with the server, the content is brought all the same, nothing is lost'

# ── No feed, but a server ──
configure "$dav" "$work/secret.json"
once && fail 'no feed is a success'
grep -q '1 élément envoyé' "$work/sync.log" || fail 'nothing went up without a feed'
stored "$work/apache" notice third
pass 'what waits goes up although the feed fails'

# ── A bad line ──
line() { # line MODE: what the line does from now on
    echo "$1" >"$work/mode.new"
    mv "$work/mode.new" "$work/mode"
}
line true
setpriv --pdeathsig TERM -- "$root/tests/support/report_faults.py" "$work/port" "$DAV_PORT" "$work/mode" "$work/line" \
    "$seed" 2>"$work/faults.log" &
faults_pid=$!
for _ in $(seq 500); do [ -s "$work/port" ] && break; sleep 0.01; done
configure "http://127.0.0.1:$(cat "$work/port")/dav" "$work/secret.json"
for mode in 500 503 hang cut half lost portal; do
    line "$mode"
    id=through-$mode
    writer put proposal "$id" >/dev/null || fail put
    once && fail "$mode is a success"
    grep -q 'L’envoi vers' "$work/sync.log" || fail "$mode: not said"
    writer waiting | grep -q "proposal $id" || fail "$mode: acknowledged what the server did not say it has"
    line true
    once
    waits 0
    stored "$work/apache" proposal "$id"
    [ "$(grep -c "PUT .*/$id 201" "$work/apache/access.log")" = 1 ] || fail "$mode: stored twice"
    not_on_disk "$id"
done
grep -q 'PUT .*/through-lost 412' "$work/apache/access.log" || fail 'what was stored already is not met'
pass 'errors, silence, cuts before and after storing, half answers, a portal: said, kept, then stored once'

line retry
writer put proposal patient >/dev/null || fail put
once
status | grep -q 'demande d’attendre' || fail 'the wait is not said'
line true
asked=$(wc -l <"$work/line")
once
[ "$(wc -l <"$work/line")" = "$asked" ] || fail 'the server is asked before the time that it wanted'
writer waiting | grep -q patient || fail 'lost while waiting'
rm "$cache/status.json"
once
waits 0
pass 'a server that wants to be left alone is'

# ── kill -9 of both sides at random instants, on a random line ──
line random
: >"$work/accepted"
writers=0
: >"$work/apache/access.log"
began=$(($(date +%s%N) / 1000000))
for round in $(seq "$kills"); do
    : >"$work/daemon.log"
    "$bin/accueil-sync" --config "$work/sync.json" >"$work/daemon.log" 2>&1 &
    daemon=$!
    for _ in $(seq 1000); do
        grep -q 'prochaine synchronisation' "$work/daemon.log" && break
        sleep 0.01
    done
    "$bin/local_writer" "$local" write 12 >>"$work/accepted" 2>>"$work/writer.log" &
    writer_pid=$!
    kill -USR1 "$daemon"
    if [ $((round % 4)) = 0 ]; then
        sleep "0.$(printf %03d $((RANDOM % 60)))"
        kill -9 "$writer_pid" 2>/dev/null && writers=$((writers + 1))
    fi
    delay=$((RANDOM % 600 + 20))
    sleep "0.$(printf %03d "$delay")"
    kill -9 "$daemon" 2>/dev/null || fail "round $round: the daemon was gone: $(cat "$work/daemon.log")"
    wait "$daemon" "$writer_pid" 2>/dev/null
done
line true
for _ in $(seq 20); do
    once
    [ -n "$(writer waiting)" ] || break
done
waits 0
sed -n '/^[a-z]* [0-9a-f]\{32\}$/p' "$work/accepted" | sort >"$work/whole" # a killed writer's last line may be cut
(cd "$work/apache/files" && find proposal notice -type f -name '????????????????????????????????' -printf '%h %f\n') |
    sed 's#/hall##' | sort >"$work/there"
lost=$(comm -23 "$work/whole" "$work/there")
[ -z "$lost" ] || fail "accepted, and not at the server: $lost"
extra=$(comm -13 "$work/whole" "$work/there" | wc -l)
[ "$extra" -le "$writers" ] || fail "$extra items nobody accepted ($writers writers were killed)"
[ "$(wc -l <"$work/there")" -gt "$kills" ] || fail "only $(wc -l <"$work/there") items"
while read -r kind id; do stored "$work/apache" "$kind" "$id"; done <"$work/there"
twice=$(sed -n 's#^PUT /dav/\(\(proposal\|notice\)/.*\) 20[0-9]$#\1#p' "$work/apache/access.log" | sort | uniq -d)
[ -z "$twice" ] || fail "stored more than once: $twice"
met=$(grep -c ' 412$' "$work/apache/access.log")
[ "$met" -gt 0 ] || fail 'no answer was ever lost'
while read -r _ id; do ids+=("$id"); done <"$work/there"
not_on_disk "${ids[@]}"
pass "$kills times killed -9 ($writers writers too) in $(($(date +%s%N) / 1000000 - began)) ms on a bad line: $(wc -l <"$work/there") items, each stored once and whole, $met met again, none left on disk"

# ── Another server: nginx, which makes folders and overwrites ──
stop_faults
stop_dav
serve_nginx_dav "$work/dav-nginx"
configure "http://127.0.0.1:$DAV_PORT/dav"
writer write 6 >"$work/accepted" || fail write
order=$(cut -d' ' -f2 "$work/accepted")
once
waits 0
while read -r kind id; do stored "$work/dav-nginx" "$kind" "$id"; done <"$work/accepted"
[ "$(sed -n 's#^PUT /dav/[a-z]*/hall/\(.*\) 201$#\1#p' "$work/dav-nginx/access.log")" = "$order" ] || fail 'not in their order'
[ -s "$work/dav-nginx/files/status/hall.json" ] || fail 'no status'
pass 'nginx: the same, in the order of acceptance'

# ── A disk that is full or cannot be written ──
stop_dav
if [ "$(id -u)" = 0 ] && mkdir -p "$work/small" && mount -t tmpfs -o size=1m tmpfs "$work/small" 2>/dev/null; then
    mounted=$work/small
    local=$work/small/local/local.db
    writer put proposal kept >/dev/null || fail 'put on a small disk'
    before=$(writer waiting)
    head -c 2000000 /dev/zero >"$work/small/filler" 2>/dev/null
    for _ in $(seq 40); do writer put proposal - >/dev/null 2>"$work/writer.log" || break; done
    grep -q '^no_space: ' "$work/writer.log" || fail "a full disk is not said: $(cat "$work/writer.log")"
    rm "$work/small/filler"
    writer waiting | grep -qF "$before" || fail 'a full disk loses what was accepted'
    writer put proposal after >/dev/null || fail 'put with space again'
    mount -o remount,ro "$work/small" || fail remount
    writer put proposal never >/dev/null 2>"$work/writer.log" && fail 'a disk that is read only takes a proposal'
    grep -q '^io: ' "$work/writer.log" || fail "a read-only disk is not said: $(cat "$work/writer.log")"
    configure http://127.0.0.1:1/dav
    once
    mount -o remount,rw "$work/small" || fail remount
    writer waiting | grep -q 'proposal after' || fail 'a read-only disk loses what was accepted'
    pass 'a full disk and one that is read only: refused with words, nothing accepted is lost'
else
    echo 'SKIP: full and read-only disks (no right to mount a small one)'
fi
echo PASS
