"""Tells apart what the build can do and what the process does."""

import sys
import sysconfig

can_run_without = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))
has_gil = getattr(sys, "_is_gil_enabled", lambda: True)()

if "--show" in sys.argv:
    print("free-threaded build:", can_run_without)
    print("GIL on in this process:", has_gil)

print("one of the two holds:", can_run_without or has_gil)
