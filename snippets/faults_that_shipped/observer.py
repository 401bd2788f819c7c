"""To start the observer and to add a watch exclude each other."""

import threading

seen = []


def look(folder):
    seen.append(folder)


class Observer:
    def __init__(self):
        self.lock = threading.Lock()
        self.emitters = []
        self.started = False

    def watch(self, folder):
        with self.lock:
            emitter = threading.Thread(target=look, args=(folder,))
            if self.started:
                emitter.start()
            self.emitters.append(emitter)

    def start(self):
        with self.lock:
            for emitter in self.emitters:
                emitter.start()
            self.started = True

    def stop(self):
        for emitter in self.emitters:
            if emitter.ident:
                emitter.join()


observer = Observer()
observer.watch("docs")
other = threading.Thread(target=observer.watch, args=("src",))
other.start()
observer.start()
other.join()
observer.stop()
print(sorted(seen))
