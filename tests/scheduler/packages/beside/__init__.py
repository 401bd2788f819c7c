from .shelf import *
from . import shelf as _shelf

here = _shelf.__name__
