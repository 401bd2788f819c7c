"""The attribute is set by the importing thread, and by no other."""

import threading

local = threading.local()
local.cache = {}


def remember(key, value):
    local.cache[key] = value


thread = threading.Thread(target=remember, args=("pi", 3.14))
thread.start()
thread.join()
