"""A program lists its own threads, and where each of them is."""

import sys
import threading
import traceback

ready = threading.Event()
order = threading.Event()


def ship():
    ready.set()
    order.wait()


def where_they_are():
    frames = sys._current_frames()
    for thread in threading.enumerate():
        frame = frames.get(thread.ident)
        if frame is None:  # it begins or has ended
            continue
        stack = traceback.extract_stack(frame)
        mine = [
            call.name for call in stack if call.filename == __file__
        ]
        print(f"{thread.name}, daemon={thread.daemon}: {mine}")


threading.Thread(target=ship, name="shipper").start()
ready.wait()
where_they_are()
order.set()
