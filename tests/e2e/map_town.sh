#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The streets of a town under real fingers: an admin ships the town's map as a pack of the content; it is dragged, pinched and
# flung to the pixel, from the whole town to one street, and says whom it is owed to. The map is read where it stands
# (ACCUEIL_TOWN_MAP, or nantes-metropole.mbtiles of the shared data); without one there is nothing to show.
set -eu
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"
source_root=$(cd "$E2E_DIR/../.." && pwd)
town=${ACCUEIL_TOWN_MAP:-$source_root/../shared/data/map/nantes-metropole.mbtiles}
[ -r "$town" ] || { echo "SKIP:" "no town map: name an MBTiles file of OpenMapTiles by ACCUEIL_TOWN_MAP"; exit 77; }

start_rig 1080x1920
work=$RIG_DIR/work
frames=$work/frames
mkdir "$work"
cp -r "$source_root/assets/content" "$work/content"
mkdir -p "$work/content/packs"
cp "$town" "$work/content/packs/ville.mbtiles"
python3 - "$work/content/feed.json" <<'END'
import json, sys
about = json.load(open(sys.argv[1]))
about["map"] = {"longitude": -1.5536, "latitude": 47.2155, "zoom": 14.0, "bounds": [-1.80, 47.05, -1.35, 47.35]}
json.dump(about, open(sys.argv[1], "w"))
END
"$ACCUEIL_BIN/accueil-feed" init "$work/feed" >"$work/log" 2>&1 || fail "init: $(cat "$work/log")"
"$ACCUEIL_BIN/accueil-feed" publish "$work/content" --to "$work/feed" >"$work/log" 2>&1 || fail "publish: $(cat "$work/log")"
for _ in records map; do # the map comes in a generation of its own, after the records
    "$ACCUEIL_BIN/accueil-sync" --once --feed "file://$work/feed/public" --root "$work/feed/root.json" \
        --cache "$work/cache" >"$work/log" 2>&1 || fail "sync: $(cat "$work/log")"
done
printf '{"here": {"latitude": 47.2155, "longitude": -1.5536}, "map": {"cache_folder": "%s"}}\n' "$work/tiles" >"$work/kiosk.json"

# shellcheck source=tests/e2e/kiosk.sh
. "$E2E_DIR/kiosk.sh"
at_least() { awk -v a="$1" -v b="$2" 'BEGIN { exit !(a >= b) }'; }
near() { awk -v a="$1" -v b="$2" -v by="$3" 'BEGIN { d = a - b; exit !(d <= by && -d <= by) }'; }
frame_count() { wc -l <"$frames"; }
tile_count() { find "$work/tiles" -name '*.tile' 2>/dev/null | wc -l; }
# Nothing more comes: as many tiles as a moment ago, and no frame.
still() {
    local before
    before="$(tile_count) $(frame_count)"
    sleep 4
    [ "$(tile_count) $(frame_count)" = "$before" ] && [ "$(tile_count)" -gt 0 ]
}
colours() { convert "$1[900x900+90+500]" -format %k info:; }

background "$work/kiosk.log" "$ACCUEIL_BIN/accueil-kiosk" --kiosk --cache "$work/cache" --config "$work/kiosk.json" \
    --route map --tree "$tree" --frames "$frames"
KIOSK=$BACKGROUND_PID
some_markers() { [ "$(ask markers 2>/dev/null | grep -c '^place/')" -ge 2 ]; }
wait_for 30 some_markers
wait_for 120 still
shot "$work/town.png"
at_least "$(colours "$work/town.png")" 400 || fail 'the town is hardly drawn'

# The two places that stand farthest apart, away from the edges: what the fingers do is read off them.
read -r one two <<<"$(ask markers | awk '/^place\// && $2 > 250 && $2 < 830 && $3 > 500 && $3 < 1400 { id[++n] = $1; x[n] = $2; y[n] = $3 }
    END { for (i = 1; i <= n; ++i) for (j = i + 1; j <= n; ++j) { d = (x[i]-x[j])^2 + (y[i]-y[j])^2
          if (d > best) { best = d; a = id[i]; b = id[j] } } print a, b }')"
[ -n "$two" ] || fail "no two places alone in the middle of the town: $(ask markers | tr '\n' ';')"
marker() { ask markers | awk -v id="$1" '$1 == id { print $2, $3 }'; }
spread() { printf '%s %s\n' "$(marker "$one")" "$(marker "$two")" | awk 'NF == 4 { print sqrt(($1 - $3) ^ 2 + ($2 - $4) ^ 2) }'; }

read -r x y <<<"$(marker "$one")"
before=$(frame_count)
inject drag 500 900 440 830 600
dragged() { read -r nx ny <<<"$(marker "$one")"; near "$nx" $((x - 60)) 3 && near "$ny" $((y - 70)) 3; }
wait_for 5 dragged
(($(frame_count) - before >= 10)) || fail "a drag of 0.6 s drew $(($(frame_count) - before)) frames"
pass 'the streets follow a finger to the pixel'

wait_for 5 at_rest
before=$(spread)
read -r x y <<<"$(marker "$one")"
inject pinch "$x" "$y" 300 390 500
pinched() { near "$(spread)" "$(awk -v a="$before" 'BEGIN { print 1.3 * a }')" 8; }
wait_for 5 pinched
wait_for 5 at_rest
read -r nx ny <<<"$(marker "$one")"
near "$nx" "$x" 6 && near "$ny" "$y" 6 || fail "what is between the fingers went from $x,$y to $nx,$ny"
pass 'a pinch spreads the streets about the fingers'

read -r x y <<<"$(marker "$one")"
inject flick 500 900 480 1050 100
flung() { read -r nx ny <<<"$(marker "$one")"; [ -n "$ny" ] && ((ny - y > 180)); }
wait_for 5 flung
pass 'a flick flings them further than the finger went'

wait_for 120 still
for _ in 1 2 3; do inject pinch 540 900 150 600 400; done # to one street, far beyond the tiles' own zoom
wait_for 120 still
shot "$work/street.png"
at_least "$(colours "$work/street.png")" 60 || fail 'the street is hardly drawn'
ask has any OpenStreetMap || fail 'nobody is named for the map'
for _ in 1 2 3 4 5; do inject pinch 540 900 600 150 400; done
wait_for 120 still
shot "$work/whole.png"
at_least "$(colours "$work/whole.png")" 100 || fail 'the whole town is hardly drawn'
kill -0 "$KIOSK" || fail 'the kiosk is gone'
pass 'from the whole town to one street'
kill "$KIOSK"
wait "$KIOSK" || fail 'a signal did not end the kiosk in order'
finish map_town
