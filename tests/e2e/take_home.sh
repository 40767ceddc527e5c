#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A visitor takes a place home, by real fingers and without a network: the code on the glass is read from a screenshot, and
# sheets of a place, an initiative and a list of both are printed by a CUPS of the test's own; when the printer is stopped, its
# button goes. The list goes with the visit.
set -eu
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

start_rig 1080x1920
work=$RIG_DIR/work
cups=$RIG_DIR/c
mkdir -p "$work/local" "$work/printed" "$cups/spool/tmp" "$cups/cache" "$cups/state" "$cups/log"
chmod 711 "$RIG_DIR" "$cups"
# shellcheck source=tests/e2e/kiosk.sh
. "$E2E_DIR/kiosk.sh"

# ── A printer: what it gets is a file each ──
"$E2E_DIR/support/socket_printer.py" "$work/printed" >"$work/port" 2>"$work/printer.log" &
RIG_PIDS+=($!)
wait_for 10 test -s "$work/port"
cat >"$cups/cups-files.conf" <<EOF
ServerRoot $cups
RequestRoot $cups/spool
CacheDir $cups/cache
StateDir $cups/state
TempDir $cups/spool/tmp
AccessLog $cups/log/access
ErrorLog $cups/log/error
PageLog $cups/log/page
Printcap
Sandboxing relaxed
SystemGroup root
EOF
cat >"$cups/cupsd.conf" <<EOF
Listen $cups/s
Browsing No
DefaultAuthType None
WebInterface No
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order deny,allow
    Allow all
  </Limit>
</Policy>
EOF
chmod 600 "$cups"/*.conf
background "$work/cupsd.log" /usr/sbin/cupsd -f -c "$cups/cupsd.conf" -s "$cups/cups-files.conf"
wait_for 10 test -S "$cups/s"
/usr/sbin/lpadmin -h "$cups/s" -p borne -E -v "socket://127.0.0.1:$(cat "$work/port")" -m raw 2>>"$work/cupsd.log" ||
    fail "lpadmin: $(cat "$work/cupsd.log")"
cat >"$work/kiosk.json" <<EOF
{"local_folder": "$work/local", "printer": {"queue": "borne", "server": "$cups/s"}}
EOF

off_screen() { ! on_screen "$1" 2>/dev/null; }
read_codes() { # the texts of the codes on the glass
    shot "$1"
    zbarimg -q --raw -Sdisable -Sqrcode.enable "$1"
}

open_kiosk --config "$work/kiosk.json"
tap_on bar/livret
tap_on need/manger
tap_on place/espace-agnes-varda
wait_for 5 shows heading 'Espace Agnès-Varda'

# ── On a telephone ──
tap_on take
wait_for 5 on_screen take/code
sleep 0.3
read_codes "$work/code.png" >"$work/code.txt" || fail 'no code can be read from the glass'
grep -q '^BEGIN:VCARD' "$work/code.txt" || fail "the code says: $(cat "$work/code.txt")"
for words in 'Espace Agnès-Varda' 'NOTE' 'Ouvertures'; do
    grep -q "$words" "$work/code.txt" || fail "the code has no $words: $(cat "$work/code.txt")"
done
tap_on dialog/close
wait_for 5 off_screen take/code
pass 'the code on the glass is a contact'

# ── On paper ──
tap_on print
wait_for 20 shows any 'C’est imprimé : prenez votre feuille.'
wait_for 5 test -s "$work/printed/1"
[ "$(head -c 5 "$work/printed/1")" = '%PDF-' ] || fail 'what was printed is no PDF'
pdftotext -raw "$work/printed/1" "$work/printed.txt"
for words in 'Espace Agnès-Varda' 'Ouvertures (vues le' 'téléphonez avant de vous déplacer'; do
    grep -q "$words" "$work/printed.txt" || fail "the sheet has no $words: $(cat "$work/printed.txt")"
done
pdftoppm -png -singlefile -r 150 "$work/printed/1" "$work/sheet"
zbarimg -q --raw -Sdisable -Sqrcode.enable "$work/sheet.png" | cmp - "$work/code.txt" ||
    fail 'the code on paper is another than that on the glass'
[ -z "$(find "$cups/spool" -maxdepth 1 -type f)" ] || fail 'CUPS keeps what was printed'
pass 'a sheet came out, with the same code, and CUPS forgot it'

# ── No printer, no promise ──
/usr/sbin/cupsdisable -h "$cups/s" borne
wait_for 30 off_screen print
/usr/sbin/cupsenable -h "$cups/s" borne
wait_for 30 on_screen print
alive || fail 'the kiosk is gone'
pass 'the button is there while the printer is ready'

# ── Together, and nothing after the visit ──
wait_for 15 off_screen told/words
tap_on basket/add/espace-agnes-varda
tap_on bar/map
tap_on view/gallery
wait_for 5 shows heading 'Toutes les initiatives'
sleep 0.3
tap_on initiative/accueil-france-services
wait_for 5 shows heading 'une porte, plusieurs services'
tap_on basket/add/initiative/accueil-france-services
wait_for 15 off_screen told/words
tap_on print
wait_for 20 test -s "$work/printed/2"
pdftotext -raw "$work/printed/2" "$work/initiative.txt"
for words in 'France services : une porte' 'Portée par'; do
    grep -q "$words" "$work/initiative.txt" || fail "the initiative's sheet has no $words: $(cat "$work/initiative.txt")"
done
wait_for 20 shows any 'C’est imprimé : prenez votre feuille.'
tap_on list
wait_for 5 shows heading 'Ma liste'
wait_for 5 shows any '1 lieu où aller · 1 initiative'
tap_on take
wait_for 5 on_screen take/code
sleep 0.3
read_codes "$work/list.png" >"$work/list.txt" || fail 'no code of the list can be read from the glass'
grep -q '^FN.*Ma liste' "$work/list.txt" || fail "the list's code says: $(cat "$work/list.txt")"
grep -q '16 rue Pierre-Landais' "$work/list.txt" || fail "the list's code lacks its place: $(cat "$work/list.txt")"
grep -q 'plusieurs services' "$work/list.txt" || fail "the list's code lacks its initiative: $(cat "$work/list.txt")"
tap_on dialog/close
wait_for 5 off_screen take/code
wait_for 15 off_screen told/words
tap_on print
wait_for 20 test -s "$work/printed/3"
pdftotext -raw "$work/printed/3" "$work/list-sheet.txt"
for words in 'Ma liste' '1. Espace Agnès-Varda' 'une porte, plusieurs services' 'Portée par'; do
    grep -q "$words" "$work/list-sheet.txt" || fail "the list's sheet has no $words: $(cat "$work/list-sheet.txt")"
done
wait_for 15 off_screen told/words
tap_on end
wait_for 5 off_screen list
alive || fail 'the kiosk is gone'
pass 'an initiative on a sheet; a list of a place and an initiative in one code and on one sheet, gone with the visit'
for sheet in 1 2 3; do
    [ -z "${KEEP_SHOTS:-}" ] || pdftoppm -png -singlefile -r 70 "$work/printed/$sheet" "$work/sheet-$sheet"
done
[ -z "${KEEP_SHOTS:-}" ] || cp "$work"/*.png "$KEEP_SHOTS"
finish take_home
