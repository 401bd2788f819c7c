"""Each interpreter of a pool has a counter of its own."""

from concurrent.futures import InterpreterPoolExecutor

visits = []


def visit(name):
    visits.append(name)
    return list(visits)


if __name__ == "__main__":
    with InterpreterPoolExecutor(max_workers=1) as pool:
        print("there:", list(pool.map(visit, ["Ann", "Ben"])))
    print("here: ", visits)
