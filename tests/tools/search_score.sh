#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# search_score.sh PROGRAM own|beside: scores what the shipped content finds for the project's own queries, or for the sample
# queries beside the project where they are.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
if [ "$2" = own ]; then
    exec "$1" "$root/tests/fixtures/search/queries.json" "$root/assets/content" --least 90 97
fi
queries="$root/../shared/data/search/queries-dev.json"
if [ ! -e "$queries" ]; then
    echo "skipped: no sample queries beside the project"
    exit 77
fi
exec "$1" "$queries" "$root/assets/content" --least 80 95
