"""A module with state, and no lock."""

count = 0
seen = []


def bump():
    global count
    count += 1
    seen.append(count)
