#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes the pictures of the map in docs/pictures/map: country, region, town and street, in three styles, upright and lying.
# map_pictures.sh MAP_SNAPSHOT TOWN.mbtiles LATITUDE,LONGITUDE: the program, a town's map of OpenMapTiles, the town's middle.
set -eu
snapshot=$1 town=$2 middle=$3
out=$(cd "$(dirname "$0")/../.." && pwd)/docs/pictures/map
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$out"
for style in light dark contrast; do
    for size in 1920x1080 1080x1920; do
        picture() { "$snapshot" "$work/$1.png" --size "$size" --style "$style" "${@:2}" >/dev/null; }
        picture country
        picture region --at "$middle" --zoom 8.5
        picture town --at "$middle" --zoom 14 --town "$town"
        picture street --at "$middle" --zoom 17 --town "$town"
        for view in country region town street; do
            convert "$work/$view.png" -resize 50% -quality 82 "$out/$view-$style-$size.webp"
        done
    done
done
