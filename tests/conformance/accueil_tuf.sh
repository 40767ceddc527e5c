#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# accueil-tuf's command line on a feed that accueil-feed made and a real nginx serves. ACCUEIL_BIN: the folder of the
# programs.
set -u
export LC_ALL=C
root=$(cd "$(dirname "$0")/../.." && pwd)
bin=${ACCUEIL_BIN:?}
work=$(mktemp -d /tmp/accueil-tuf-XXXXXX)
cleanup() {
    stop_serving
    rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 143' TERM INT HUP
fail() {
    printf 'FAILED: %s\n' "$*" >&2
    tail -n 20 "$work"/*.log >&2 2>/dev/null
    exit 1
}
# shellcheck source=tests/support/nginx.sh
. "$root/tests/support/nginx.sh"
needs_nginx

tuf() { "$bin/accueil-tuf" --metadata-dir "$work/metadata" "$@" >"$work/tuf.log" 2>&1; }
refresh() { tuf --metadata-url "$url/metadata/" refresh; }
# download NAME…
download() {
    local names=() name
    for name in "$@"; do names+=(--target-name "$name"); done
    tuf --metadata-url "$url/metadata/" "${names[@]}" --target-dir "$work/got" --target-base-url "$url/targets/" download
}
requests() { wc -l <"$NGINX_LOG"; }

"$bin/accueil-feed" init "$work/feed" >"$work/feed.log" 2>&1 || fail 'accueil-feed init'
"$bin/accueil-feed" publish "$root/tests/fixtures/content" --to "$work/feed" --quiet >>"$work/feed.log" 2>&1 ||
    fail 'accueil-feed publish'
serve "$work/feed/public" "$work/nginx"
url=http://127.0.0.1:$NGINX_PORT
name=feed/head

refresh && fail 'a refresh before init'
tuf init "$work/feed/public/metadata/timestamp.json" && fail 'a root that is none'
tuf init "$work/feed/root.json" || fail init
[ "$(requests)" = 0 ] || fail 'init asked the server'

refresh || fail refresh
[ "$(head -n 2 "$NGINX_LOG" | tr '\n' ' ')" = '/metadata/2.root.json /metadata/timestamp.json ' ] ||
    fail 'a root and the timestamp are not what is asked for first'
for role in root timestamp snapshot targets; do [ -s "$work/metadata/$role.json" ] || fail "$role.json is not kept"; done
cmp -s "$work/metadata/timestamp.json" "$work/feed/public/metadata/timestamp.json" || fail 'timestamp.json as received'
before=$(requests)
refresh || fail 'refresh again'
[ "$(requests)" = $((before + 2)) ] || fail 'more than two requests without a change'

download "$name" || fail download
[ "$(ls "$work/got")" = feed%2Fhead ] || fail 'one file a target, in its folder'
find "$work/feed/public/targets" -type f -exec cmp -s "$work/got/feed%2Fhead" {} \; -print | grep -q . ||
    fail 'another file than was published'
grep -q '^/targets/' "$NGINX_LOG" || fail 'nothing was downloaded'
: >"$NGINX_LOG"
download "$name" || fail 'download again'
grep -q '^/targets/' "$NGINX_LOG" && fail 'what is there already was downloaded again'
download "$name" 'no such target' && fail 'a target that does not exist'
grep -q not_found "$work/tuf.log" || fail 'it is not said'

tuf refresh && fail 'a refresh without a URL'
tuf paint && fail 'a command that does not exist'
"$bin/accueil-tuf" 2>/dev/null && fail 'no command at all'
"$bin/accueil-tuf" --help | grep -q 'init ROOT' || fail --help
stop_serving
refresh && fail 'a refresh without a server'
[ -s "$work/metadata/timestamp.json" ] || fail 'what was trusted is gone'
echo PASS
