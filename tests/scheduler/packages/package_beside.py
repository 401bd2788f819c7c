"""A package beside the program: relative imports, a data file, a dataclass."""

# expect: finished:Emma beside.shelf True
import importlib
import sys
import threading

import beside

found = []
thread = threading.Thread(target=lambda: found.append(beside.Book()))
thread.start()
thread.join()
inner = importlib.import_module(".deep.inner", "beside")
same = (
    inner
    is sys.modules["beside.deep.inner"]
    is __import__("beside.deep.inner").deep.inner
)
print(found[0].title, beside.here, same)
