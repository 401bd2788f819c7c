// A lost update, as small as it gets: T2 and T3 each read n, then write n + 1.

import { load, type Edge, type Fact, type Graph, type State } from "../graph.ts";

/** n, and how far T2 and T3 are: 0 to read, 1 to write, 2 ended; what each has read. */
interface Point {
  n: number;
  done: [number, number];
  read: [number, number];
}

export function raw(): Graph {
  const states: State[] = [];
  const edges: Edge[] = [];
  const known = new Map<string, number>();
  const facts: Fact[][] = [
    [],
    [{ what: "reads", said: "reads n = 0", name: "n", value: "0" }],
    [{ what: "reads", said: "reads n = 1", name: "n", value: "1" }],
    [{ what: "writes", said: "writes n = 1", name: "n", value: "1" }],
    [{ what: "writes", said: "writes n = 2", name: "n", value: "2" }],
    [{ what: "joins", said: "joins T2" }],
  ];
  const ends: [number[], number[]] = [[], []];
  const visit = (point: Point): number => {
    const key = JSON.stringify(point);
    const old = known.get(key);
    if (old !== undefined) return old;
    const state = states.length;
    known.set(key, state);
    const over = point.done.every(done => done === 2);
    states.push([point.n, 0, over ? 1 : 0, [3, ...point.done.map(done => (done === 2 ? 3 : done))]]);
    if (over) ends[point.n - 1]!.push(state);
    point.done.forEach((done, who) => {
      if (done === 2) return;
      const next: Point = { n: point.n, done: [...point.done], read: [...point.read] };
      next.done[who]!++;
      if (done === 0) next.read[who] = point.n;
      else next.n = point.read[who]! + 1;
      const did = done === 0 ? 1 + point.n : 2 + next.n;
      edges.push([state, who + 2, visit(next), did, done === 0 ? 1 : 0]);
    });
    return state;
  };
  states.push([0, 0, 0, [2, -1, -1]]);
  edges.push([0, 1, visit({ n: 0, done: [0, 0], read: [0, 0] }), 0, 3]);
  return {
    schema: 4,
    file: "sample.py",
    sha256: "0".repeat(64),
    python: "3.13",
    preemptions: null,
    folded: true,
    source: ["n = 0", "def add():", "    global n", "    n += 1", "start()"],
    threads: ["MainThread", "Thread-1 (add)", "Thread-2 (add)"],
    views: [
      { does: "runs", line: 4, in: "add" },
      { does: "runs", line: 4, in: "add", at: [4, 5] },
      { does: "runs", line: 5 },
      { does: "ended" },
    ],
    shared: [{ n: "0" }, { n: "1" }, { n: "2" }],
    locks: [{}],
    outputs: ["", "done\n"],
    facts,
    states,
    edges,
    stops: [],
    start: 1,
    outcomes: [
      outcome("2\n", true, false, ends[1]!, [1, 2, 2, 3, 3]),
      outcome("1\n", false, true, ends[0]!, [1, 2, 3, 3, 2]),
    ],
  };
}

function outcome(output: string, gil: boolean, bad: boolean, state: number[], schedule: number[]) {
  return { kind: "finished" as const, output, status: 0, errors: [], detail: "", gil, bad, state, schedule };
}

export function sample(): Graph {
  return load(raw());
}
