#!/usr/bin/env bash
# The Autobahn test suite in one role; compares with docs/autobahn-expected.csv. By its Docker image, the current suite:
#
#   build/autobahn.sh server [URL]      its fuzzing client against a server, by default ws://localhost:6060/ws (the sample)
#   build/autobahn.sh client [COMMAND]  its fuzzing server against a client; COMMAND gets the server's URL as last argument
#
# Without Docker, suite 0.6.4, which has no sections 12 and 13, from the local Maven repository, where
# "mvn -pl ws-protocol -Pautobahn -DskipTests verify", its run against the server, has put it:
#
#   build/autobahn.sh client-0.6.4 [COMMAND]
#
# AUTOBAHN_IMAGE names another image, AUTOBAHN_CASES some cases only, such as '"1.*", "12.1.*"'.
set -euo pipefail
cd "$(dirname "$0")/.."

image=${AUTOBAHN_IMAGE:-crossbario/autobahn-testsuite}
cases=${AUTOBAHN_CASES:-'"*"'}
role=${1:?server, client or client-0.6.4}
shift
reports=$PWD/target/autobahn/$role
mkdir -p "$reports"

suite() {
    docker run --rm --network host --name "autobahn-$role" -v "$reports:/reports" "$image" \
        wstest --mode "$1" --spec /reports/spec.json
}

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
not_there=()

drive_client() {
    until (exec 3<>/dev/tcp/127.0.0.1/9001) 2>/dev/null; do
        kill -0 $! # or it will never be there
        sleep 0.2
    done
    if [ $# -eq 0 ]; then
        class_path=ws-protocol/target/test-classes:ws-protocol/target/classes
        set -- "$java" -cp "$class_path" dev.wsboot.ws.net.AutobahnClient
    fi
    "$@" ws://127.0.0.1:9001
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
    drive_client "$@"
    ;;
client-0.6.4)
    repository=${MAVEN_REPOSITORY:-$HOME/.m2/repository}
    unzip -qo "$repository"/me/normanmaurer/maven/autobahntestsuite/autobahntestsuite-maven-plugin/0.1.5/*.jar -d "$reports/suite"
    "$java" -Xss8m -cp "$repository/org/python/jython-standalone/2.7.1/jython-standalone-2.7.1.jar" \
        org.python.util.jython build/autobahn-server.py "$reports/suite" "$reports" "$cases" &
    trap 'kill %1' EXIT
    drive_client "$@"
    not_there=(12 13)
    ;;
*)
    echo "server, client or client-0.6.4, not $role" >&2
    exit 2
    ;;
esac
"$java" build/AutobahnResults.java "$reports/index.json" docs/autobahn-expected.csv "${not_there[@]}"
