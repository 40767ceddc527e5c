#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A visitor proposes an initiative by real fingers while nothing answers on the network. What is kept is sealed; the daemon is
# killed three times while it sends, and the proposal is at the centre once, whole, and off the kiosk's disk.
set -eu
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/support/nginx.sh
. "$E2E_DIR/../support/nginx.sh"
# shellcheck source=tests/support/dav.sh
. "$E2E_DIR/../support/dav.sh"
needs_nginx
export LC_ALL=C # what the programs say is French unless a locale says otherwise

start_rig 1080x1920
trap 'stop_dav; stop_rig' EXIT
work=$RIG_DIR/work
mkdir "$work" "$work/local"
# shellcheck source=tests/e2e/kiosk.sh
. "$E2E_DIR/kiosk.sh"
feed() { "$ACCUEIL_BIN/accueil-feed" "$@" >>"$work/feed.log" 2>&1; }
off_screen() { ! on_screen "$1" 2>/dev/null; }
reach() { # ID: by a finger that scrolls, then by one that taps
    local at y _
    wait_for 10 on_screen "$1"
    for _ in $(seq 12); do
        at=$(ask middle "$1")
        y=${at#* }
        if ((y > 1500)); then
            inject drag 1050 1400 1050 900 300
        elif ((y < 220)); then
            inject drag 1050 700 1050 1200 300
        else
            break
        fi
        sleep 0.6
    done
    tap_on "$1"
}
open_field() { # FIELD
    reach "propose/$1"
    wait_for 5 on_screen "propose/written/$1"
}
close_field() {
    tap_on propose/form
    wait_for 5 on_screen propose/consent
}
type_keys() { # each letter by a finger on its key
    local at
    for ((at = 0; at < ${#1}; ++at)); do tap_on "key/${1:at:1}"; done
}
letters() { # ID COUNT: so many are written there; which, the tree does not say
    python3 - "$tree" "$@" <<'PY'
import json, sys
def nodes(node):
    yield node
    for child in node.get("children", []):
        yield from nodes(child)
tree, name, count = sys.argv[1:]
sys.exit(not any(node.get("id") == name and node.get("letters") == int(count) for node in nodes(json.load(open(tree)))))
PY
}
on_disk() { grep -rqaiF -- "$1" "$work/local"; }

# ── The centre's key, and content that names it ──
cp -r "$E2E_DIR/../fixtures/content" "$work/content"
feed init "$work/feed" || fail "init: $(cat "$work/feed.log")"
feed proposals-key "$work/feed" || fail "the key: $(cat "$work/feed.log")"
[ "$(stat -c %a "$work/feed/keys/proposals.json")" = 600 ] || fail 'others may read the key'
python3 - "$work" <<'PY'
import json, sys
work = sys.argv[1]
key = json.load(open(f"{work}/feed/keys/proposals.json"))["box_public"]
feed = json.load(open(f"{work}/content/feed.json"))
feed["proposal"] = {"url": "https://mairie.example/proposer", "key": key,
                    "reader": {"fr": "l’équipe du livret"}, "contact": "02 40 00 00 00"}
json.dump(feed, open(f"{work}/content/feed.json", "w"))
PY
feed embed "$work/content" --to "$work/cache" || fail "embed: $(cat "$work/feed.log")"
cat >"$work/kiosk.json" <<EOF
{"local_folder": "$work/local", "kiosk": {"id": "hall"}}
EOF

# ── By fingers, with nothing on the line ──
open_kiosk --config "$work/kiosk.json"
tap_on bar/questions
tap_on questions/introduction
reach propose
wait_for 5 on_screen propose/title
sleep 0.3
shot "$work/form.png"
zbarimg -q --raw -Sdisable -Sqrcode.enable "$work/form.png" | grep -qx 'https://mairie.example/proposer' ||
    fail 'the code on the glass does not lead to the form'
reach propose/send
wait_for 5 on_screen propose/trouble/title
open_field title
type_keys mon
tap_on key/space
type_keys xylo
close_field
open_field text
type_keys zebrule
close_field
open_field contact # by a keyboard that is plugged in
inject text couloir # letters that stand alike on both layouts
wait_for 5 letters propose/written/contact 7
close_field
reach propose/where/here
reach propose/consent
wait_for 5 on_screen propose/clear
shot "$work/filled.png"
grep -qiE 'xylo|zebrule|couloir' "$tree" "$work/kiosk.log" && fail 'what is typed stands in the tree or the log'
reach propose/send
wait_for 10 on_screen propose/thanks
shot "$work/thanks.png"
for word in xylo zebrule couloir; do
    on_disk "$word" && fail "$word stands on the disk in clear"
    grep -qi "$word" "$tree" "$work/kiosk.log" && fail "$word stands in the tree or the log"
done
number=$(python3 - "$tree" <<'PY'
import json, sys
def nodes(node):
    yield node
    for child in node.get("children", []):
        yield from nodes(child)
print(next(node["name"] for node in nodes(json.load(open(sys.argv[1]))) if node.get("id") == "propose/number"))
PY
)
id=$(python3 -c 'import sqlite3, sys
rows = sqlite3.connect(sys.argv[1]).execute("SELECT kind, id FROM outgoing").fetchall()
assert [kind for kind, _ in rows] == ["proposal"], rows
print(rows[0][1])' "$work/local/local.db") || fail 'what waits is not one proposal'
pass "it is kept sealed as $number, and thanked for"
tap_on propose/another
wait_for 5 off_screen propose/thanks
tap_on end
wait_for 5 off_screen propose/title
kill "$KIOSK"
wait "$KIOSK" || fail 'a signal did not end the kiosk in order'

# ── Three times killed while it sends ──
serve_nginx_dav "$work/dav"
line() {
    echo "$1" >"$work/mode.new"
    mv "$work/mode.new" "$work/mode"
}
line hang
background "$work/faults.log" "$E2E_DIR/../support/report_faults.py" "$work/port" "$DAV_PORT" "$work/mode" "$work/line" 1
wait_for 10 test -s "$work/port"
cat >"$work/sync.json" <<EOF
{ "interval_minutes": 1440, "kiosk": {"id": "hall"}, "local_folder": "$work/local", "cache_folder": "$work/sync-cache",
  "limits": {"spare_megabytes": 0},
  "report": {"url": "http://127.0.0.1:$(cat "$work/port")/dav"},
  "network": {"connect_seconds": 2, "low_speed_seconds": 30, "low_speed_bytes": 1} }
EOF
killed_while() { # MODE: the daemon is killed once the line has the proposal
    local daemon
    line "$1"
    : >"$work/line"
    "$ACCUEIL_BIN/accueil-sync" --once --config "$work/sync.json" >>"$work/sync.log" 2>&1 &
    daemon=$!
    wait_for 20 grep -q "PUT /dav/proposal/hall/$id" "$work/line"
    kill -9 "$daemon" || fail "the daemon was gone: $(cat "$work/sync.log")"
    wait "$daemon" 2>/dev/null || true
    python3 -c 'import sqlite3, sys
assert sqlite3.connect(sys.argv[1]).execute("SELECT count(*) FROM outgoing WHERE id = ?", sys.argv[2:]).fetchone() == (1,)' \
        "$work/local/local.db" "$id" || fail "$1: lost before the server said that it has it"
}
stored=$work/dav/files/proposal/hall/$id
killed_while hang
[ ! -e "$stored" ] || fail 'it is at the centre already'
killed_while stall # the server has it, and nobody hears of it
[ -s "$stored" ] || fail 'the server does not have it'
before=$(sha256sum <"$stored")
killed_while hang
line true
"$ACCUEIL_BIN/accueil-sync" --once --config "$work/sync.json" >>"$work/sync.log" 2>&1 || true # there is no feed here
[ "$(find "$work/dav/files/proposal" -type f | wc -l)" = 1 ] || fail "at the centre: $(find "$work/dav/files")"
[ "$(sha256sum <"$stored")" = "$before" ] || fail 'it became another one'
waiting=$(python3 -c 'import sqlite3, sys
print(sqlite3.connect(sys.argv[1]).execute("SELECT count(*) FROM outgoing").fetchone()[0])' "$work/local/local.db")
[ "$waiting" = 0 ] || fail "it still waits on the kiosk: $(cat "$work/sync.log")"
for left in "$id" ACCUEIL-SEALED; do
    on_disk "$left" && fail "$left is still on the kiosk's disk"
done
pass 'killed three times, the daemon has brought it once, and the kiosk has forgotten it'

# ── At the centre ──
grep -qaiE 'xylo|zebrule|couloir' "$stored" && fail 'the server can read it'
feed proposals "$work/dav/files" "$work/feed" --to "$work/list.json" || fail "opening: $(cat "$work/feed.log")"
feed proposals "$work/dav/files" "$work/feed" --to "$work/table.csv" || fail "opening: $(cat "$work/feed.log")"
python3 - "$work/list.json" "$id" "$number" <<'PY' || fail "opened: $(cat "$work/list.json")"
import json, sys
(proposal,) = json.load(open(sys.argv[1]))
assert proposal["title"] == "Mon xylo", proposal
assert proposal["text"] == "Zebrule", proposal
assert proposal["contact"] == "couloir", proposal
assert proposal["place"] == {"town": "Nantes"}, proposal
assert proposal["kiosk"] == "hall" and proposal["language"] == "fr" and proposal["consent"] is True, proposal
assert proposal["id"] == sys.argv[2], proposal
assert proposal["id"][:8].upper() == sys.argv[3].replace(" ", ""), sys.argv
PY
grep -q 'Mon xylo' "$work/table.csv" || fail "the table: $(cat "$work/table.csv")"
pass 'with the secret key it opens to the very text'
[ -z "${KEEP_SHOTS:-}" ] || cp "$work"/*.png "$KEEP_SHOTS"
stop_dav
finish propose
