"""A package without __init__, in two folders."""

# expect: finished:beside installed 2
import parts.first
import parts.second

print(parts.first.name, parts.second.name, len(list(parts.__path__)))
