#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A document under real fingers: from its initiative, turned by a swipe, spread by two fingers, searched on the screen's keys,
# read aloud into a file that is what a loudspeaker would have had, left.
set -eu
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"
source_root=$(cd "$E2E_DIR/../.." && pwd)

start_rig 1080x1920
work=$RIG_DIR/work
mkdir "$work"
# shellcheck source=tests/e2e/kiosk.sh
. "$E2E_DIR/kiosk.sh"

# ── A document of six pages ──
cp -r "$source_root/assets/content" "$work/content"
python3 - "$work/content/media/initiatives/labacces.pdf" <<'END'
import sys
pages = ["Le guide des accueils", "Venir", "Les horaires d'ouverture", "Parler avec quelqu'un qui prend le temps d'une explication", "Les papiers", "Fin du guide"]
objects = {1: "<</Type/Catalog/Pages 2 0 R>>", 3: "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
           2: "<</Type/Pages/Kids[" + " ".join(f"{10 + 2 * i} 0 R" for i in range(len(pages))) + f"]/Count {len(pages)}>>"}
for i, words in enumerate(pages):
    text = f"BT /F1 18 Tf 60 700 Td ({words}) Tj ET"
    objects[10 + 2 * i] = f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents {11 + 2 * i} 0 R>>"
    objects[11 + 2 * i] = f"<</Length {len(text)}>>stream\n{text}\nendstream"
out, table = b"%PDF-1.4\n", "xref\n0 1\n0000000000 65535 f \n"
for number, body in objects.items():
    table += f"{number} 1\n{len(out):010} 00000 n \n"
    out += f"{number} 0 obj{body}endobj\n".encode()
start = len(out)
open(sys.argv[1], "wb").write(out + f"{table}trailer<</Size 99/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n".encode())
END
"$ACCUEIL_BIN/accueil-feed" embed "$work/content" --to "$work/cache" >"$work/embed.log" 2>&1 || fail "embed: $(cat "$work/embed.log")"
# The sound output is a file of OpenAL's own: what was heard can be listened to.
printf '[wave]\nfile=%s\n' "$work/heard.wav" >"$work/alsoft.conf"
export ALSOFT_DRIVERS=wave ALSOFT_CONF="$work/alsoft.conf"
open_kiosk --route initiative/labacces

# ── From the initiative to the page ──
wait_for 10 on_screen document/labacces/1
inject drag 1050 1500 1050 700 400
sleep 0.5
tap_on document/labacces/1
wait_for 10 shows status 'Page 1 sur 6'
wait_for 5 shows any 'Le guide des accueils'
shot "$work/document.png"
pass 'a document opens from its initiative, and its words are in the tree'

inject flick 800 900 250 900 150
wait_for 5 shows status 'Page 2 sur 6'
tap_on document/next
wait_for 5 shows status 'Page 3 sur 6'
inject drag 300 900 850 900 400
wait_for 5 shows status 'Page 2 sur 6'
pass 'pages turn by a flick, a button and a slow finger'

inject pinch 540 800 150 500 400
larger() { ! shows any '100 %' && shows status 'Page 2 sur 6'; }
wait_for 5 larger
shot "$work/larger.png"
inject drag 700 900 500 700 300
shows status 'Page 2 sur 6' || fail 'a page that is enlarged was turned by a finger that moves it'
pass 'two fingers enlarge the page, one moves it'

tap_on document/search
for letter in h o r a i r e s; do tap_on "key/$letter"; done
wait_for 5 shows status '1 passage'
shot "$work/search.png"
tap_on document/hit/1
wait_for 5 shows status 'Page 3 sur 6'
sleep 0.5
shot "$work/hit.png"
pass 'what is typed is found, and a tap leads to its page'

# ── Read aloud ──
voice_of() { pgrep -P "$KIOSK" -f accueil-voice; }
tap_on aloud/listen
wait_for 5 shows button 'Arrêter la voix'
wait_for 10 shows status 'Page 4 sur 6'
tap_on aloud/pause
wait_for 5 shows button 'Reprendre'
sleep 0.5
shot "$work/aloud.png"
page() { ask names status | grep -o 'Page [0-9]*'; }
held=$(page)
sleep 3
[ "$(page)" = "$held" ] || fail "a voice that was held on $held went on"
tap_on aloud/rate
wait_for 5 shows button 'Vitesse rapide'
tap_on aloud/pause
wait_for 15 shows status 'Page 6 sur 6'
wait_for 10 shows button 'Écouter'
pass 'a document is read aloud to its end, and its pages turn with the voice'
cp "$work/heard.wav" "$work/pages.wav"
# The texts of pages 3 to 6 as the same voice says them alone must be found again, one behind another, in what was heard.
"$E2E_DIR/support/heard.py" "$work/pages.wav" fr "Les horaires d'ouverture" \
    "Parler avec quelqu'un qui prend le temps d'une explication" 'Les papiers' 'Fin du guide' ||
    fail 'what was heard is not what the pages say'
pass 'what the loudspeaker had is what the pages say'
tap_on document/pages
tap_on document/page/1
tap_on aloud/listen
wait_for 5 shows button 'Arrêter la voix'
kill -9 "$(voice_of)"
wait_for 5 shows status 'La lecture s’est arrêtée'
shot "$work/voice-gone.png"
pass 'a voice that dies is told of'

tap_on document/pages
tap_on document/page/6
wait_for 5 shows status 'Page 6 sur 6'
tap_on bar/back
wait_for 5 on_screen document/labacces/1
tap_on end
wait_for 5 here bar/home
alive || fail "the kiosk ended: $(tail -n 5 "$work/kiosk.log")"
! grep -qi 'horaires' "$work/kiosk.log" || fail 'what was typed stands in the log'
pass 'back leads to the initiative, and the end of the visit leaves nothing'
[ -z "${KEEP_SHOTS:-}" ] || cp "$work"/*.png "$KEEP_SHOTS"
finish documents
