from .. import deep
from ..data import text

NAME = text().strip()
PLACE = deep.__name__
