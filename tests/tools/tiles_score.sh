#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# tiles_score.sh PROGRAM: scores the map that comes with the program, and other maps where they stand beside the project.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
maps=("$root/assets/basemap/france.mbtiles")
for map in "$root"/../shared/data/map/*.mbtiles; do
    if [ -e "$map" ]; then maps+=("$map"); else echo "skipped: no maps beside the project"; fi
done
exec "$1" "${maps[@]}"
