#!/bin/sh
# A file that the main thread left open loses its end while any daemon thread stands in a
# function of the script, even one that only waits.
#
# Guess: a global file that nobody closed is written out when the program ends, whatever
# daemon threads do; a daemon thread can lose its own data only.
#
# Seen on the default builds of 3.11.7, 3.12.1, 3.13.0, 3.13.18, 3.14.10 and 3.15.2: the
# file is empty, the exit status 0, and there is no warning. `__del__` of other globals
# isn't called either. With a daemon thread whose target is not a function of the script
# the file is whole, as it is without one. Free-threaded 3.13.5 writes it in each case.
#
# Source: at the end the frame of a daemon thread isn't cleared
# (https://github.com/python/cpython/issues/139542); it holds its function, the function
# the script's globals, and they the file.
#
# Needs: CPython as python3 or in $PYTHON. Exit 1: it behaves differently now.
set -eu
python=${PYTHON:-python3}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > save.py <<'PY'
import sys, threading
def idle(): threading.Event().wait()
if sys.argv[1] == "script":
    threading.Thread(target=idle, daemon=True).start()
if sys.argv[1] == "library":
    threading.Thread(target=threading.Event().wait, daemon=True).start()
file = open("file", "w")
file.write("saved")
if "close" in sys.argv:
    file.close()
PY
"$python" -VV
lost=
"$python" -c 'import sysconfig as s; raise SystemExit(not s.get_config_var("Py_GIL_DISABLED"))' &&
    lost=saved
wrong=0
expect() {
    wanted=$1; shift
    rm -f file
    "$python" save.py "$@"
    printf 'daemon thread: %-14s file: "%s"\n' "$*" "$(cat file)"
    [ "$(cat file)" = "$wanted" ] || wrong=1
}
expect saved none
expect saved library
expect "$lost" script
expect saved script close
exit $wrong
