#!/bin/sh
# Free-threaded CPython 3.13.5 counts the references of a module's literals, unless the
# module came from a .pyc file.
#
# Guess: "numeric and string literals in the code" are immortal on 3.13t, as its how-to
# says; so threads that read `1000` or `2.5` share nothing, however the code was loaded.
#
# Seen: true of the script itself, of exec() with a string, and of a module that is
# loaded from its .pyc. A module that is compiled as it is imported, the first time, or
# each time under PYTHONDONTWRITEBYTECODE=1, has counted literals: ints above 256,
# floats, tuples, frozensets. All threads that read one write to its count. A function
# of such a module, imported after the first thread was started, has a counted code
# object, too, and calling it from several threads is slower than from one.
# compile() asks for that on purpose; the import system calls it.
#
# Source: Python/bltinmodule.c, builtin_compile_impl, "Disable immortalization of code
# constants for explicit compile() calls".
#
# Needs: python3.13t on the PATH or in $PYTHON. Exit 1: it behaves differently now;
# exit 2: no such Python.
set -eu
python=${PYTHON:-$(command -v python3.13t || true)}
if [ -z "$python" ] || ! "$python" -c '
import sys; sys.exit(sys.version_info[:2] != (3, 13) or sys._is_gil_enabled())'; then
    echo "needs a free-threaded CPython 3.13: name it in PYTHON" >&2
    exit 2
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > module.py <<'PY'
NUMBER = 12345
RATIO = 2.5
PAIR = (1, 2)
def has(x): return x in {1, 2, 3}
PY
cat > show.py <<'PY'
import sys, threading
def told(thing): return "immortal" if sys.getrefcount(thing) > 2**31 else "counted"
def show(m):
    words = [told(m["NUMBER"]), told(m["RATIO"]), told(m["PAIR"])]
    print(*words, told(m["has"].__code__))
thread = threading.Thread(target=int)
thread.start()
thread.join()
if sys.argv[1] == "import":
    import module
    show(vars(module))
else:
    names = {}
    exec(open("module.py").read(), names)
    show(names)
PY
unset PYTHONDONTWRITEBYTECODE PYTHONPYCACHEPREFIX
"$python" -VV
wrong=0
expect() {
    wanted=$1; label=$2; shift 2
    got=$("$@")
    printf '%-44s %s\n' "$label" "$got"
    [ "$got" = "$wanted" ] || wrong=1
}
all="immortal immortal immortal immortal"
none="counted counted counted counted"
echo "literals int, float, tuple; code of a function:"
expect "$none" "import, no .pyc is written" env PYTHONDONTWRITEBYTECODE=1 "$python" show.py import
expect "$none" "import, the first time" "$python" show.py import
expect "$all" "import, the second time, from the .pyc" "$python" show.py import
expect "$none" "import, after an edit" sh -c 'echo "# edited" >> module.py; exec "$0" show.py import' "$python"
expect "$all" "exec() of a string" "$python" show.py exec
exit $wrong
