"""A module's timer calls back, or was cancelled before."""

# expect: finished:called
# expect: finished:not called
import delays

called = []
timer = delays.later(lambda: called.append(1))
timer.cancel()
timer.join()
print("called" if called else "not called")
