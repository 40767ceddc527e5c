#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The test rig by hand, for looking at the kiosk: a real X server in memory, with fingers.
#
#   rig.sh start DIR [WIDTHxHEIGHT]   prints its DISPLAY; 1920x1080 (default) or 1080x1920
#   rig.sh inject DIR COMMAND…        a command of tests/e2e/support/touch_injector.cpp
#   rig.sh shot DIR FILE.png
#   rig.sh stop DIR
#
# touch_injector is looked for in $ACCUEIL_BIN (default: build/dev/bin).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
export ACCUEIL_BIN=${ACCUEIL_BIN:-$here/../../../build/dev/bin}
# shellcheck source=tests/e2e/lib.sh
. "$here/../lib.sh"

usage() {
    sed -n '5,8s/^# *//p' "$0" >&2
    exit 2
}
[ $# -ge 2 ] || usage
verb=$1
mkdir -p "$2"
RIG_DIR=$(cd "$2" && pwd)
shift 2

case $verb in
    start)
        [ ! -e "$RIG_DIR/pids" ] || fail "$RIG_DIR: a rig is there already"
        [ -x "$ACCUEIL_BIN/touch_injector" ] || fail "$ACCUEIL_BIN/touch_injector is not built"
        rig_config "$RIG_DIR" "${1:-1920x1080}"
        xorg_command "$RIG_DIR"
        rm -f "$RIG_DIR/display" "$RIG_DIR"/inject.*
        setsid "${XORG[@]}" 3>"$RIG_DIR/display" >"$RIG_DIR/xorg.out" 2>&1 </dev/null &
        echo $! >"$RIG_DIR/pids"
        wait_for 30 rig_is_settled "$RIG_DIR" $!
        kill -0 $! 2>/dev/null || { rm "$RIG_DIR/pids"; fail "Xorg did not start: $(tail -n 5 "$RIG_DIR/xorg.out")"; }
        DISPLAY=:$(cat "$RIG_DIR/display")
        export DISPLAY
        mkfifo "$RIG_DIR/inject.in" "$RIG_DIR/inject.out"
        setsid "$ACCUEIL_BIN/touch_injector" "$RIG_DIR" 0<>"$RIG_DIR/inject.in" 1<>"$RIG_DIR/inject.out" \
            2>"$RIG_DIR/inject.err" &
        echo $! >>"$RIG_DIR/pids"
        exec {RIG_OUT}<>"$RIG_DIR/inject.out"
        read_answer 10
        echo "DISPLAY=$DISPLAY"
        ;;
    inject)
        [ -p "$RIG_DIR/inject.in" ] || fail "$RIG_DIR: no rig is there"
        exec {RIG_IN}<>"$RIG_DIR/inject.in" {RIG_OUT}<>"$RIG_DIR/inject.out"
        inject "$@"
        ;;
    shot)
        [ $# -eq 1 ] || usage
        DISPLAY=:$(cat "$RIG_DIR/display")
        export DISPLAY
        shot "$1"
        ;;
    stop)
        [ -e "$RIG_DIR/pids" ] || exit 0
        tac "$RIG_DIR/pids" | while read -r pid; do end_process "$pid"; done
        rm -f "$RIG_DIR"/{pids,display,xorg.conf,xorg.log,xorg.out} "$RIG_DIR"/inject.* "$RIG_DIR"/*.sock
        rmdir --ignore-fail-on-non-empty "$RIG_DIR"
        ;;
    *) usage ;;
esac
