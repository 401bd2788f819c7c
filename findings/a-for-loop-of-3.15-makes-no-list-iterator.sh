#!/bin/sh
# In CPython 3.15 a `for` loop over a list makes no iterator: the list itself and an
# index lie on the frame's stack.
#
# Guess: `for item in items` calls iter() and then next(), as the language reference
# describes it and as every version before did; so whoever looks at a loop (a debugger,
# a tracer, a race detector that reads the operand of FOR_ITER) finds a list_iterator on
# top of the stack, and gc.get_objects() has one while the loop runs.
#
# Seen: up to 3.14 that is so. On 3.15.2 neither a loop over a list nor a comprehension
# has one; iter(items) still makes one. GET_ITER leaves two things on the stack
# (its stack effect is 1, it was 0), so FOR_ITER's operand is the second from the top,
# and not an iterator. A tool that reads the top finds an index that is no object.
#
# Source: running it, and `dis.stack_effect` of both versions.
#
# Needs: python3.14 and python3.15 on the PATH, or named in $OLD and $NEW. Exit 1: it
# behaves differently now; exit 2: no such Python.
set -eu
old=${OLD:-$(command -v python3.14 || true)}
new=${NEW:-$(command -v python3.15 || true)}
for pair in "$old:14" "$new:15"; do
    python=${pair%:*}
    if [ -z "$python" ] || ! "$python" -c "
import sys; sys.exit(sys.version_info[:2] != (3, ${pair##*:}))"; then
        echo "needs CPython 3.${pair##*:}: name them in OLD (3.14) and NEW (3.15)" >&2
        exit 2
    fi
done
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > show.py <<'PY'
import dis, gc
items = [object()]
def iterators():
    found = (o for o in gc.get_objects() if type(o).__name__ == "list_iterator")
    return sum(any(r is items for r in gc.get_referents(o)) for o in found)
for item in items:
    loop = iterators()
comprehension = [iterators() for item in items][0]
kept = iter(items)
number = dis.opmap["GET_ITER"]
effect = dis.stack_effect(number, 0 if number in dis.hasarg else None)
print(f"loop {loop} comprehension {comprehension} iter() {iterators()} effect {effect}")
PY
wrong=0
expect() {
    wanted=$1; shift
    got=$("$@" show.py)
    printf '%-16s %s\n' "$("$1" -V)" "$got"
    [ "$got" = "$wanted" ] || wrong=1
}
echo "list iterators over the list that is looped over:"
expect "loop 1 comprehension 1 iter() 1 effect 0" "$old"
expect "loop 0 comprehension 0 iter() 1 effect 1" "$new"
exit $wrong
