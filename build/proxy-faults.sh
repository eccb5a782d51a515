#!/usr/bin/env bash
# Puts a bad network between our client and our server, plain and over TLS: build/proxy-faults.sh [connections [seed]]
#
# Resets, ends, rests and half-open connections at some byte, slices down to one byte, delays. About three quarters of the
# connections have a fault, so that twice 70,000 make more than 100,000 faults. Prints how many there were, and fails
# where a message was lost, doubled, changed, out of order or another's.
set -euo pipefail
cd "$(dirname "$0")/.."
connections=${1:-70000}
seed=${2:-1}
exec mvn -q -B -ntp -pl ws-protocol test -Djacoco.skip -Dtest=FaultProxyIntegrationTest \
    -Dws.proxy.connections="$connections" -Dws.proxy.seed="$seed"
