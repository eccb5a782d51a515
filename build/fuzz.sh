#!/usr/bin/env bash
# Fuzzes for a while: build/fuzz.sh [seconds per target, 20 by default] [target ...]
#
# Prints how many inputs were executed, a target and in all, and fails on a finding, which it leaves among the committed
# inputs, so that the ordinary tests fail too from then on. With MERGE=1 it first adds to the committed inputs those few
# of the generated ones that reach something new. With TRACE=cov it looks at branches alone, and not at what is compared,
# which makes it several times faster; MAX_LEN is the longest input, 1024 bytes by default.
set -euo pipefail
cd "$(dirname "$0")/.."

seconds=${1:-20}
shift || true
targets=("$@")
if [ ${#targets[@]} -eq 0 ]; then
    targets=(
        protocol.FrameFuzzTest#anySplitGivesTheSameEvents
        protocol.FrameFuzzTest#eventsAreThoseOfTheReference
        protocol.InflateFuzzTest#anySplitGivesTheSameEvents
        protocol.InflateFuzzTest#aMessageIsWhatTheJdkMakesOfIt
        protocol.InflateFuzzTest#whatIsCompressedIsReadAgain
        protocol.Utf8FuzzTest#validityIsThatOfTheJdk
        handshake.RequestHeadFuzzTest#anySplitGivesTheSameOutcome
        handshake.ResponseHeadFuzzTest#anySplitGivesTheSameOutcome
        handshake.ExtensionFuzzTest#whatIsReadCanBeWrittenAndReadAgain
        net.ConnectionFuzzTest#anySplitGivesTheSameAnswers
    )
fi

# Measured is the code under test, and not what looks at it.
helpers=dev.wsboot.ws.Pieces*
for helper in FuzzEvents Retained Utf8Oracle ReferenceDecoder RecordingEvents FrameTable Hex; do
    helpers+=:dev.wsboot.ws.protocol.$helper*
done

module=ws-protocol
out=$module/target/fuzz
mkdir -p "$out"
if [ -z "${SKIP_BUILD:-}" ]; then
    mvn -q -B -ntp -pl $module test-compile dependency:build-classpath \
        -Dmdep.includeScope=test -Dmdep.outputFile="$PWD/$out/classpath"
fi
class_path=$module/target/test-classes:$module/target/classes:$(cat "$out/classpath")

jvm=(-Xmx1g -XX:-UseDynamicNumberOfGCThreads -XX:+UseSerialGC)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
if "$java" -XX:+EnableDynamicAgentLoading -version >/dev/null 2>&1; then
    jvm+=(-XX:+EnableDynamicAgentLoading --enable-native-access=ALL-UNNAMED)
fi

# libFuzzer keeps its working set in the first directory, and reads the others.
fuzz() {
    local class=$1 method=$2 generated=$3 committed=$4
    shift 4
    "$java" "${jvm[@]}" -cp "$class_path" com.code_intelligence.jazzer.Jazzer \
        --target_class="dev.wsboot.ws.$class" --target_method="$method" \
        --instrumentation_includes='dev.wsboot.ws.**' --custom_hook_includes='dev.wsboot.ws.**' \
        --instrumentation_excludes="$helpers" ${TRACE:+"--trace=$TRACE"} --disabled_hooks='*' --reproducer_path="$out" \
        -artifact_prefix="$committed/" -print_final_stats=1 "$@" "$generated" "$committed"
}

total=0
failed=0
for target in "${targets[@]}"; do
    class=${target%%#*}
    method=${target##*#}
    generated=.cifuzz-corpus/$target
    committed=$module/src/test/resources/dev/wsboot/ws/${class//.//}Inputs/$method
    log=$out/$class.$method.log
    mkdir -p "$generated" "$committed"
    if [ -n "${MERGE:-}" ]; then
        fuzz "$class" "$method" "$committed" "$generated" -merge=1 >"$log" 2>&1
    fi
    status=0
    fuzz "$class" "$method" "$generated" "$committed" \
        -max_total_time="$seconds" -max_len="${MAX_LEN:-1024}" -timeout=60 >"$log" 2>&1 || status=$?
    executions=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log" | tail -n 1)
    printf '%12d  %s\n' "${executions:-0}" "$target"
    total=$((total + ${executions:-0}))
    if [ "$status" -ne 0 ] || [ -z "$executions" ]; then
        grep -v '^INFO\|^#' "$log" | tail -40
        failed=1
    fi
done
printf '%12d  executions in all, on %s\n' "$total" "$("$java" -version 2>&1 | head -1)"
exit $failed
