"""Asks what the build can do, and what this process does."""

import sys
import sysconfig

can_run_without_gil = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))
gil_is_on = getattr(sys, "_is_gil_enabled", lambda: True)()

if "--show" in sys.argv:
    print("free-threaded build:", can_run_without_gil)
    print("GIL on in this process:", gil_is_on)

print("at least one of the two:", can_run_without_gil or gil_is_on)
