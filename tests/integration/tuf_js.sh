#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A feed that accueil-feed publishes is read by tuf-js, another's client (npm), through a real nginx: the centre's content
# and a territory's, before and after each key is replaced. ACCUEIL_BIN: the folder of the programs; TUF_JS: a folder of the
# build's, where tuf-js is installed once.
set -u
export LC_ALL=C
root=$(cd "$(dirname "$0")/../.." && pwd)
bin=${ACCUEIL_BIN:?}
modules=${TUF_JS:?}
version=5.0.1
work=$(mktemp -d /tmp/accueil-tuf-js-XXXXXX)
trap 'stop_serving; rm -rf "$work"' EXIT
trap 'exit 143' TERM INT HUP
fail() {
    printf 'FAILED: %s\n' "$*" >&2
    tail -n 20 "$work"/*.log >&2 2>/dev/null
    exit 1
}
pass() { printf 'ok: %s\n' "$*"; }
# shellcheck source=tests/support/nginx.sh
. "$root/tests/support/nginx.sh"
needs_nginx
if ! command -v npm >/dev/null || ! command -v node >/dev/null; then
    echo 'SKIP: no node, no npm'
    exit 77
fi
if [ ! -d "$modules/node_modules/tuf-js" ]; then
    mkdir -p "$modules"
    timeout 120 npm install --prefix "$modules" --no-audit --no-fund "tuf-js@$version" >"$work/npm.log" 2>&1 || {
        echo "SKIP: npm cannot install tuf-js $version"
        exit 77
    }
fi

feed() { "$bin/accueil-feed" "$@" >>"$work/feed.log" 2>&1; }
must() { feed "$@" || fail "accueil-feed $1"; }
head_of() { # head_of CONTENU-TARGET: the file of the newest head
    find "$work/feed/public/targets/$1" -name '*.head' -printf '%T@ %p\n' | sort -n | tail -n 1 | cut -d' ' -f2
}
# A kiosk with the first root, and nothing else.
new_reader() {
    rm -rf "$work/$1"
    mkdir -p "$work/$1/metadata"
    cp "$work/first-root.json" "$work/$1/metadata/root.json"
}
reads() { # reads STATE TARGET FILE…
    local state=$1
    shift
    (cd "$modules" && timeout 60 node "$root/tests/integration/tuf_js.mjs" "$work/$state" "$url" "$@") >"$work/node.log" 2>&1
}
all_is_read() {
    reads old feed/head "$(head_of feed)" territoires/44109/head "$(head_of territoires/44109)" \
        territoires/35238/head - || fail "$1: by who has followed"
    new_reader new
    reads new feed/head "$(head_of feed)" territoires/44109/head "$(head_of territoires/44109)" || fail "$1: by who begins"
    pass "$1"
}

cp -r "$root/tests/fixtures/content" "$work/content"
must init "$work/feed"
cp "$work/feed/root.json" "$work/first-root.json"
must publish "$work/content" --to "$work/feed"
must join "$work/town" --territory 44109
must delegate "$work/feed" --territory 44109 --key "$work/town/44109.public.json"
must publish "$work/content" --territory 44109 --to "$work/town"
must receive "$work/feed" "$work/town/public"
serve "$work/feed/public" "$work/nginx"
url=http://127.0.0.1:$NGINX_PORT
new_reader old
all_is_read 'the content and a territory'

echo 'Un mot de plus.' >>"$work/content/pages/introduction.md"
must publish "$work/content" --to "$work/feed"
must publish "$work/content" --territory 44109 --to "$work/town"
must receive "$work/feed" "$work/town/public"
must renew "$work/feed"
all_is_read 'the next revision of both'

for key in root-1 online contenu medias root-3; do
    must rotate "$work/feed" "$key"
    all_is_read "after another key for $key"
done
must rotate "$work/feed"
must renew "$work/feed"
echo 'Et un autre.' >>"$work/content/pages/introduction.md"
must publish "$work/content" --to "$work/feed"
all_is_read 'after the yearly meeting, and the next revision'

must join "$work/publisher" --publisher marie
must delegate "$work/feed" --publisher marie --key "$work/publisher/marie.public.json"
must delegate "$work/feed" --four-eyes oui --keys "$work/publisher/keys"
all_is_read 'two publishers for one content'

# The reader has teeth: what one key of two signed, and what nobody signed, it does not take.
cp -a "$work/feed/public" "$work/whole"
head=$(head_of feed)
printf x >>"$head"
new_reader new
reads new feed/head "$head" && fail 'an altered head was read'
cp -a "$work/whole/." "$work/feed/public/"
must withdraw "$work/feed" --territory 44109
reads old feed/head "$(head_of feed)" territoires/44109/head - || fail 'after the territory was withdrawn'
pass 'an altered head is not read, nor a territory that was withdrawn'
echo PASS
