import assert from "node:assert/strict";
import { test } from "node:test";
import { load, type Outcome } from "../graph.ts";
import { Run } from "../run.ts";
import * as words from "../words.ts";
import { raw, sample } from "./sample.ts";

const plain: Outcome = {
  kind: "finished", output: "1\n", status: 0, errors: [], detail: "", gil: true, bad: false, state: [], schedule: [],
};

test("a sentence a step", () => {
  const run = new Run(sample());
  assert.equal(words.sentence(run), "");
  run.step(2);
  assert.equal(words.sentence(run), "T2 reads n = 0, at line 4.");
  run.step(2);
  assert.equal(words.sentence(run), "T2 writes n = 1, at line 4. It has ended.");
});

test("what a thread holds is told, what it is now, and what it writes next", () => {
  const run = new Run(sample());
  run.step(2);
  assert.equal(words.doing(run, 2), "read n = 0; next it writes 1, at line 4");
  run.step(3);
  run.step(3);
  assert.equal(words.doing(run, 2), "read n = 0; it is 1 now; next it writes 1, at line 4");
  run.step(2);
  assert.equal(words.doing(run, 2), "ended");
});

test("waiting is told with what is waited for", () => {
  const graph = raw();
  graph.views[0] = { does: "waits", line: 4, wait: { said: "for Lock a, held by T3", kind: "Lock", name: "a" } };
  graph.views[1] = { does: "waits", line: 4, wait: { said: "in Queue.get, to be woken", call: "Queue.get" } };
  graph.facts[1] = [];
  const run = new Run(load(graph));
  assert.equal(words.doing(run, 2), "waits for Lock a, held by T3");
  assert.equal(words.stepHint(run, 2), "its wait times out");
  run.step(2);
  assert.equal(words.sentence(run), "T2 has to wait, at line 4: in Queue.get, to be woken.");
  graph.facts[1] = [{ what: "calls", said: "in Queue.get" }];
  const again = new Run(load(graph));
  again.step(2);
  assert.deepEqual(words.did(again.row(1)), ["waits in Queue.get, to be woken"]);
  assert.equal(words.sentence(again), "T2 has to wait, at line 4: in Queue.get, to be woken.");
});

test("a step inside of the library is told with the program's line", () => {
  const graph = raw();
  graph.views[1] = { does: "runs", line: 4, in: "add", within: "Counter.update" };
  graph.facts[3] = [{ what: "writes", said: "writes n = 1 in Counter.update", name: "n", value: "1" }];
  const run = new Run(load(graph));
  run.step(2);
  assert.equal(words.doing(run, 2), "next: line 4, in Counter.update");
  run.step(2);
  assert.equal(words.sentence(run), "T2 writes n = 1 in Counter.update, at line 4. It has ended.");
  assert.ok(run.row(run.at - 1).inside);
});

test("a row tells the place and what was done, or the code where that is all", () => {
  const graph = raw();
  const value = "'a; writes b = 1; ends'";
  graph.facts[1] = [{ what: "writes", said: `writes a = ${value}`, name: "a", value }];
  graph.facts[3] = [];
  graph.views[3] = { does: "runs" };
  const run = new Run(load(graph));
  const rows = [2, 2].map(thread => {
    run.step(thread);
    return words.told(run.row(run.at - 1), run.graph.source);
  });
  assert.deepEqual(rows, [
    { place: "line 4", parts: [`writes a = ${value}`], idle: false },
    { place: "line 4", parts: ["n += 1"], idle: true },
  ]);
});

test("outcomes have names, and no two the same", () => {
  const deadlock = { ...plain, kind: "deadlock" as const, output: "" };
  const failed = { ...plain, kind: "exception" as const, errors: [{ thread: 2, type: "IndexError", message: "pop from empty list" }] };
  const all = [plain, { ...plain, output: "" }, deadlock, failed, { ...plain, output: "a\nb\n" }, { ...plain, status: 1 }];
  assert.deepEqual(all.map(outcome => words.label(outcome, all)), [
    "prints 1",
    "prints nothing",
    "the deadlock",
    "how T2 fails: IndexError: pop from empty list",
    "prints a ⏎ b",
    "prints 1, exit status 1",
  ]);
  const twins = [deadlock, { ...deadlock, output: "x\n" }, { ...deadlock, output: "x\n" }, failed, { ...failed, output: "[]\n" }];
  const labels = twins.map(outcome => words.label(outcome, twins));
  assert.equal(new Set(labels).size, twins.length, labels.join(" | "));
  assert.equal(words.showMe("prints 1"), "Show me: prints 1");
  assert.equal(words.showMe("the deadlock"), "Show me the deadlock");
});

test("outputs that look alike have names of their own", () => {
  const named = (...outputs: string[]) => {
    const all = outputs.map(output => ({ ...plain, output }));
    return all.map(outcome => words.label(outcome, all));
  };
  assert.deepEqual(named("timer fired\nwaiting\n\ncancelled\n", "timer fired\n\nwaiting\ncancelled\n"), [
    "prints timer fired ⏎ waiting ⏎ ⏎ cancelled",
    "prints timer fired ⏎ ⏎ waiting ⏎ cancelled",
  ]);
  assert.deepEqual(named("a\n", "a\n\n", "a\n\n\n"), ["prints a", "prints a ⏎", "prints a ⏎ ⏎"]);
  assert.deepEqual(named("", "\n", "\n\n", " "), ["prints nothing", "prints an empty line", "prints 2 empty lines", "prints blanks"]);
  const long = "the same words ".repeat(8);
  const [one, two, three] = named(`${long}A and more\n`, `${long}B\n`, `${long}B \n`) as [string, string, string];
  assert.match(one, /^prints ….*words A and more/);
  assert.match(two, /^prints ….*words B/);
  assert.equal(new Set([one, two, three]).size, 3);
  for (const label of [one, two, three]) assert.ok(label.length < 70, label);
  const stuck = ["a\n\nb\n", "a\nb\n"].map(output => ({ ...plain, kind: "deadlock" as const, output }));
  assert.deepEqual(stuck.map(outcome => words.label(outcome, stuck)), [
    "the deadlock (prints a ⏎ ⏎ b)",
    "the deadlock (prints a ⏎ b)",
  ]);
});

test("the turning point is told once", () => {
  const run = new Run(sample());
  run.take([1, 2]);
  assert.equal(words.fate(run, undefined), "");
  run.take([1, 2, 3]);
  assert.equal(words.fate(run, undefined), "Whatever you choose now, it ends so: “prints 1”.");
  assert.match(words.fate(run, { output: "2\n" }), /out of reach/);
  assert.equal(words.fate(run, { output: "1\n" }), "");
  run.step(3);
  assert.equal(words.fate(run, undefined), "");
});

test("the end is told, with what a GIL build cannot do", () => {
  const run = new Run(sample());
  run.show(1);
  run.go(99);
  assert.match(words.meaning(run), /It has printed 1\. That is what must not happen\./);
  assert.match(words.meaning(run, true), /It has printed 1\. It must not happen, and you made it happen\./);
  assert.match(words.gilOutcomeNote(run), /cannot end so: it does not switch threads inside line 4\./);
});

test("an end that was not explored says so", () => {
  const graph = raw();
  graph.preemptions = 1;
  graph.edges = graph.edges.filter(edge => edge[0] !== 1 || edge[1] !== 2).filter(edge => edge[0] === 0 || edge[0] === 1);
  const run = new Run(load(graph));
  assert.match(words.blocked(run, 2), /one switch more than was recorded/);
  run.step(3);
  assert.match(words.meaning(run), /The recording ends here/);
});

test("threads have short names", () => {
  assert.equal(words.threadName("Thread-1 (save)"), "save");
  assert.equal(words.threadName("MainThread"), "MainThread");
  assert.equal(words.threadName("worker-3"), "worker-3");
});

test("who is who", () => {
  const threads = ["MainThread", "Thread-1 (add)", "worker-3", "Thread-2 (add)"];
  assert.deepEqual(words.cast(threads), ["T1 main · ", "T2, T4 add · ", "T3 worker-3"]);
});

test("an ending in words", () => {
  const failed = { ...plain, kind: "exception" as const, errors: [2, 3].map(thread => ({ thread, type: "E", message: thread === 2 ? "m" : "" })) };
  assert.deepEqual([plain, { ...plain, output: "a\n\nb\n", gil: false }, failed, { ...plain, output: "" }].map(words.ending), [
    ["prints 1"],
    ["prints a ⏎ ⏎ b", "but not on a default build today"],
    ["T2 fails: E: m; T3 fails: E"],
    ["prints nothing"],
  ]);
  assert.deepEqual(words.ending({ ...plain, kind: "deadlock", gil: false }), ["deadlock: no thread can go on"]);
  assert.deepEqual(words.ending({ ...plain, kind: "step-limit" }), ["it goes on for ever"]);
});

test("goals in words", () => {
  assert.equal(words.aim({ kind: "deadlock" }), "bring it to a deadlock");
  assert.equal(words.aim({ output: "1\n" }), "make it print 1");
  assert.equal(words.aim({ shared: { inside: "2" } }), "bring inside to 2");
});
