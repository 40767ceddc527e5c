#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The map on a disk that stalls: while no byte of the map file or of the kept tiles comes, the screen follows the finger and
# every button; when the disk is back the map completes, and the next start draws none of its tiles again.
set -eu
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"
: "${DISK_GATE_LIBRARY:?the library of tests/support/disk_gate.cpp}"

start_rig 1080x1920
work=$RIG_DIR/work
frames=$work/frames gate=$work/gate held=$work/held
mkdir "$work"
printf '{"map": {"cache_folder": "%s"}}\n' "$work/tiles" >"$work/kiosk.json"

# shellcheck source=tests/e2e/kiosk.sh
. "$E2E_DIR/kiosk.sh"
frame_count() { wc -l <"$frames"; }
tile_count() { find "$work/tiles" -name '*.tile' 2>/dev/null | wc -l; }
open_kiosk() {
    rm -f "$tree" "$frames"
    background "$work/kiosk.log" env ASAN_OPTIONS="${ASAN_OPTIONS:-}:verify_asan_link_order=0" LD_PRELOAD="$DISK_GATE_LIBRARY" DISK_GATE="$gate" DISK_GATE_REPORT="$held" \
        DISK_GATE_FILES="/basemap/:$work/tiles/" \
        "$ACCUEIL_BIN/accueil-kiosk" --kiosk --cache "$work/none" --config "$work/kiosk.json" --tree "$tree" --frames "$frames"
    KIOSK=$BACKGROUND_PID
    wait_for 30 test -s "$tree"
}
# Nothing more comes: as many tiles as a moment ago, and no frame.
still() {
    local before
    before="$(tile_count) $(frame_count)"
    sleep 3
    [ "$(tile_count) $(frame_count)" = "$before" ] && [ "$(tile_count)" -gt 0 ]
}
percent_changed() {
    compare -metric AE -fuzz 3% "$1[900x900+90+500]" "$2[900x900+90+500]" null: 2>&1 | awk '{ printf "%d", $1 / 8100 }'
}

open_kiosk
tap_on bar/map
wait_for 10 here bar/map
wait_for 60 still

: >"$gate" # the disk stalls
before_tiles=$(tile_count)
for _ in 1 2 3; do tap_on map/in; done
wait_for 20 test -s "$held"
pass "the disk holds: $(head -n 1 "$held" | sed "s|$work|…|")"
for _ in 1 2 3; do
    before=$(frame_count)
    inject drag 300 800 700 1300 1000
    now=$(frame_count)
    ((now - before >= 10)) || fail "a drag of a second with the disk held drew $((now - before)) frames"
done
pass "while it holds a drag draws $((now - before)) frames"
tap_on bar/livret
wait_for 10 here bar/livret
tap_on bar/map
wait_for 10 here bar/map
[ "$(tile_count)" = "$before_tiles" ] || fail 'a tile was made while the disk held'
kill -0 "$KIOSK" || fail 'the kiosk is gone'
sleep 0.3
shot "$work/held.png"
pass 'every other button answers'

rm "$gate" # the disk is back
wait_for 60 still
(($(tile_count) > before_tiles)) || fail 'no tile came when the disk was back'
shot "$work/whole.png"
(($(percent_changed "$work/held.png" "$work/whole.png") >= 1)) || fail 'the map looks as it did while the disk held'
pass "the map completes: $(tile_count) tiles"

kill "$KIOSK"
wait "$KIOSK" || fail 'a signal did not end the kiosk in order'
kept=$(tile_count)
newest=$(find "$work/tiles" -name '*.tile' -printf '%C@\n' | sort -n | tail -n 1)
open_kiosk
tap_on bar/map
wait_for 10 here bar/map
wait_for 60 still
[ "$(tile_count)" = "$kept" ] || fail "the second start kept $(($(tile_count) - kept)) tiles more"
[ "$(find "$work/tiles" -name '*.tile' -printf '%C@\n' | sort -n | tail -n 1)" = "$newest" ] || fail 'the second start wrote tiles'
pass 'a second start draws nothing twice'
finish map_stall
