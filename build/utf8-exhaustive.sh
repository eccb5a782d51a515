#!/usr/bin/env bash
# Every string of four bytes, some 4.3 billion, against the JDK's decoder. Takes minutes on all cores.
#
#   build/utf8-exhaustive.sh            all of them
#   build/utf8-exhaustive.sh 240 244    those whose first byte is from 240 to 244
set -euo pipefail
cd "$(dirname "$0")/.."
[ -n "${SKIP_BUILD:-}" ] || mvn -q -B -ntp -pl ws-protocol test-compile
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -cp ws-protocol/target/test-classes:ws-protocol/target/classes \
    dev.wsboot.ws.protocol.Utf8Exhaustive "$@"
