#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# kiosk_rounds.sh SCRIPT.py: a feed of two revisions behind a real nginx, a cache that shows the first, then the script
# with all of it in its environment. ACCUEIL_BIN: the folder of the programs.
set -eu
fail() {
    echo "FAILED: $*" >&2
    exit 1
}
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/support/nginx.sh
. "$here/../support/nginx.sh"
needs_nginx
# In memory where there is some: hundreds of caches are made and thrown away.
base=${TMPDIR:-/tmp}
[ -n "${TMPDIR:-}" ] || [ ! -w /dev/shm ] || [ "$(df --output=avail -k /dev/shm | tail -n 1)" -lt 400000 ] || base=/dev/shm
work=$(mktemp -d "$base/accueil-rounds-XXXXXX")
trap 'stop_serving; rm -rf "$work"' EXIT
export LC_ALL=C
quietly() { "$@" >"$work/log" 2>&1 || { tail -n 20 "$work/log" >&2; fail "$*"; }; }

cat >"$work/sync.json" <<JSON
{ "limits": {"spare_megabytes": 0}, "media": {"heavy_megabytes": ${HEAVY_MEGABYTES:-1}},
  "network": {"kilobytes_per_second": ${KILOBYTES_PER_SECOND:-0}} }
JSON
# places FIRST LAST NAME: rows of places.csv.
places() {
    for number in $(seq "$1" "$2"); do
        echo "lieu-$number,\"$3 $number\",,place,\"$number rue de la Paix\",44000,Nantes,44109,47.$((2000 + number)),-1.5$number,,,Mo-Fr 08:30-17:30,fr,oui,,44109,Ville de Nantes,https://metropole.nantes.fr,2026-11-23"
    done
}
cp -r "$here/../fixtures/content" "$work/content"
csv=$work/content/livret/places.csv
cp "$csv" "$work/places.csv"
{ cat "$work/places.csv"; places 1 "${PLACES:-150}" Lieu; } >"$csv"
quietly "$ACCUEIL_BIN/accueil-feed" init "$work/feed"
quietly "$ACCUEIL_BIN/accueil-feed" publish "$work/content" --to "$work/feed"
mkdir -p "$work/site"
serve "$work/site" "$work/nginx"
ln -s "$work/feed/public" "$work/site/before"
quietly "$ACCUEIL_BIN/accueil-sync" --once --config "$work/sync.json" --feed "http://127.0.0.1:$NGINX_PORT/before" \
    --root "$work/feed/root.json" --cache "$work/cache-1"

# The second revision: records changed, new and withdrawn; a light file changed, a heavy one new.
{ cat "$work/places.csv"; places 10 20 Ici; places 21 "$((${PLACES:-150} + 20))" Lieu; } >"$csv"
{ printf '%%PDF-1.4\n'; head -c "${LIGHT_BYTES:-60000}" /dev/urandom; } >"$work/content/media/bus.pdf"
{ printf '%%PDF-1.4\n'; head -c "${HEAVY_BYTES:-1000000}" /dev/urandom; } >"$work/content/media/lourd.pdf"
sed -i 's/^sources:/  - file: lourd.pdf\n    title: "Le bus en images"\n    pages: 40\nsources:/' \
    "$work/content/initiatives/bus-d-accueil.md"
quietly "$ACCUEIL_BIN/accueil-feed" publish "$work/content" --to "$work/feed"
WORK=$work NGINX_LOG=$NGINX_LOG NGINX_PORT=$NGINX_PORT python3 "$here/$1"
