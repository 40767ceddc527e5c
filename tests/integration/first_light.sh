#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The whole way with the real programs and a real nginx: a folder is published, synchronised and shown; an edit arrives;
# a bad file, a flipped byte and a dead server each end in a message, with the old content still shown.
# ACCUEIL_BIN: the folder of the programs.
set -u
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
bin=${ACCUEIL_BIN:?}
work=$(mktemp -d)
fail() { echo "FAIL: $*" >&2; cat "$work"/*.log >&2 2>/dev/null; exit 1; }
trap 'stop_serving; rm -rf "$work"' EXIT
# shellcheck source=tests/support/nginx.sh
. "$root/tests/support/nginx.sh"
needs_nginx
start_nginx() { serve "$work/feed/public" "$work/nginx"; }
sync_once() {
    "$bin/accueil-sync" --once --feed "http://127.0.0.1:$NGINX_PORT" --root "$work/feed/root.json" \
        --cache "$work/cache" --trust "$work/trust" >"$work/sync.log" 2>&1
}
shown() { # shown ROUTE LANGUAGE TEXT
    "$bin/accueil-kiosk" --cache "$work/cache" --screenshot "$work/picture.png" --tree "$work/tree.json" --size 1080x1920 \
        --route "$1" --language "$2" >"$work/kiosk.log" 2>&1 || fail "no picture of $1"
    grep -qF -- "$3" "$work/tree.json" || fail "\"$3\" is not on $1 ($2)"
}

cp -r "$root/assets/content" "$work/content"
"$bin/accueil-feed" init "$work/feed" >"$work/init.log" 2>&1 || fail "init"
"$bin/accueil-feed" publish "$work/content" --to "$work/feed" >"$work/publish.log" 2>&1 || fail "publish"
start_nginx
sync_once || fail "first synchronisation"
shown home fr "Que cherchez-vous"
shown home ar '"dir": "rtl"'
shown initiative/labacces fr "LabAcc"
shown map en "See as a list"
shown need/manger fr "Manger"

# An edit arrives.
sed -i '0,/"Manger"/s//"Bien manger"/' "$work/content/needs.json"
"$bin/accueil-feed" publish "$work/content" --to "$work/feed" >"$work/publish.log" 2>&1 || fail "second publish"
sync_once || fail "second synchronisation"
shown need/manger fr "Bien manger"

# One bad file: said with its name, and the feed stays as it is.
cp "$work/content/needs.json" "$work/needs.good"
echo '[{' >"$work/content/needs.json"
"$bin/accueil-feed" publish "$work/content" --to "$work/feed" >"$work/bad.log" 2>&1 && fail "a bad folder was published"
grep -q 'needs.json:' "$work/bad.log" || fail "the bad file is not named"
cp "$work/needs.good" "$work/content/needs.json"

# One flipped byte in the records that are served.
sed -i '0,/"Bien manger"/s//"Tout autre chose"/' "$work/content/needs.json"
"$bin/accueil-feed" publish "$work/content" --to "$work/feed" >"$work/publish.log" 2>&1 || fail "third publish"
cp -a "$work/feed/public" "$work/whole"
"$root/tests/support/spoil_newest.py" "$work/feed/public"
sync_once && fail "a flipped byte was taken"
[ -s "$work/sync.log" ] || fail "nothing was said of the flipped byte"
shown need/manger fr "Bien manger"
cp -a "$work/whole/." "$work/feed/public/"

# The server is down; then it is back.
stop_serving
sync_once && fail "a dead server was a success"
[ -s "$work/sync.log" ] || fail "nothing was said of the dead server"
shown need/manger fr "Bien manger"
start_nginx
sync_once || fail "the synchronisation after the failures"
shown need/manger fr "Tout autre chose"
echo "PASS"
