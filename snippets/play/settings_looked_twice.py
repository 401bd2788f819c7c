"""Who holds the lock looks once more before it reads the settings."""

import threading

reads = []
settings = None


def read_file():
    reads.append("read")
    return "settings"


# --8<-- [start:change]
lock = threading.Lock()


def get_settings():
    global settings
    if settings is None:
        with lock:
            if settings is None:
                settings = read_file()
    return settings
    # --8<-- [end:change]


other = threading.Thread(target=get_settings)
other.start()
get_settings()
other.join()
print("read:", len(reads))
