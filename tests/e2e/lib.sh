# SPDX-License-Identifier: GPL-3.0-or-later
# What end-to-end tests share. Source it from bash with `set -eu` on; then:
#
#   start_rig [WIDTHxHEIGHT]    a real X server with fingers; sets RIG_DIR, DISPLAY; 1920x1080 or 1080x1920
#   stop_rig                    and everything that was started; runs by itself when the test ends
#   inject COMMAND…             one command of touch_injector; INJECTED_AT is then its time in µs
#   shot FILE.png               what the screen shows
#   wait_for SECONDS COMMAND…   until the command succeeds, or fail with its name
#   background LOG COMMAND…     starts a program that ends with the test; its pid is then BACKGROUND_PID
#   fail WORDS…  ·  pass WORDS…  ·  finish
#
# Programs are looked for in $ACCUEIL_BIN.

E2E_DIR=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
ACCUEIL_BIN=${ACCUEIL_BIN:?the folder of the built programs}
RIG_DIR='' RIG_IN='' RIG_OUT='' INJECTED_AT='' BACKGROUND_PID=''
RIG_PIDS=()

fail() {
    printf 'FAILED: %s\n' "$*" >&2
    ! declare -F seen_at_failure >/dev/null || seen_at_failure >&2 || true
    exit 1
}

pass() { printf 'ok: %s\n' "$*"; }

wait_for() {
    local limit=$1 end
    shift
    end=$(($(date +%s%N) + limit * 1000000000))
    until "$@" >/dev/null 2>&1; do
        (($(date +%s%N) < end)) || fail "after $limit s still not: $*"
        sleep 0.02
    done
}

# The kernel ends it when this shell is gone, however that came about. The log is appended to: it may be emptied meanwhile.
background() {
    local log=$1
    shift
    setpriv --pdeathsig TERM -- "$@" >>"$log" 2>&1 &
    BACKGROUND_PID=$!
    RIG_PIDS+=("$BACKGROUND_PID")
}

end_process() {
    local pid=$1
    kill "$pid" 2>/dev/null || return 0
    for _ in $(seq 150); do
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.02
    done
    kill -9 "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
}

# Writes DIR/xorg.conf.
rig_config() {
    local dir=$1 size=$2 other
    case $size in
        1920x1080) other=1080x1920 ;;
        1080x1920) other=1920x1080 ;;
        *) fail "the rig's screen is 1920x1080 or 1080x1920, not $size" ;;
    esac
    ((${#dir} < 80)) || fail "$dir: too long for the names of sockets"
    sed -e "s|@DIR@|$dir|" -e "s|@MODES@|\"$size\" \"$other\"|" "$E2E_DIR/rig/xorg.conf.in" >"$dir/xorg.conf"
}

# The server writes its number to DIR/display when it takes connections; it looks for a free one itself.
xorg_command() {
    local dir=$1
    XORG=(/usr/lib/xorg/Xorg -displayfd 3 -config "$dir/xorg.conf" -logfile "$dir/xorg.log" -nolisten tcp
        -noreset -novtswitch -sharevts +extension GLX +extension RANDR)
    [ -x "${XORG[0]}" ] || fail 'Xorg is missing: install xserver-xorg-core and xserver-xorg-video-dummy'
}

start_rig() {
    local size=${1:-1920x1080}
    RIG_DIR=$(mktemp -d /tmp/accueil-rig-XXXXXX)
    trap stop_rig EXIT
    trap 'exit 143' TERM INT HUP
    rig_config "$RIG_DIR" "$size"
    xorg_command "$RIG_DIR"
    background "$RIG_DIR/xorg.out" "${XORG[@]}" 3>"$RIG_DIR/display"
    wait_for 30 rig_is_settled "$RIG_DIR" "$BACKGROUND_PID"
    kill -0 "$BACKGROUND_PID" 2>/dev/null || fail "Xorg did not start: $(tail -n 5 "$RIG_DIR/xorg.out")"
    DISPLAY=:$(cat "$RIG_DIR/display")
    export DISPLAY
    unset XAUTHORITY WAYLAND_DISPLAY

    mkfifo "$RIG_DIR/inject.in" "$RIG_DIR/inject.out"
    # Opened for both ways: opening for one waits for the other end.
    exec {RIG_IN}<>"$RIG_DIR/inject.in" {RIG_OUT}<>"$RIG_DIR/inject.out"
    setpriv --pdeathsig TERM -- "$ACCUEIL_BIN/touch_injector" "$RIG_DIR" <"$RIG_DIR/inject.in" \
        >"$RIG_DIR/inject.out" 2>"$RIG_DIR/inject.err" &
    RIG_PIDS+=($!)
    read_answer 10
}

# Up, or dead.
rig_is_settled() {
    { [ -s "$1/display" ] && [ -S "$1/touch.sock" ] && [ -S "$1/keyboard.sock" ] && [ -S "$1/pointer.sock" ]; } ||
        ! kill -0 "$2"
}

stop_rig() {
    local status=$? i
    trap - EXIT
    for ((i = ${#RIG_PIDS[@]} - 1; i >= 0; i--)); do end_process "${RIG_PIDS[i]}"; done
    RIG_PIDS=()
    [ -z "$RIG_IN" ] || exec {RIG_IN}>&- {RIG_OUT}>&-
    RIG_IN=''
    case $RIG_DIR in
        /tmp/accueil-rig-*) if [ -z "${KEEP_RIG_DIR:-}" ]; then rm -rf "$RIG_DIR"; else echo "kept: $RIG_DIR"; fi ;;
    esac
    RIG_DIR=''
    return "$status"
}

read_answer() {
    local line
    read -r -t "$1" -u "$RIG_OUT" line || fail "the injector does not answer: $(cat "$RIG_DIR/inject.err")"
    case $line in
        'ok '*) INJECTED_AT=${line#ok } ;;
        *) fail "injector: $line" ;;
    esac
}

inject() {
    printf '%s\n' "$*" >&"$RIG_IN"
    read_answer 70
}

shot() {
    xwd -silent -root | convert xwd:- "$1" || fail "no screenshot in $1"
}

finish() {
    stop_rig
    pass "${1:-$(basename "$0")}"
    exit 0
}
