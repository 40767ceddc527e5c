#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# An agent at the kiosk in the hall, by real fingers and without a network: opens the desk by a held finger and a PIN, closes a
# place for the day in two taps, and leaves; the visitor sees it, also after a restart, and it waits for the centre.
set -eu
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

start_rig 1080x1920
work=$RIG_DIR/work
mkdir "$work" "$work/local"
# shellcheck source=tests/e2e/kiosk.sh
. "$E2E_DIR/kiosk.sh"
cat >"$work/kiosk.json" <<EOF
{"local_folder": "$work/local",
 "desk": {"pin_file": "$work/local/desk.pin", "idle_seconds": 600}}
EOF
place=espace-agnes-varda
closed='Fermé aujourd’hui (information de l’accueil)'

off_screen() { ! on_screen "$1" 2>/dev/null; }
hold_mark() { # MS: the mark is no control; it is where the strip begins
    inject hold 150 40 "$1"
}
type_pin() { # the four digits, by fingers
    local digit
    for digit in $(grep -o . <<<"$1"); do tap_on "pin/$digit"; done
    tap_on pin/enter
}
to_place() {
    tap_on bar/livret
    tap_on need/manger
    tap_on place/$place
    wait_for 5 shows heading 'Espace Agnès-Varda'
}
waiting() { # what the centre will be told
    python3 -c 'import sqlite3, sys
for row in sqlite3.connect(sys.argv[1]).execute("SELECT body FROM outgoing"): print(row[0].decode())' "$work/local/local.db"
}

# ── The PIN ──
printf '123\n' | "$ACCUEIL_BIN/accueil-kiosk" --set-pin --config "$work/kiosk.json" >"$work/pin.log" 2>&1 &&
    fail 'a PIN of three digits was taken'
printf '4821\n' | "$ACCUEIL_BIN/accueil-kiosk" --set-pin --config "$work/kiosk.json" >"$work/pin.log" 2>&1 ||
    fail "set-pin: $(cat "$work/pin.log")"
by_terminal() { # FIRST AGAIN: what a terminal shows
    "$E2E_DIR/support/typed.py" "$1" "$2" -- "$ACCUEIL_BIN/accueil-kiosk" --set-pin --config "$work/kiosk.json"
}
shown=$(by_terminal 4821 4812) && fail 'two different PINs were taken'
shown=$(by_terminal 4821 4821) || fail "set-pin on a terminal: $shown"
grep -q 'Code enregistré' <<<"$shown" || fail "set-pin on a terminal says: $shown"
grep -qE '48(21|12)' <<<"$shown" && fail "the terminal shows what is typed: $shown"
[ "$(stat -c %a "$work/local/desk.pin")" = 600 ] || fail 'others may read the PIN'
grep -rq 4821 "$work/local" "$work/pin.log" && fail 'the PIN stands in a file'
open_kiosk --config "$work/kiosk.json"
hold_mark 1200
sleep 0.5
off_screen pin/1 || fail 'the pad opened too soon'
hold_mark 2600
wait_for 5 on_screen pin/1
type_pin 4822
wait_for 10 shows status 'Ce n’est pas le bon code.'
type_pin 4821
wait_for 10 on_screen desk/leave
[ ! -e "$work/local/desk.pin.tries" ] || fail 'the right PIN did not forget the wrong one'
pass 'a finger held two seconds and the right PIN open the desk'

# ── Two taps ──
to_place
shows any "$closed" && fail 'the place was closed before'
shot "$work/sheet.png"
tap_on notice/closed-today
wait_for 5 on_screen notice/yes
shot "$work/question.png"
tap_on notice/yes
wait_for 5 shows any "$closed"
wait_for 5 on_screen told/undo
shot "$work/closed.png"
tap_on basket/add/$place
tap_on desk/fiche
wait_for 5 shows heading 'Fiche d’orientation'
shot "$work/fiche.png"
tap_on desk/leave
wait_for 5 off_screen desk/leave
pass 'a place is closed for the day in two taps, and stands on a sheet'

# ── The visitor ──
to_place
shows any "$closed" || fail 'the visitor does not see it'
off_screen notice/closed-today || fail 'the visitor may open it again'
grep -q 4821 "$work/kiosk.log" && fail 'the PIN stands in the log'
kill "$KIOSK"
wait "$KIOSK" || fail 'a signal did not end the kiosk in order'
open_kiosk --config "$work/kiosk.json"
tap_on bar/livret
tap_on need/manger
wait_for 5 shows any "$closed"
shot "$work/visitor.png"
pass 'the visitor sees it in the list and on the sheet, also after a restart'

waiting | grep -q '"kind":"closed-today".*"notice":"posted".*"place":"espace-agnes-varda"' ||
    fail "what waits for the centre: $(waiting)"
pass 'it waits for the centre'
[ -z "${KEEP_SHOTS:-}" ] || cp "$work"/*.png "$KEEP_SHOTS"
finish desk
