"""The old name notifyAll still works, and warns."""

import threading
import warnings

condition = threading.Condition()
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    with condition:
        condition.notifyAll()
for warning in caught:
    print(f"{warning.category.__name__}: {warning.message}")
