#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A film under real fingers: it plays with captions that are read from the screen, is led by line and transcript, fills the
# glass, says why it cannot play, and leaves nothing behind when it is left in its midst.
# shellcheck disable=SC2046
set -eu
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"
source_root=$(cd "$E2E_DIR/../.." && pwd)

start_rig 1920x1080
work=$RIG_DIR/work
mkdir "$work"
# shellcheck source=tests/e2e/kiosk.sh
. "$E2E_DIR/kiosk.sh"

# ── A film of 40 seconds whose colour tells the ten seconds, with captions in French and Arabic ──
cp -r "$source_root/assets/content" "$work/content"
media=$work/content/media/initiatives
inputs=() chain=''
for part in 0:red 1:lime 2:blue 3:yellow; do
    inputs+=(-f lavfi -i "color=c=${part#*:}:s=640x360:r=25:d=10")
    chain+="[${part%:*}:v]"
done
ffmpeg -nostdin -v error -y "${inputs[@]}" -f lavfi -i sine=frequency=440:duration=40 -filter_complex "${chain}concat=n=4:v=1[film]" \
    -map '[film]' -map 4:a -c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 25 -c:a aac "$media/labacces.mp4"
cp "$media/labacces.mp4" "$work/good.mp4"
{
    printf 'WEBVTT\n\n'
    for second in $(seq 0 2 38); do
        printf '00:%02d.000 --> 00:%02d.900\nPhrase %d du film\n\n' "$second" "$((second + 1))" "$((second / 2 + 1))"
    done
} >"$media/labacces.fr.vtt"
sed 's/Phrase \([0-9]*\) du film/الجملة \1/' "$media/labacces.fr.vtt" >"$media/labacces.ar.vtt"
sed -i '/^video:/,/^[a-z]*:$/ s/^\( *\)fr: "initiatives\/labacces.fr.vtt"/&\n\1ar: "initiatives\/labacces.ar.vtt"/; s/^  duration: .*/  duration: 40/' \
    "$work/content/initiatives/labacces.md"
embed() { "$ACCUEIL_BIN/accueil-feed" embed "$work/content" --to "$1" >"$work/embed.log" 2>&1 || fail "embed: $(cat "$work/embed.log")"; }
embed "$work/cache"
printf '{"video": {"audio": "null"}, "time_zone": "Europe/Paris"}\n' >"$work/film.json"
open_kiosk --route initiative/labacces --config "$work/film.json"

# The colour of a point of the glass, as a word.
colour_at() {
    shot "$work/point.png"
    convert "$work/point.png" -format "%[fx:round(255*p{$1,$2}.r)] %[fx:round(255*p{$1,$2}.g)] %[fx:round(255*p{$1,$2}.b)]" info: |
        awk '{ r = $1 > 150; g = $2 > 150; b = $3 > 150
               print r && g && !b ? "yellow" : r && !g && !b ? "red" : g && !r && !b ? "green" : b && !r && !g ? "blue" : "other" }'
}
is_colour() { [ "$(colour_at 600 250)" = "$1" ]; }
no_quiet_line() { ! on_screen end; }
player_of() { pgrep -P "$KIOSK" -f accueil-player; }
no_player() { ! player_of >/dev/null; }

# ── It plays ──
wait_for 10 on_screen film/open
tap_on film/open
wait_for 10 is_colour red
wait_for 10 shows status 'Phrase 3 du film'
shot "$work/playing.png"
pass 'a film plays from its poster, and its captions follow'

# ── It is led ──
tap_on film/play
wait_for 5 shows button 'Lire'
sleep 1
held=$(ask name film/time)
sleep 2
[ "$(ask name film/time)" = "$held" ] || fail "a film that was stopped goes on: $held"
tap_on film/row/6
wait_for 5 is_colour green
wait_for 5 shows status 'Phrase 6 du film'
pass 'a row of the transcript leads there, also while it rests'
inject tap $(ask at film/line 0.87 0.5)
wait_for 5 is_colour yellow
inject drag $(ask at film/line 0.87 0.5) $(ask at film/line 0.36 0.5) 400
wait_for 5 is_colour green
tap_on film/back
wait_for 5 is_colour red
tap_on film/play
wait_for 5 shows button 'Pause'
pass 'the line follows a finger, and ten seconds back are a tap'

tap_on film/captions
wait_for 5 on_screen film/captions/ar
tap_on film/captions/ar
tap_on film/captions/size/180
tap_on film/captions/yellow
shot "$work/dialog.png"
tap_on dialog/close
wait_for 6 shows status 'الجملة'
shot "$work/arabic.png"
tap_on film/louder
wait_for 5 shows any '60 %'
tap_on film/wide
wait_for 5 no_quiet_line
on_screen bar/home || fail "home is not one touch away"
wait_for 5 shows status 'الجملة'
shot "$work/wide.png"
tap_on film/wide
wait_for 5 on_screen end
pass 'captions change their language and look, the film fills the glass and gives it back'

# ── It ends, and begins again ──
inject tap $(ask at film/line 0.97 0.5)
wait_for 15 shows button 'Lire'
shot "$work/ended.png"
tap_on film/play
wait_for 10 is_colour red
pass 'at its end it waits, and plays once more'

# ── It is left in its midst ──
tap_on bar/back
wait_for 5 on_screen film/open
wait_for 5 no_player
descriptors() { find "/proc/$KIOSK/fd" -mindepth 1 | wc -l; }
before=$(descriptors)
for _ in $(seq 12); do
    tap_on film/open
    wait_for 10 on_screen film/play
    tap_on bar/back
    wait_for 5 on_screen film/open
done
wait_for 5 no_player
[ "$(descriptors)" -le "$before" ] || fail "descriptors stay open: $(descriptors) after $before"
tap_on film/open
wait_for 10 is_colour red
kill -9 "$(player_of)"
wait_for 5 shows status 'La lecture s’est arrêtée'
shot "$work/gone.png"
tap_on film/again
wait_for 10 is_colour red
tap_on end
wait_for 5 here bar/home
wait_for 5 no_player
pass 'a player that dies is told of and started again; the end of the visit ends it'

# ── What cannot play says why, and its words can still be read ──
end_process "$KIOSK"
head -c 60000 "$work/good.mp4" >"$media/labacces.mp4"
embed "$work/spoilt"
open_kiosk --route film/labacces --config "$work/film.json" --cache "$work/spoilt"
wait_for 15 shows status 'abîmée'
on_screen film/row/1 || fail 'the transcript of a film that is damaged is not there'
shot "$work/damaged.png"
pass 'a film that is damaged says so beside its transcript'
alive || fail "the kiosk ended: $(tail -n 5 "$work/kiosk.log")"
[ -z "${KEEP_SHOTS:-}" ] || cp "$work"/*.png "$KEEP_SHOTS"
finish film
