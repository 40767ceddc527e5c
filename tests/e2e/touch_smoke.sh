#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The platform under real fingers: what the window hears, what the recogniser makes of it, and that it sleeps.
set -eu
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"

said() { grep -q -- "$1" "$LOG"; }
lines() { grep -c -- "$1" "$LOG" || true; }
forget() { : >"$LOG"; }
alive() { kill -0 "$1" 2>/dev/null; }
dead() { ! alive "$1"; }
open_window() {
    LOG=$RIG_DIR/smoke.$1.log
    shift
    background "$LOG" "$ACCUEIL_BIN/touch_smoke" "$@"
    SMOKE=$BACKGROUND_PID
    wait_for 20 said ready
}

words=$(env -u DISPLAY "$ACCUEIL_BIN/touch_smoke" 2>&1) && fail 'a window without a display'
[[ $words == *'DISPLAY is not set'* ]] || fail "no display said: $words"
words=$(DISPLAY=:9999 "$ACCUEIL_BIN/touch_smoke" 2>&1) && fail 'a window on a display that is not there'
[[ $words == *':9999'*'does not answer'* ]] || fail "a wrong display said: $words"
pass 'without a display it says so and does not abort'

start_rig 1920x1080
open_window kiosk
said 'ready 1920x1080 scale 1.000' || fail "not over the whole screen: $(cat "$LOG")"
shot "$RIG_DIR/screen.png"
[ "$(convert "$RIG_DIR/screen.png" -format '%k %[pixel:p{0,0}]' info:)" = '1 srgb(20,40,80)' ] || fail 'the screen is not all ours'
pass 'the kiosk window covers the screen, without border or cursor'

forget
inject tap 400 500
wait_for 5 said 'gesture tap 400,500'
[ "$(lines '^pointer')" = 2 ] || fail "a tap was heard as: $(cat "$LOG")"
[ "$(lines '^pointer 0 ')" = 0 ] || fail 'a finger is heard as a mouse too'
pass 'a tap is one finger, once, and no mouse'

inject hold 700 700 700
wait_for 5 said 'gesture long-press 700,700'
pass 'a finger that rests is a long press'

forget
inject pinch 960 540 200 600 300
wait_for 5 said 'gesture pinch-end'
factor=$(awk '/gesture pinch [0-9]/ { f = f == 0 ? $3 : f * $3 } END { printf "%.2f", f }' "$LOG")
[ "$factor" = 3.00 ] || fail "fingers from 200 to 600 pinch by $factor, not 3.00"
[ "$(lines '^pointer 0 ')" = 0 ] || fail 'a pinch is heard as a mouse too'
pass 'two fingers that part from 200 to 600 pixels pinch by 3'

inject flick 960 900 960 300 120
wait_for 5 said 'gesture drag-end'
speed=$(awk '/gesture drag-end/ { split($3, v, ","); print v[2] }' "$LOG")
((speed < -4000 && speed > -6000)) || fail "600 pixels in 120 ms fling at $speed, not near -5000"
forget
inject drag 960 900 960 300 120
wait_for 5 said 'gesture drag-end 0,0'
pass 'a flick flings by its speed, a drag that rests does not'

forget
inject click 321 123
wait_for 5 said 'pointer 0 up 321.0,123.0'
[ "$(lines 'pointer 0 down 321.0,123.0')" = 1 ] || fail "a click was heard as: $(cat "$LOG")"
inject wheel -2
wait_for 5 said 'wheel -1 at 321,123'
pass 'a mouse at a desk clicks and turns its wheel'

inject key Tab
wait_for 5 said '^key 1$'
inject key_down Shift_L
inject key Tab
inject key_up Shift_L
wait_for 5 said '^key 1 shift$'
inject key_down Right
wait_for 5 said ' repeat$'
inject key_up Right
pass 'keys are heard with Shift, and repeats are marked'

forget
background "$RIG_DIR/cover.out" xlogo -geometry 300x300+10+10
wait_for 10 xdotool search --name xlogo
end_process "$BACKGROUND_PID"
wait_for 5 said '^exposed$'
pass 'what another window covered is drawn again'

forget
inject close_window "$(xdotool search --name '^Accueil$')"
inject key Escape
wait_for 5 said '^key 4$'
said close-requested && fail 'the kiosk window can be closed'
alive "$SMOKE" || fail 'the kiosk window was closed'
pass 'the kiosk window cannot be closed'

forget
xrandr -s 1080x1920
wait_for 5 said 'resized 1080x1920'
inject tap 1000 1900
wait_for 5 said 'gesture tap 1000,1900'
pass 'a screen that is turned is followed, and fingers with it'

kill "$SMOKE"
wait_for 5 said '^turns'
wait "$SMOKE" || fail 'a signal did not end it in order'
pass 'a signal ends it in order'

open_window desk 800x600
said 'ready 800x600 scale 0.556' || fail "$(cat "$LOG")"
forget
window=$(xdotool search --name '^Accueil$')
xdotool windowmove "$window" 0 0 windowsize "$window" 1000 540
wait_for 5 said 'resized 1000x540'
inject tap 500 270
wait_for 5 said 'gesture tap 1000,540'
inject close_window "$window"
wait_for 5 said close-requested
pass 'a desk window is resized, touched in design pixels, and asks before it closes'
kill "$SMOKE"
wait "$SMOKE"

open_window idle
forget
# The one thing here that needs real time: ten seconds of nothing.
inject sleep 10000
kill "$SMOKE"
wait "$SMOKE"
turns=$(awk '/^turns/ { print $2 }' "$LOG")
cpu=$(awk '/^turns/ { print $7 }' "$LOG")
((turns <= 5)) || fail "an untouched window turned $turns times in 10 s"
awk -v cpu="$cpu" 'BEGIN { exit !(cpu <= 0.3) }' || fail "an untouched window took $cpu % of a core"
pass "untouched it sleeps: $turns turns, $cpu % of a core in 10 s"

open_window orphan
end_process "${RIG_PIDS[0]}"
wait_for 5 dead "$SMOKE"
wait "$SMOKE" && fail 'the end of the X server passed for success'
said 'the display is gone' || fail "the end of the X server said: $(cat "$LOG")"
pass 'when the X server dies it ends at once, for the session to start again'

finish touch_smoke
