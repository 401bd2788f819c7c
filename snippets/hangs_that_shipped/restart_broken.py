"""The old worker's last line says that there is no worker any more."""

import threading


class Periodic:
    running = False

    def start(self):
        self.running = True
        self.stop_sign = threading.Event()
        args = (self.stop_sign,)
        threads.append(threading.Thread(target=self.run, args=args))
        threads[-1].start()

    def run(self, stop_sign):
        stop_sign.wait()
        self.running = False

    def stop(self):
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
