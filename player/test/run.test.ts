import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { load } from "../graph.ts";
import { reached, Run, sameProgram } from "../run.ts";
import { raw, sample } from "./sample.ts";

test("a run begins at the first choice", () => {
  const run = new Run(sample());
  assert.deepEqual([run.from, run.at, run.schedule], [1, 1, [1]]);
  assert.deepEqual(run.choices, [2, 3]);
  assert.equal(run.canBack, false);
});

test("or at the very beginning", () => {
  const run = new Run(sample(), false);
  assert.deepEqual([run.from, run.at, run.choices], [0, 0, [1]]);
});

test("steps, undo and redo", () => {
  const run = new Run(sample());
  assert.equal(run.step(1), false, "T1 has ended");
  assert.equal(run.step(2), true);
  run.step(3);
  run.go(run.at - 1);
  assert.deepEqual(run.schedule, [1, 2, 3]);
  assert.equal(run.canForward, true);
  run.go(run.at + 1);
  assert.equal(run.canForward, false);
  run.go(-5);
  assert.equal(run.at, run.from);
  run.go(99);
  assert.equal(run.at, 3);
});

test("the same choice keeps what was to come, another one drops it", () => {
  const run = new Run(sample());
  run.show(1);
  run.step(2);
  assert.deepEqual([run.shown, run.schedule.length], [1, 5]);
  run.step(2);
  assert.deepEqual([run.shown, run.schedule], [-1, [1, 2, 2]]);
});

test("an outcome is shown from its beginning to its end", () => {
  const run = new Run(sample());
  run.show(1);
  assert.equal(run.at, run.from);
  while (run.canForward) run.go(run.at + 1);
  assert.equal(run.ended, 1);
  assert.equal(run.outcome!.output, "1\n");
  assert.deepEqual(run.choices, []);
});

test("Run goes on to the end of a thread, and no further", () => {
  const run = new Run(sample());
  assert.equal(run.runOn(2), 2);
  assert.equal(run.view(2)!.does, "ended");
  assert.equal(run.runOn(2), 0);
});

test("Run stops where a thread has to wait", () => {
  const graph = raw();
  graph.views.push({ does: "waits", line: 4, wait: { said: "for Lock a, held by T3", kind: "Lock", name: "a" } });
  const first = graph.edges.find(edge => edge[0] === 1 && edge[1] === 2)!;
  graph.states[first[2]]![3][1] = 4;
  const run = new Run(load(graph));
  assert.equal(run.runOn(2), 1);
});

test("Run does not spin for ever", () => {
  const graph = raw();
  graph.edges = graph.edges.filter(edge => edge[0] !== 1);
  graph.edges.push([1, 2, 1, 0, 0]);
  assert.equal(new Run(load(graph)).runOn(2), 1);
});

test("a schedule that is impossible is taken as far as it goes", () => {
  const run = new Run(sample());
  assert.equal(run.take([1, 2, 2, 2, 3]), false);
  assert.deepEqual(run.schedule, [1, 2, 2]);
  assert.equal(run.take([2, 2]), false);
  assert.deepEqual(run.schedule, [1]);
  assert.equal(run.take([1, 3]), true);
  assert.equal(run.at, 2);
});

test("what a GIL build would not do is marked at the step, and nowhere else", () => {
  const run = new Run(sample());
  run.take([1, 2, 3, 3, 2]);
  assert.deepEqual([1, 2, 3, 4].map(at => run.row(at).impossible), [false, false, false, true]);
  assert.equal(run.impossible, run.row(4));
  run.take([1, 2, 2, 3, 3]);
  assert.equal(run.impossible, undefined);
});

test("switches are marked", () => {
  const run = new Run(sample());
  run.take([1, 2, 3, 3, 2]);
  assert.deepEqual([1, 2, 3, 4].map(at => run.row(at).switched), [false, true, false, true]);
});

test("what can still come is known", () => {
  const run = new Run(sample());
  assert.deepEqual(run.possible, [0, 1]);
  run.step(2);
  run.step(3);
  assert.deepEqual(run.possible, [1]);
});

test("goals", () => {
  const run = new Run(sample());
  assert.equal(reached({}, run), false, "no goal is never reached");
  assert.equal(reached({ shared: { n: "1" } }, run), false);
  run.take([1, 2, 2]);
  assert.equal(reached({ shared: { n: "1" } }, run), true);
  assert.equal(reached({ kind: "finished" }, run), false);
  run.take([1, 2, 3, 3, 2]);
  assert.equal(reached({ kind: "finished" }, run), true);
  assert.equal(reached({ output: "1\n" }, run), true);
  assert.equal(reached({ output: "2\n" }, run), false);
  assert.equal(reached({ kind: "deadlock", output: "1\n" }, run), false);
});

test("the page's program is the recorded one, a part of it, or another", () => {
  const source = ["import a", "# --8<-- [start:f]", "def f():", "    a()", "# --8<-- [end:f]", "f()"];
  assert.equal(sameProgram(source, "import a\ndef f():\n    a()\nf()\n"), true);
  assert.equal(sameProgram(source, "def f():\n    a()\n"), undefined);
  assert.equal(sameProgram(source, "import b\ndef f():\n    a()\nf()\n"), false);
});

const folder = new URL("../../docs/assets/graphs/", import.meta.url);
for (const file of globSync("**/*.json", { cwd: folder })) {
  test(`each recorded schedule of ${file} ends as it says`, () => {
    const graph = load(JSON.parse(readFileSync(new URL(file, folder), "utf8")));
    graph.outcomes.forEach((_, number) => {
      const run = new Run(graph);
      run.show(number);
      while (run.canForward) run.go(run.at + 1);
      assert.equal(run.ended, number);
      // "impossible on a GIL build" and the engine's word on the outcome agree.
      if (!graph.outcomes[number]!.gil) assert.notEqual(run.impossible, undefined);
    });
  });
}
