#!/usr/bin/env bash
# Watches the speed: build/speed.sh [folder for the results, ws-benchmarks/target/speed by default]
#
# Runs the JMH benchmarks shortly, with what they allocate, and then 64 B messages through our server and Netty's at its
# best, and prints the ratio of their CPU time. A person reads it and compares it with the run before; nothing fails. It takes
# some six minutes on a quiet machine with two CPUs. With SKIP_BUILD=1 it takes benchmarks.jar as it is.
set -euo pipefail
cd "$(dirname "$0")/.."

out=${1:-ws-benchmarks/target/speed}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
jar=ws-benchmarks/target/benchmarks.jar

if [ -z "${SKIP_BUILD:-}" ]; then
    mvn -q -B -ntp -pl ws-benchmarks -am package -DskipTests -Djacoco.skip
fi
mkdir -p "$out"

echo "JMH, on $("$java" -version 2>&1 | head -1)"
"$java" -jar "$jar" -f 1 -wi 2 -w 500ms -i 3 -r 500ms -prof gc -rf json -rff "$out/jmh.json" >"$out/jmh.log"
# The table at the end, of times and of bytes allocated.
sed -n '/^Benchmark /,$p' "$out/jmh.log" | grep -v 'gc\.alloc\.rate \|gc\.count\|gc\.time' | tee "$out/jmh.txt"

echo
"$java" -jar "$jar" compare --rounds 3 --seconds 4 --warmup 5 --servers bare,netty-tuned --scenarios pipe64 --out "$out"
