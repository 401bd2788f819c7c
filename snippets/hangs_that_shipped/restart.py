"""Only the present worker may say that there is none any more."""

import threading


class Periodic:
    running = False
    lock = threading.Lock()

    def start(self):
        with self.lock:
            self.running = True
            self.stop_sign = threading.Event()
        args = (self.stop_sign,)
        threads.append(threading.Thread(target=self.run, args=args))
        threads[-1].start()

    def run(self, stop_sign):
        stop_sign.wait()
        with self.lock:
            if self.stop_sign is stop_sign:
                self.running = False

    def stop(self):
        with self.lock:
            if self.running:
                self.running = False
                self.stop_sign.set()


threads = []
periodic = Periodic()
periodic.start()
periodic.stop()
periodic.start()
periodic.stop()
for thread in threads:
    thread.join()
print("workers that ended:", len(threads))
