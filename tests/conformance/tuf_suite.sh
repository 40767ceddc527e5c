#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# tuf_suite.sh CLIENT: the public conformance suite on CLIENT, by the command that TUF_CONFORMANCE_RUNNER gives, to which
# the client's path is added. All its tests must pass: none may be expected to fail.
set -u
client=${1:?}
if [ -z "${TUF_CONFORMANCE_RUNNER:-}" ]; then
    echo "SKIP: TUF_CONFORMANCE_RUNNER gives no command that runs theupdateframework/tuf-conformance"
    exit 77
fi
if [ -e "$client.xfails" ]; then
    echo "FAILED: $client.xfails expects tests to fail"
    exit 1
fi
# Words of the command are split as the shell does, so that it may have options.
# shellcheck disable=SC2086
exec $TUF_CONFORMANCE_RUNNER "$client"
