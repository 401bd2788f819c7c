"""A thread that an import starts runs beside what comes after it."""

# expect: finished:module program
# expect: finished:program module
import starts

starts.words.append("program")
starts.ready.wait()
print(*starts.words)
