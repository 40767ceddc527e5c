#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The glass and the pictures that tests compare are drawn by two canvases: they must agree.
set -eu
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/lib.sh"
start_rig 1080x1920
"$ACCUEIL_BIN/canvas_parity" "${KEEP_SHOTS:-$RIG_DIR}" || fail 'the two canvases draw differently'
finish canvas_parity
