"""A module only defines things, and its importer starts the thread."""

import sys
import tempfile
import threading
from pathlib import Path

CATALOGUE = """
def load():
    import catalogue
    catalogue.prices = {"tea": 3}
"""

with tempfile.TemporaryDirectory() as folder:
    Path(folder, "catalogue.py").write_text(CATALOGUE)
    sys.path.insert(0, folder)
    import catalogue

loader = threading.Thread(target=catalogue.load)
loader.start()
loader.join()
print("loaded:", catalogue.prices)
