#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A visit by real fingers, on content that came from a folder through a feed and a real nginx: the map, an initiative, the
# livret, another language; then the content changes under the visitor's eyes, and each way it can fail to.
set -eu
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"
source_root=$(cd "$E2E_DIR/../.." && pwd)
# shellcheck source=tests/support/nginx.sh
. "$source_root/tests/support/nginx.sh"
needs_nginx

start_rig 1080x1920
work=$RIG_DIR/work
mkdir "$work"
background_nginx() { serve "$work/feed/public" "$work/nginx"; RIG_PIDS+=("$NGINX_PID"); }
publish() { "$ACCUEIL_BIN/accueil-feed" publish "$work/content" --to "$work/feed" >"$work/publish.log" 2>&1; }
sync_once() {
    "$ACCUEIL_BIN/accueil-sync" --once --feed "http://127.0.0.1:$NGINX_PORT" --root "$work/feed/root.json" \
        --cache "$work/cache" >"$work/sync.log" 2>&1
}

# shellcheck source=tests/e2e/kiosk.sh
. "$E2E_DIR/kiosk.sh"
# different A B [AREA]: percent of the pixels that differ.
different() {
    compare -metric AE -fuzz 3% "$1${3:+[$3]}" "$2${3:+[$3]}" null: 2>&1 |
        awk -v all="$(convert "$1${3:+[$3]}" -format '%[fx:w*h]' info:)" '{ printf "%.1f", $1 * 100 / all }'
}
at_least() { awk -v a="$1" -v b="$2" 'BEGIN { exit !(a >= b) }'; }
near() { awk -v a="$1" -v b="$2" -v by="$3" 'BEGIN { d = a - b; exit !(d <= by && -d <= by) }'; }

# ── The way of the content ──
cp -r "$source_root/assets/content" "$work/content"
"$ACCUEIL_BIN/accueil-feed" init "$work/feed" >"$work/init.log" 2>&1 || fail "init: $(cat "$work/init.log")"
publish || fail "publish: $(cat "$work/publish.log")"
background_nginx
sync_once || fail "sync: $(cat "$work/sync.log")"
open_kiosk
here bar/home || fail "the start is not home but $(ask current)"
shot "$work/home.png"
at_least "$(convert "$work/home.png" -format %k info:)" 200 || fail 'home is hardly drawn'
pass 'a folder, a feed, a cache, a screen'

# ── The map ──
tap_on bar/map
wait_for 5 here bar/map
one=initiative/maisons-de-region two=initiative/mediatheques-et-demarches
marker() { ask markers | awk -v id="$1" '$1 == id { print $2, $3 }'; }
both_seen() { [ -n "$(marker $one)" ] && [ -n "$(marker $two)" ]; }
wait_for 5 both_seen
sleep 1 # for the tiles: their coming does not change the tree
shot "$work/map.png"
at_least "$(different "$work/home.png" "$work/map.png" 1080x1500+0+100)" 60 || fail 'the map looks like home'
at_least "$(convert "$work/map.png[1000x900+40+500]" -format %k info:)" 100 || fail 'the map is hardly drawn'

read -r x y <<<"$(marker $one)"
inject drag 500 900 430 820 300
dragged() { read -r nx ny <<<"$(marker $one)"; near "$nx" $((x - 70)) 3 && near "$ny" $((y - 80)) 3; }
wait_for 5 dragged
wait_for 5 at_rest
pass 'the map follows a finger to the pixel'

spread() { printf '%s %s\n' "$(marker $one)" "$(marker $two)" | awk 'NF == 4 { print sqrt(($1 - $3) ^ 2 + ($2 - $4) ^ 2) }'; }
before=$(spread)
at_least "$before" 30 || fail "the two initiatives are $before pixels apart"
read -r x y <<<"$(marker $one)"
inject pinch "$x" "$y" 200 600 400
pinched() { at_least "$(spread)" "$(awk -v a="$before" 'BEGIN { print a * 2.8 }')"; }
wait_for 5 pinched
wait_for 5 at_rest
after=$(spread)
near "$(awk -v a="$after" -v b="$before" 'BEGIN { print a / b }')" 3 0.15 || fail "a pinch by 3 spread them from $before to $after"
read -r nx ny <<<"$(marker $one)"
near "$nx" "$x" 6 && near "$ny" "$y" 6 || fail "what is between the fingers went from $x,$y to $nx,$ny"
shot "$work/pinched.png"
at_least "$(different "$work/map.png" "$work/pinched.png" 1000x900+40+500)" 20 || fail 'the pinched map looks the same'
pass 'a pinch by 3 spreads the map by 3 around the fingers'

read -r x y <<<"$(marker $one)"
inject flick 500 1000 520 850 100
flung() { read -r nx ny <<<"$(marker $one)"; [ -n "$ny" ] && ((y - ny > 180)); }
wait_for 5 flung
wait_for 10 at_rest # a finger on a map that glides would stop it, no more
read -r nx ny <<<"$(marker $one)"
pass 'a flick flings it further than the finger went'

inject tap "$nx" "$ny"
wait_for 5 on_screen map/card
tap_on map/open/$one
is_initiative() { shows heading 'Les maisons de la Région'; }
wait_for 5 is_initiative
shows heading 'Les questions qu’elle éclaire' || fail 'the initiative does not say which questions it answers'
pass 'a tap on a marker shows its card, a tap on the card opens the initiative'

inject flick 540 1500 560 700 120
scrolled() { at_least 0 "$(ask top initiative/map)"; }
wait_for 5 scrolled
tap_on bar/back
wait_for 5 here bar/map
on_screen map/card >/dev/null || fail 'the way back forgot the marker that was chosen'
pass 'the page scrolls under a finger, and the way back leads to the same view of the map'

# ── The initiatives as a gallery, as a list and on the map ──
tap_on bar/map
wait_for 5 here bar/map
tap_on view/gallery
wait_for 5 shows heading 'Toutes les initiatives'
tap_on filters/territory
tap_on offer/territory/region-52
wait_for 5 on_screen filter/territory/region-52
tap_on filters/year
tap_on offer/year/2020
wait_for 5 on_screen filter/year/2020
left=$(ask name initiatives/count)
[[ $left =~ ^[1-9][0-9]*\ initiative ]] || fail "the gallery counts: $left"
shot "$work/gallery.png"
tap_on view/list
wait_for 5 on_screen initiative/citad-elles
[ "$(ask name initiatives/count)" = "$left" ] || fail 'the list has other initiatives than the gallery'
tap_on view/map
counted() { [ "$(ask name map/count)" = "$left" ]; }
wait_for 5 counted
on_screen filter/territory/region-52 >/dev/null || fail 'the map forgot the territory'
# Also where the map had been left over another region.
seen() { [ -n "$(ask markers)" ]; }
wait_for 5 seen
shot "$work/filtered-map.png"
tap_on bar/back
wait_for 5 shows heading 'Toutes les initiatives'
on_screen initiative/citad-elles >/dev/null || fail 'the way back forgot the list'
[ "$(ask name initiatives/count)" = "$left" ] || fail 'the way back forgot what was chosen'
tap_on filter/clear
more() { [ "$(ask name initiatives/count)" != "$left" ]; }
wait_for 5 more
pass "a territory and a year leave $left in the gallery, in the list and on the map, and all come back at a touch"

# ── The livret ──
tap_on bar/livret
wait_for 5 shows heading 'Le livret des accueils'
tap_on need/manger
wait_for 5 shows heading 'Manger'
tap_on place/espace-agnes-varda
wait_for 5 shows heading 'Espace Agnès-Varda'
shows any 'rue' || fail 'the place has no address'
pass 'the livret leads from a need to a place'

# ── Another language ──
tap_on bar/language
wait_for 5 on_screen language/ar
shot "$work/languages.png"
tap_on language/ar
arabic() { [ "$(ask language)" = 'ar rtl' ]; }
wait_for 5 arabic
shows heading 'Espace Agnès-Varda' || fail 'another language lost the place'
at_least "$(ask middle bar/back | cut -d' ' -f1)" 800 || fail 'the bar is not mirrored'
sleep 0.3
shot "$work/arabic.png"
tap_on bar/home
wait_for 5 here bar/home
sleep 0.3
shot "$work/home.ar.png"
at_least "$(different "$work/home.png" "$work/home.ar.png")" 10 || fail 'home looks the same in Arabic'
tap_on bar/language
tap_on language/fr
french() { [ "$(ask language)" = 'fr ltr' ]; }
wait_for 5 french
pass 'Arabic mirrors the screen where one is, and French comes back'

# ── Keys; no way out ──
for _ in 1 2 3 4 5; do inject key Tab; done # past the three languages and the search
inject key Return
wait_for 5 shows heading 'Manger'
inject key BackSpace
wait_for 5 here bar/home
inject key Escape
inject key_down Alt_L
inject key F4
inject key_up Alt_L
inject close_window "$(xdotool search --name '^Accueil$')"
tap_on bar/questions
wait_for 5 here bar/questions
alive || fail 'the kiosk could be left'
pass 'it is walked by keyboard, and cannot be left'

# ── The content changes under the visitor's eyes ──
tap_on bar/livret
wait_for 5 on_screen need/manger
inject drag 540 1400 540 1200 200
moved() { at_least 260 "$(ask top need/manger)"; }
wait_for 5 moved
wait_for 5 at_rest
before=$(ask top need/manger)
sed -i '0,/"Manger"/s//"Bien manger"/' "$work/content/needs.json"
publish || fail "an edit: $(cat "$work/publish.log")"
sync_once || fail "the edit's sync: $(cat "$work/sync.log")"
synced=$(date +%s%N)
wait_for 2 shows any 'Bien manger'
took=$((($(date +%s%N) - synced) / 1000000))
((took <= 2000)) || fail "an edit appeared after $took ms"
[ "$(ask top need/manger)" = "$before" ] || fail "the new content moved the list from $before to $(ask top need/manger)"
pass "an edit that is published and synced appears after $took ms, and the list stays where it was"

sleep 0.5
shot "$work/before.png"
same_as_before() {
    shot "$work/now.png"
    shows any 'Bien manger' || fail "$1: the old content is gone"
    # But for the clock.
    near "$(different "$work/before.png" "$work/now.png" 1080x1700+0+100)" 0 0.1 || fail "$1: the screen changed"
}
cp "$work/content/needs.json" "$work/needs.good"
printf '[\n  {"id": "manger", "name": }\n]\n' >"$work/content/needs.json"
publish && fail 'a bad file was published'
grep -q 'needs.json:2:' "$work/publish.log" || fail "the bad file is not named with its line: $(cat "$work/publish.log")"
sync_once || fail "after a refused publication: $(cat "$work/sync.log")"
same_as_before 'a bad file'
pass "a bad file: $(grep -m 1 'needs.json:2:' "$work/publish.log")"

cp "$work/needs.good" "$work/content/needs.json"
sed -i '0,/"Bien manger"/s//"Tout autre chose"/' "$work/content/needs.json"
publish || fail "$(cat "$work/publish.log")"
cp -a "$work/feed/public" "$work/whole"
"$(dirname "$0")/../support/spoil_newest.py" "$work/feed/public"
sync_once && fail 'a flipped byte was taken'
grep -q 'La synchronisation a échoué' "$work/sync.log" || fail "a flipped byte said: $(cat "$work/sync.log")"
same_as_before 'a flipped byte'
pass "a flipped byte: $(grep -m 1 échoué "$work/sync.log")"
cp -a "$work/whole/." "$work/feed/public/"

stop_serving
sync_once && fail 'a dead server was a success'
grep -q 'La synchronisation a échoué' "$work/sync.log" || fail "a dead server said: $(cat "$work/sync.log")"
same_as_before 'a dead server'
pass "a dead server: $(grep -m 1 échoué "$work/sync.log")"

background_nginx
sync_once || fail "the server is back: $(cat "$work/sync.log")"
wait_for 2 shows any 'Tout autre chose'
pass 'the server is back, and so is the news'

# ── Nobody is there any more ──
kill "$KIOSK"
wait "$KIOSK" || fail 'a signal did not end the kiosk in order'
printf '{"idle": {"seconds": 10}}\n' >"$work/kiosk.json"
open_kiosk --config "$work/kiosk.json"
tap_on bar/language
tap_on language/en
tap_on bar/livret
wait_for 5 here bar/livret
asked() { on_screen idle/stay; }
wait_for 12 asked
shot "$work/countdown.png"
inject tap 540 300
gone() { ! asked; }
wait_for 5 gone
here bar/livret || fail 'a touch that says "I am here" did something else'
tap_on end
wait_for 5 here bar/home
french || fail 'the end of the visit kept its language'
pass 'the countdown is ended by a touch, and the visit by its button'
[ -z "${KEEP_SHOTS:-}" ] || cp "$work"/*.png "$KEEP_SHOTS"
finish visit
