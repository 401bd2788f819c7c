import assert from "node:assert/strict";
import { test } from "node:test";
import { judge, lastPrint, type Task } from "../desk/judge.ts";
import { judged } from "../levels.ts";
import type { Explored, ExploredOutcome } from "../live/client.ts";
import { raw } from "./sample.ts";

const TEXT = 'x = 1\nprint("sum:", x)\n';
const TASK: Task = { kind: "finished", output: "sum: 2\n", threads: 3, lastPrint: lastPrint(TEXT) };

function ending(output: string, schedule: number[], kind: ExploredOutcome["kind"] = "finished"): ExploredOutcome {
  return { kind, output, status: 0, errors: [], detail: "", bad: kind !== "finished", schedule, runs: 1 };
}

function explored(outcomes: ExploredOutcome[], complete = true): Explored {
  return { kind: "explored", verdict: "always", complete, reason: complete ? "" : "20,000 runs", runs: 7, notes: [], outcomes };
}

const GOOD = ending("sum: 2\n", [1, 2, 3, 1]);

test("what always does what the solution does holds", () => {
  const verdict = judge(TASK, TEXT, explored([GOOD]));
  assert.deepEqual([verdict.holds, verdict.bad], [true, undefined]);
  assert.match(verdict.sentence, /prints “sum: 2”\. 7 runs stand for all\./);
});

test("one outcome that differs breaks it, and is given", () => {
  const bad = ending("sum: 1\n", [1, 3, 2]);
  const verdict = judge(TASK, TEXT, explored([GOOD, bad]));
  assert.equal(verdict.holds, false);
  assert.equal(verdict.bad, bad);
  assert.match(verdict.sentence, /it can print “sum: 1”/);
  const stuck = judge(TASK, TEXT, explored([ending("sum: 2\n", [1, 2, 3], "deadlock")]));
  assert.match(stuck.sentence, /whatever the schedule, it will end in a deadlock/);
});

test("where all outcomes are wrong, none is told as the only one", () => {
  const [two, three] = [ending("sum: 3\n", [1, 2, 3]), ending("sum: 4\n", [1, 3, 2])];
  const { sentence, bad } = judge(TASK, TEXT, explored([two, three]));
  assert.equal(sentence, "It does not hold: no schedule does what it should. It can print “sum: 3”. Below is a schedule that does it.");
  assert.equal(bad, two);
  const graph = raw();
  for (const outcome of graph.outcomes) outcome.bad = true;
  assert.match(judged(graph).text, /no schedule does what it should\. It can print “2”\. Below/);
  graph.outcomes.pop();
  assert.equal(judged(graph).text, "It does not hold: whatever the schedule, it will print “2”.");
});

test("a search that was cut off settles nothing, but a bad outcome does", () => {
  assert.match(judge(TASK, TEXT, explored([GOOD], false)).sentence, /^Not settled: .*that need not be all \(20,000 runs\)/);
  assert.match(judge(TASK, TEXT, explored([ending("", [1, 2, 3])], false)).sentence, /it can print nothing/);
});

test("fewer threads are refused", () => {
  const verdict = judge(TASK, TEXT, explored([ending("sum: 2\n", [1, 1, 1])]));
  assert.equal(verdict.holds, false);
  assert.match(verdict.sentence, /runs 1 thread, the exercise 3/);
});

test("another last print is refused", () => {
  assert.match(judge(TASK, "print('sum: 2')\n", explored([GOOD])).sentence, /last print/);
});

test("the last print is the same whatever its blanks, comments and quotes", () => {
  const same = ["print('sum:', x)", 'print( "sum:",x )', 'print(\n    "sum:",  # what\n    x,\n)'];
  for (const text of same) assert.equal(lastPrint(text), TASK.lastPrint, text);
  for (const text of ['print("sum: ", x)', 'print("sum:", y)', 'print("sum:", x, end="")', "", "x.print(1)"]) {
    assert.notEqual(lastPrint(text), TASK.lastPrint, text);
  }
  assert.equal(lastPrint("print(1)\nif x:\n    print(2)\n"), lastPrint("print(2)"));
  assert.notEqual(lastPrint('print(f"{x} a")'), lastPrint('print(f"{x}  a")'));
});

test("of what breaks it, one with a schedule is given", () => {
  const [lost, open] = [ending("", []), ending("sum: 0\n", [1, 2, 3])];
  assert.equal(judge(TASK, TEXT, explored([lost, open])).bad, open);
  assert.doesNotMatch(judge(TASK, TEXT, explored([GOOD, lost])).sentence, /Below/);
});
