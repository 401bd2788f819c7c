"""A module waits, in its import, for a thread that imports it."""

import sys
import tempfile
from pathlib import Path

CATALOGUE = """
import threading

def load():
    import catalogue
    catalogue.prices = {"tea": 3}

loader = threading.Thread(target=load)
loader.start()
loader.join(timeout=0.3)
loaded_during_import = not loader.is_alive()
"""

with tempfile.TemporaryDirectory() as folder:
    Path(folder, "catalogue.py").write_text(CATALOGUE)
    sys.path.insert(0, folder)
    import catalogue

print("loaded during the import:", catalogue.loaded_during_import)
catalogue.loader.join()
print("loaded after it:", catalogue.prices)
