#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# fault_sessions behind a real nginx. ACCUEIL_SESSIONS (2000) and ACCUEIL_SEED (20261124) may be given.
set -eu
fail() {
    echo "FAILED: $*" >&2
    exit 1
}
# shellcheck source=tests/support/nginx.sh
. "$(dirname "$0")/../support/nginx.sh"
needs_nginx
# In memory where there is some: what is tried here is the network.
base=${TMPDIR:-/tmp}
[ -n "${TMPDIR:-}" ] || [ ! -w /dev/shm ] || [ "$(df --output=avail -k /dev/shm | tail -n 1)" -lt 400000 ] || base=/dev/shm
work=$(mktemp -d "$base/accueil-faults-XXXXXX")
trap 'stop_serving; rm -rf "$work"' EXIT
export TMPDIR=$work
mkdir -p "$work/feed/public"
serve "$work/feed/public" "$work/nginx"
ACCUEIL_FEED=$work/feed ACCUEIL_ORIGIN=http://127.0.0.1:$NGINX_PORT ACCUEIL_SESSIONS=${ACCUEIL_SESSIONS:-2000} \
    ACCUEIL_SEED=${ACCUEIL_SEED:-20261124} "$ACCUEIL_BIN/fault_sessions" 2>"$work/log" || {
    tail -n 20 "$work/log" >&2
    fail "seed ${ACCUEIL_SEED:-20261124}"
}
