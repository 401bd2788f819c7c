"""The settings are read before there is a second thread."""

import threading

reads = []


def read_file():
    reads.append("read")
    return "settings"


# --8<-- [start:change]
settings = read_file()


def get_settings():
    return settings
    # --8<-- [end:change]


other = threading.Thread(target=get_settings)
other.start()
get_settings()
other.join()
print("read:", len(reads))
