#!/usr/bin/env bash
# Puts each fault of build/attack-mutants/*.patch back into a copy of the code, and runs the tests that have to fail then:
#
#   build/attack-mutants.sh              all of them; takes some ten minutes
#   build/attack-mutants.sh bomb rsv1    these
#
# A patch says in its first lines which row of docs/attacks.md it is for, what the fault is, the tests, and, where they need
# any, options of their JVM; those that are named race-* are for docs/concurrency.md. Prints a line a
# fault, and fails where a fault is not found by one of its tests, or a patch does not fit the code any more. Nothing is changed
# outside of target directories and a temporary one. With BASELINE=1 it first runs the tests without a fault; with SKIP_BUILD=1
# it uses what was compiled before; with VERBOSE=1 it prints why tests failed.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

names=("$@")
if [ ${#names[@]} -eq 0 ]; then
    for patch in build/attack-mutants/*.patch; do
        names+=("$(basename "$patch" .patch)")
    done
fi

class_path=ws-protocol/target/attack-mutants.classpath
if [ -z "${SKIP_BUILD:-}" ]; then
    # Both paths at once: the starter's is that of the engine's classes, and not of a jar, only in the same build.
    mvn -q -B -ntp -pl ws-protocol,ws-spring-boot-starter test-compile dependency:build-classpath -Djacoco.skip \
        -Dmdep.includeScope=test -Dmdep.outputFile=target/attack-mutants.classpath
fi
launcher=$(tr ':' '\n' <"$class_path" | grep junit-platform-launcher)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

field() {
    sed -n "s/^$2: //p" "$root/build/attack-mutants/$1.patch" | head -1
}

# The class path of a module's tests.
tests_of() {
    local path=$root/$1/target/test-classes:$root/$1/target/classes
    echo "$path:$(cat "$root/$1/target/attack-mutants.classpath"):$launcher"
}

# What the JVM of the tests is told besides, by a patch.
options=()

# run <module> <directory with mutated classes> <test ...>; a test that does not end is one that has failed.
run() {
    local module=$1 classes=$2 code=0
    shift 2
    timeout "${LIMIT:-120}" "$java" -Djazzer.hooks=false "${options[@]}" -cp "$classes:$(tests_of "$module")" \
        "$root/build/RunTests.java" ${VERBOSE:+-v} "$@" >"$work/results" 2>"$work/errors" || code=$?
    [ -z "${VERBOSE:-}" ] || cat "$work/results" >&2
    if [ $code -eq 124 ]; then
        for test in "$@"; do
            grep -q " $test$" "$work/results" || echo "failed $test" >>"$work/results"
        done
        code=0
    fi
    return $code
}

# Prints what became of the fault; 0 where every test has failed.
prove() {
    local name=$1 module tests files
    module=$(field "$name" Module)
    read -r -a tests <<<"$(field "$name" Tests)"
    read -r -a options <<<"$(field "$name" Options)"
    rm -rf "$work/code" "$work/classes"
    mkdir -p "$work/code/$module/src" "$work/classes"
    cp -r "$root/$module/src/main" "$work/code/$module/src/"
    if ! (cd "$work/code" && GIT_CEILING_DIRECTORIES=$work git apply -C1 "$root/build/attack-mutants/$name.patch") \
        2>"$work/errors"; then
        echo "does not apply"
        return 1
    fi
    mapfile -t files < <(sed -n 's,^+++ b/,,p' "$root/build/attack-mutants/$name.patch")
    if ! (cd "$work/code" && "${java}c" --release 17 -nowarn -proc:none -implicit:none -cp "$(tests_of "$module")" \
        -d "$work/classes" "${files[@]}") >"$work/errors" 2>&1; then
        echo "does not compile"
        return 1
    fi
    if ! run "$module" "$work/classes" "${tests[@]}"; then
        echo "tests did not run"
        return 1
    fi
    if ! grep -q "^failed " "$work/results" || grep -qv "^failed \|^ \|^$" <(grep "^[a-z]* [A-Za-z.]*Test" "$work/results"); then
        echo "not found by $(sed -n 's/^passed //p;s/^nothing //p' "$work/results" | tr '\n' ' ')"
        return 1
    fi
    : >"$work/errors"
    echo "found by all of ${#tests[@]}"
}

status=0
if [ -n "${BASELINE:-}" ]; then
    mkdir -p "$work/none"
    for module in ws-protocol ws-spring-boot-starter; do
        mapfile -t all < <(for name in "${names[@]}"; do
            [ "$(field "$name" Module)" != "$module" ] || field "$name" Tests | tr ' ' '\n'
        done | sort -u)
        [ ${#all[@]} -gt 0 ] || continue
        LIMIT=900 run "$module" "$work/none" "${all[@]}" || status=1
        if grep -v '^passed' "$work/results"; then
            status=1
        fi
    done
fi
for name in "${names[@]}"; do
    result=$(prove "$name") || status=1
    printf '%-22s %-22s %s\n' "$name" "$result" "$(field "$name" Fault)"
    [[ $result != *"not "[acr]* ]] || cat "$work/errors" >&2
done
exit $status
