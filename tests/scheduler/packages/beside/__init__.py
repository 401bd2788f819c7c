from . import shelf as _shelf
from .shelf import *

here = _shelf.__name__
