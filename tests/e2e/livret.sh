#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The livret under real fingers: a visitor who reads Arabic finds a free French course that is open on Thursday afternoon, in six
# taps; another one types on the screen's keys, asks when to go, and is guided who does not know the word.
set -eu
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"
source_root=$(cd "$E2E_DIR/../.." && pwd)

start_rig 1080x1920
work=$RIG_DIR/work
mkdir "$work"
# shellcheck source=tests/e2e/kiosk.sh
. "$E2E_DIR/kiosk.sh"

# ── A livret with four courses, one of which is free, and open on Thursday afternoon ──
cp -r "$source_root/assets/content" "$work/content"
# The Thursday whose afternoon is not over, as the kiosk counts days: from 1970 on, in France.
thursday=$(TZ=Europe/Paris python3 - "$work/content/livret" <<'END'
import csv, datetime, pathlib, sys
folder = pathlib.Path(sys.argv[1])
now = datetime.datetime.now()
verified = now.date().isoformat()
courses = [("cours-du-jeudi", "Cours du jeudi", "Th 14:00-17:00; PH open", "gratuit"), ("cours-payant", "Cours payant", "Th 14:00-17:00; PH open", "payant"),
           ("cours-du-matin", "Cours du matin", "Mo-Fr 09:00-11:00; PH open", "gratuit"), ("cours-du-samedi", "Cours du samedi", "Sa 10:00-12:00; PH open", "gratuit")]
for name, rows in (("places", [{"id": id, "nom": words, "type": "", "adresse": "1 place de l’Essai", "code_postal": "44000", "commune": "Nantes",
                                "code_insee": "44109", "latitude": "47.2181", "longitude": "-1.5546", "horaires_accueil": hours, "verified_on": verified}
                               for id, words, hours, cost in courses]),
                   ("services", [{"id": id + "-service", "place_id": id, "nom": "Apprendre le français", "needs": "apprendre-le-francais",
                                  "rendez_vous": "sans", "frais": cost} for id, words, hours, cost in courses])):
    path = folder / f"{name}.csv"
    with open(path, newline="") as file:
        table = list(csv.DictReader(file, delimiter=";"))
    with open(path, "w", newline="") as file:
        writer = csv.DictWriter(file, table[0].keys(), delimiter=";", lineterminator="\n", restval="")
        writer.writeheader()
        writer.writerows(table + rows)
day = now.date()
while day.weekday() != 3 or (day == now.date() and now.hour >= 17):
    day += datetime.timedelta(days=1)
print((day - datetime.date(1970, 1, 1)).days)
END
)
"$ACCUEIL_BIN/accueil-feed" embed "$work/content" --to "$work/cache" >"$work/embed.log" 2>&1 || fail "embed: $(cat "$work/embed.log")"
printf '{"here": {"latitude": 47.2180, "longitude": -1.5540}}\n' >"$work/kiosk.json"
open_kiosk --config "$work/kiosk.json"
here bar/home || fail "the start is not home but $(ask current)"

# ── Six taps, in Arabic ──
TAPS=0
count_tap() { tap_on "$1"; TAPS=$((TAPS + 1)); }
count_tap home/language/ar
arabic() { [ "$(ask language)" = 'ar rtl' ]; }
wait_for 5 arabic
count_tap need/apprendre-le-francais
wait_for 5 on_screen filter/moment
count_tap filter/moment
count_tap "moment/at/$thursday/afternoon"
wait_for 5 on_screen "filter/at/$thursday/afternoon"
count_tap filter/free
wait_for 5 on_screen filter/clear # two filters are on
on_screen place/cours-du-jeudi >/dev/null || fail 'the course is not in the list'
for other in cours-payant cours-du-matin cours-du-samedi; do
    ! on_screen "place/$other" 2>/dev/null || fail "$other passed filters that it does not meet"
done
shot "$work/filtered.png"
count_tap place/cours-du-jeudi
wait_for 5 shows heading 'Cours du jeudi'
shows any 'الخميس' || fail 'the sheet does not speak of Thursday in Arabic'
[ "$TAPS" -le 6 ] || fail "it took $TAPS taps"
pass "a free French course on Thursday afternoon, in Arabic: $TAPS taps"
tap_on bar/back
wait_for 5 on_screen "filter/at/$thursday/afternoon"
tap_on "filter/at/$thursday/afternoon"
wait_for 5 on_screen place/cours-du-matin
pass 'what is on is seen, and one tap takes it off'

# ── When one can go ──
tap_on need/when
wait_for 5 on_screen "filter/free"
times() { python3 - "$tree" <<'END'
import json, sys
def ids(node):
    if node.get("id", "").startswith("when/") and node["id"].rsplit("/", 1)[-1].isdigit(): yield int(node["id"].rsplit("/", 1)[-1])
    for child in node.get("children", []): yield from ids(child)
print(*ids(json.load(open(sys.argv[1]))))
END
}
listed() { [ "$(times | wc -w)" -ge 3 ]; }
wait_for 5 listed
[ "$(times | tr ' ' '\n' | sort -n | tr '\n' ' ' | sed 's/ $//')" = "$(times)" ] || fail "the openings are not in the order of time: $(times)"
! on_screen when/cours-payant 2>/dev/null || fail 'an opening that costs something'
pass 'the next openings of what the filters leave, in the order of time'
tap_on end
french() { [ "$(ask language)" = 'fr ltr' ]; }
wait_for 5 french

# ── Words, on the screen's own keys ──
tap_on home/search
for letter in f r a n; do tap_on "key/$letter"; done
found() { on_screen found/need/apprendre-le-francais || ask has link 'Apprendre le français'; }
wait_for 5 found
read -r x y <<<"$(ask middle key/c)"
inject hold "$x" "$y" 900
tap_on variant/ç
for letter in a i s; do tap_on "key/$letter"; done
wait_for 5 shows textbox 'français'
wait_for 5 found
shot "$work/search.png"
tap_on search/clear
for letter in x q z v b; do tap_on "key/$letter"; done
wait_for 5 on_screen search/nothing
shows any '115' || fail 'nothing found, and nobody to call'
pass 'keys under a finger, accents by a long press; nothing found is no dead end'

# ── Guided ──
tap_on bar/livret
tap_on livret/guide
tap_on guide/any
tap_on guide/apprendre-le-francais
tap_on guide/week
tap_on guide/1000
tap_on guide/free
wait_for 5 shows heading 'Voici où aller'
on_screen place/cours-du-jeudi >/dev/null || on_screen place/cours-du-matin >/dev/null || fail 'no course is proposed'
shows any 'Demandez à l’accueil' || fail 'no way to a person'
tap_on bar/back
wait_for 5 shows heading 'Qu’est-ce qui compte le plus'
pass 'five taps lead to proposals, and back is one step back'
kill -0 "$KIOSK" || fail "the kiosk ended: $(tail -n 5 "$work/kiosk.log")"
[ -z "${KEEP_SHOTS:-}" ] || cp "$work"/*.png "$KEEP_SHOTS"
finish livret
