#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# accueil-sync's way up to an S3 server that verifies signatures: s3rver, an npm package, is installed into the build folder
# the first time. ACCUEIL_BIN: the folder of the programs.
set -u
export LC_ALL=C
bin=${ACCUEIL_BIN:?}
work=$(mktemp -d /tmp/accueil-s3-XXXXXX)
server=''
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$work"' EXIT
trap 'exit 143' TERM INT HUP
fail() {
    printf 'FAILED: %s\n' "$*" >&2
    tail -n 15 "$work"/*.log >&2 2>/dev/null
    exit 1
}
pass() { printf 'ok: %s\n' "$*"; }
skip() {
    echo "SKIP: $*"
    exit 77
}
command -v node >/dev/null && command -v npm >/dev/null || skip 'no node, no npm: no S3 server can be run here'
modules=$(dirname "$bin")/npm-s3
package=@20minutes/s3rver
if [ ! -d "$modules/node_modules/$package" ]; then
    npm install --prefix "$modules" --no-audit --no-fund --silent $package@5.0.0 >"$work/npm.log" 2>&1 ||
        skip "npm cannot install $package: $(tail -n 1 "$work/npm.log")"
fi
cat >"$work/server.cjs" <<'JS'
const fs = require('node:fs');
const [modules, folder, portFile] = process.argv.slice(2);
const S3rver = require(modules + '/node_modules/@20minutes/s3rver');
const server = new S3rver({address: '127.0.0.1', port: 0, directory: folder, silent: true,
                           configureBuckets: [{name: 'mairie'}]});
server.run().then(({port}) => {
    fs.writeFileSync(portFile + '.tmp', String(port));
    fs.renameSync(portFile + '.tmp', portFile);
});
JS
mkdir "$work/store"
setpriv --pdeathsig TERM -- node "$work/server.cjs" "$modules" "$work/store" "$work/port" 2>"$work/server.log" &
server=$!
for _ in $(seq 2000); do
    [ -s "$work/port" ] && break
    kill -0 "$server" 2>/dev/null || skip "$package does not start: $(tail -n 1 "$work/server.log")"
    sleep 0.01
done
[ -s "$work/port" ] || fail 's3rver does not answer'

local=$work/local/local.db
# configure SECRET_KEY
configure() {
    printf '{"user": "S3RVER", "password": "%s"}' "$1" >"$work/secret.json"
    chmod 600 "$work/secret.json"
    cat >"$work/sync.json" <<JSON
{ "kiosk": {"id": "hall"}, "local_folder": "$(dirname "$local")", "cache_folder": "$work/cache",
  "report": {"url": "http://127.0.0.1:$(cat "$work/port")/mairie/accueil/", "kind": "s3", "region": "eu-west-3",
             "credentials_file": "$work/secret.json"} }
JSON
}
once() { "$bin/accueil-sync" --once --config "$work/sync.json" >"$work/sync.log" 2>&1; }
object() { cat "$work/store/mairie/accueil/$1._S3rver_object"; }

"$bin/local_writer" "$local" write 8 >"$work/accepted" || fail write
"$bin/local_writer" "$local" count 6 visit '' ar 2026-01-05-pm || fail count
configure WRONG
once
grep -q 'HTTP status 403' "$work/sync.log" || fail 'a wrong signature is not said'
[ "$("$bin/local_writer" "$local" waiting | wc -l)" = 9 ] || fail 'lost by a wrong key'
[ ! -e "$work/store/mairie/accueil" ] || fail 'stored with a wrong key'
grep -rqF WRONG "$work/cache" "$work/sync.log" && fail 'the key is in the status or the log'
pass 'a wrong key: refused by the server, said, and nothing is lost'

configure S3RVER
once
grep -q '9 éléments envoyés' "$work/sync.log" || fail 'what was sent is not said'
[ -z "$("$bin/local_writer" "$local" waiting)" ] || fail 'something still waits'
while read -r kind id; do
    "$bin/local_writer" - body "$id" | cmp -s - <(object "$kind/hall/$id") || fail "$kind $id is not there as it was"
    grep -rqaF "$id" "$work/local" && fail "$id is still on the kiosk's disk"
done <"$work/accepted"
[ "$(find "$work/store" -name '*._S3rver_object' | wc -l)" = 10 ] || fail "objects: $(find "$work/store" -name '*_object')"
object status/hall.json | python3 -c 'import json, sys; assert json.load(sys.stdin)["kiosk"] == "hall"' || fail status
grep -q '"content-type": "application/octet-stream"' "$work"/store/mairie/accueil/proposal/hall/*_metadata.json ||
    fail "the content type: $(cat "$work"/store/mairie/accueil/proposal/hall/*_metadata.json)"
pass 'each item is an object of its own, signed, whole, and gone from the kiosk'
echo PASS
