"""What this package is called and where it lies: its frames are none of a program's."""

import os
from typing import Final

__all__ = ["HERE", "NAME"]

#: The folder of the whole package, with its separator.
HERE: Final = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep
#: The name by which it was imported.
NAME: Final = __name__.rsplit(".", 2)[0]
