#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The real accueil-sync under wrong clocks (faketime): not set, and far ahead. ACCUEIL_BIN: the folder of the programs.
set -u
export LC_ALL=C
root=$(cd "$(dirname "$0")/../.." && pwd)
bin=${ACCUEIL_BIN:?}
work=$(mktemp -d /tmp/accueil-clocks-XXXXXX)
trap 'stop_serving; rm -rf "$work"' EXIT
fail() {
    echo "FAILED: $*" >&2
    cat "$work/log" >&2
    exit 1
}
# shellcheck source=tests/support/nginx.sh
. "$root/tests/support/nginx.sh"
needs_nginx
command -v faketime >/dev/null || { echo 'SKIP: no faketime'; exit 77; }

# Published by the true clock; a kiosk follows it.
cp -r "$root/tests/fixtures/content" "$work/content"
{ "$bin/accueil-feed" init "$work/feed" && "$bin/accueil-feed" publish "$work/content" --to "$work/feed"; } >"$work/log" 2>&1 ||
    fail publish
serve "$work/feed/public" "$work/nginx"
cat >"$work/sync.json" <<'JSON'
{ "limits": {"spare_megabytes": 0} }
JSON
cache=$work/cache
# at TIME sync|status: with the clock at that time. A sanitizer is no library that likes to come second.
at() {
    local time=$1 what=(status)
    [ "$2" = status ] || what=(--once)
    ASAN_OPTIONS=${ASAN_OPTIONS:-}:verify_asan_link_order=0 faketime -f "$time" "$bin/accueil-sync" "${what[@]}" --config "$work/sync.json" \
        --feed "http://127.0.0.1:$NGINX_PORT" --root "$work/feed/root.json" --cache "$cache" >"$work/log" 2>&1
}
said() { grep -qF -- "$1" "$work/log" || fail "\"$1\" is not said $2"; }
unsaid() { ! grep -qF -- "$1" "$work/log" || fail "\"$1\" is said $2"; }
shows() {
    local found
    found=$("$bin/cache_probe" "$cache" 2>&1)
    [ "$found" = "revision $1" ] || fail "\"$found\", not revision $1"
}

# A clock of before the program was built: a kiosk that has nothing yet, with a battery that is dead.
at '1970-01-02 00:00:00' sync && fail 'a synchronisation in 1970'
said 'l’horloge de la borne est fausse' 'in 1970'
[ ! -s "$NGINX_LOG" ] || fail 'something was asked for in 1970'
at '1970-01-02 00:00:00' status || fail 'status in 1970'
said 'elle montre le 2 janvier 1970' 'by status'
python3 - "$cache/status.json" <<'PY' || fail 'status.json in 1970'
import json, sys
status = json.load(open(sys.argv[1]))
assert status["clock"]["shows"] == "1970-01-02T00:00:00Z" and "last_attempt" not in status, status
PY
echo 'ok: with a clock of before the build nothing is asked for, and that is said'

at '+0' sync || fail 'with a true clock'
shows 1
floor=$(cat "$cache/trust/clock.floor")
[[ $floor == "$(date -u +%Y)"-* ]] || fail "the time that is known: $floor"

# An hour before the publication that it has seen: later than the build, and wrong all the same.
sed -i 's/Un bus d’accueil/Un bus qui accueille/' "$work/content/initiatives/bus-d-accueil.md"
"$bin/accueil-feed" publish "$work/content" --to "$work/feed" >"$work/log" 2>&1 || fail publish
: >"$NGINX_LOG"
at '-1h' sync && fail 'a synchronisation before what is known to have passed'
said 'horloge de la borne est fausse' 'an hour behind'
unsaid 'dépassé leur date' 'an hour behind'
[ ! -s "$NGINX_LOG" ] || fail 'something was asked for an hour behind'
shows 1
echo 'ok: a clock behind what was signed is not believed; the content stays'

at '+3650d' sync && fail 'a synchronisation in ten years'
said 'dépassé leur date' 'in ten years'
shows 1
at '+3650d' status || fail 'status in ten years'
said 'c’est l’horloge qui est à régler' 'by status in ten years'
[ "$(cat "$cache/trust/clock.floor")" = "$floor" ] || fail 'a clock that runs ahead was believed'
echo 'ok: a clock far ahead: the content stays, clock or feed are to be looked at'

at '+0' sync || fail 'with a true clock again'
shows 2
at '+0' status || fail 'status'
unsaid 'horloge' 'with a true clock'
echo 'ok: with a true clock again the new content comes'
echo PASS
