import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { load, Unusable, type Graph } from "../graph.ts";
import { made, types } from "../make-schema.ts";
import { raw, sample } from "./sample.ts";

test("the types are those of the schema: `npm run schema` makes them", async () => {
  assert.equal(await readFile(types, "utf8"), await made());
});

test("a sound graph is taken", () => {
  assert.equal(sample().threads.length, 3);
});

test("another schema is named, not called damaged", () => {
  assert.throws(() => load({ ...raw(), schema: 1 }), /another version/);
});

const damage: Record<string, (graph: Graph) => unknown> = {
  "no object": () => [],
  "nothing": () => null,
  "no states": graph => ({ ...graph, states: undefined }),
  "a state without views": graph => (graph.states[1]!.pop(), graph),
  "a view out of range": graph => ((graph.states[1]![3][0] = 99), graph),
  "a view of -2": graph => ((graph.states[1]![3][0] = -2), graph),
  "too few views": graph => (graph.states[1]![3].pop(), graph),
  "a shared table out of range": graph => ((graph.states[1]![0] = 7), graph),
  "an output out of range": graph => ((graph.states[1]![2] = 7), graph),
  "an edge to nowhere": graph => ((graph.edges[0]![2] = 999), graph),
  "an edge from nowhere": graph => ((graph.edges[0]![0] = -1), graph),
  "a step of no thread": graph => ((graph.edges[0]![1] = 4), graph),
  "a step of thread 0": graph => ((graph.edges[0]![1] = 0), graph),
  "a text out of range": graph => ((graph.edges[0]![3] = 42), graph),
  "a fraction for a state": graph => ((graph.edges[0]![2] = 0.5), graph),
  "a start out of range": graph => ({ ...graph, start: 999 }),
  "no outcomes": graph => ({ ...graph, outcomes: [] }),
  "an outcome of no kind": graph => ((graph.outcomes[0]!.kind = "won" as "finished"), graph),
  "an outcome in no state": graph => ((graph.outcomes[0]!.state = [999]), graph),
  "a view beyond the source": graph => ((graph.views[0]!.line = 99), graph),
  "a view that does nothing known": graph => ((graph.views[0]!.does = "flies" as "runs"), graph),
  "a line of the source that is no text": graph => ((graph.source[0] = 5 as unknown as string), graph),
};

for (const [name, change] of Object.entries(damage)) {
  test(`damaged: ${name}`, () => {
    assert.throws(() => load(change(raw())), (error: Error) => error instanceof Unusable && /damaged/.test(error.message));
  });
}

test("columns count characters, not bytes", () => {
  const graph = raw();
  graph.source[3] = "    é = ü; n += 1";
  graph.views[1]!.at = [13, 14];
  assert.deepEqual(load(graph).views[1]!.at, [11, 12]);
});
