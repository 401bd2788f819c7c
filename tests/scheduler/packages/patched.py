"""What the program puts into sys.modules is what an import finds."""

# expect: finished:fake halted
import sys
import types

sys.modules["absent"] = types.SimpleNamespace(name="fake")
sys.modules["json"] = None
import absent

try:
    import json
except ImportError as error:
    print(absent.name, "halted" if "halted" in str(error) else error)
