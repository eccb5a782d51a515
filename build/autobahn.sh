#!/usr/bin/env bash
# The current Autobahn test suite, by its Docker image, in one role or both; compares with docs/autobahn-expected.csv.
#
#   build/autobahn.sh server [URL]      its fuzzing client against a server, by default ws://localhost:6060/ws (the sample)
#   build/autobahn.sh client [COMMAND]  its fuzzing server against a client; COMMAND gets the server's URL as last argument
#
# AUTOBAHN_IMAGE names another image, AUTOBAHN_CASES some cases only, such as '"1.*", "12.1.*"'.
set -euo pipefail
cd "$(dirname "$0")/.."

image=${AUTOBAHN_IMAGE:-crossbario/autobahn-testsuite}
cases=${AUTOBAHN_CASES:-'"*"'}
role=${1:?server or client}
shift
reports=$PWD/target/autobahn/$role
mkdir -p "$reports"

suite() {
    docker run --rm --network host --name "autobahn-$role" -v "$reports:/reports" "$image" \
        wstest --mode "$1" --spec /reports/spec.json
}

case $role in
server)
    url=${1:-ws://localhost:6060/ws}
    printf '{"outdir": "/reports", "servers": [{"agent": "ws", "url": "%s"}], "cases": [%s], "exclude-cases": []}' \
        "$url" "$cases" >"$reports/spec.json"
    suite fuzzingclient
    ;;
client)
    printf '{"outdir": "/reports", "url": "ws://127.0.0.1:9001", "cases": [%s], "exclude-cases": []}' \
        "$cases" >"$reports/spec.json"
    suite fuzzingserver &
    trap 'docker stop "autobahn-$role" >/dev/null 2>&1 || true' EXIT
    until (exec 3<>/dev/tcp/127.0.0.1/9001) 2>/dev/null; do sleep 0.2; done
    if [ $# -eq 0 ]; then
        class_path=ws-protocol/target/test-classes:ws-protocol/target/classes
        set -- "${JAVA_HOME:+$JAVA_HOME/bin/}java" -cp "$class_path" dev.wsboot.ws.net.AutobahnClient
    fi
    "$@" ws://127.0.0.1:9001
    ;;
*)
    echo "server or client, not $role" >&2
    exit 2
    ;;
esac
java build/AutobahnResults.java "$reports/index.json" docs/autobahn-expected.csv
