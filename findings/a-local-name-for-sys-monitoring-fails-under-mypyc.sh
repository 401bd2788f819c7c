#!/bin/sh
# mypyc 2.4.1 compiles a local name for `sys.monitoring` into the import of a module that
# is not there.
#
# Guess: a module that mypy accepts in strict mode, and that Python runs, does the same
# once mypyc has compiled it: `monitoring = sys.monitoring` gives an attribute a shorter
# name.
#
# Seen: used by its full name it works; by the local name it raises KeyError:
# 'sys._monitoring'. In the stubs it is an alias of a module, `sys._monitoring`, which
# is there for type checkers alone; the assignment makes the local name stand for that
# module, and mypyc looks it up in `sys.modules`. Neither says a word when it compiles.
#
# Source: mypy/typeshed/stdlib/sys/__init__.pyi, "from . import _monitoring" and
# "monitoring = _monitoring"; mypyc/irbuild/builder.py, load_module, which reads the
# dictionary of modules by the full name.
#
# Needs: Python 3.13 with its headers on the PATH or in $PYTHON, a C compiler, network.
# Exit 1: it behaves differently now; exit 2: something that it needs is missing.
set -eu
python=${PYTHON:-$(command -v python3.13 || true)}
if [ -z "$python" ] || ! "$python" -c '
import os, sys, sysconfig
headers = os.path.join(sysconfig.get_path("include"), "Python.h")
sys.exit(sys.version_info[:2] != (3, 13) or not os.path.exists(headers))'; then
    echo "needs CPython 3.13 with Python.h: name it in PYTHON" >&2
    exit 2
fi
command -v cc > /dev/null || { echo "needs a C compiler" >&2; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"$python" -m venv venv
venv/bin/pip install --quiet mypy==2.4.1 setuptools==80.9.0
cat > tracer.py <<'PY'
import sys


def full_name() -> str | None:
    return sys.monitoring.get_tool(3)


def local_name() -> str | None:
    monitoring = sys.monitoring
    return monitoring.get_tool(3)
PY
cat > show.py <<'PY'
import tracer
for function in (tracer.full_name, tracer.local_name):
    try:
        print(f"{function.__name__}: {function()}", end="  ")
    except Exception as error:
        print(f"{function.__name__}: {type(error).__name__} {error}", end="  ")
print("compiled" if tracer.__file__.endswith(".so") else "interpreted")
PY
"$python" -VV
venv/bin/mypy --strict tracer.py
before=$(venv/bin/python show.py)
venv/bin/mypyc tracer.py > build.log 2>&1 || { cat build.log >&2; exit 1; }
after=$(venv/bin/python show.py)
echo "$before"
echo "$after"
[ "$before" = "full_name: None  local_name: None  interpreted" ] || exit 1
[ "$after" = "full_name: None  local_name: KeyError 'sys._monitoring'  compiled" ] || exit 1
