#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# hours_score.sh PROGRAM: scores the files of opening hours that stand beside the project, and holds them to their limits:
# canonical spellings 99 %, real ones 99.5 %, lenient ones 90 %, all that must be refused.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
files=("$root"/../shared/data/opening_hours/*.json)
if [ ! -e "${files[0]}" ]; then
    echo "skipped: no opening hours beside the project"
    exit 77
fi
"$1" "${files[@]}" | awk '
    { print }
    {
        least["canonical"] = 0.99; least["real"] = 0.995; least["lenient"] = 0.90; least["invalid"] = 1
        for (i = 2; i < NF; i += 2) {
            split($(i + 1), of, "/")
            if (of[1] < least[$i] * of[2]) { print "  too few: " $i; bad = 1 }
        }
    }
    END { exit NR == 0 || bad }'
