import assert from "node:assert/strict";
import { test } from "node:test";
import { stopped, verdict } from "../desk/verdict.ts";
import type { Explored, ExploredOutcome } from "../live/client.ts";

function ending(output: string, kind: ExploredOutcome["kind"] = "finished", status = 0): ExploredOutcome {
  return { kind, output, status, errors: [], detail: "", bad: false, schedule: [1], runs: 1 };
}

function explored(outcomes: ExploredOutcome[], more: Partial<Explored> = {}): Explored {
  return { kind: "explored", verdict: "always", complete: true, reason: "", runs: 140, notes: [], outcomes, ...more };
}

test("all there is to tell of a search that was complete", () => {
  assert.equal(verdict(explored([ending("1\n")])), "Always: prints 1, under every interleaving. 140 runs stand for all.");
  assert.equal(verdict(explored([ending("1\n"), ending("2\n")], { verdict: "can" })), "It can end in 2 ways. These are all; 140 runs stand for all.");
});

test("what is not settled says so, and not that it was cut off", () => {
  const chance = { complete: false, reason: "the program draws random numbers that have no seed" };
  assert.equal(
    verdict(explored([ending("1\n"), ending("2\n")], { ...chance, verdict: "can" })),
    "It can end in 2 ways. There may be more: not settled after 140 runs (the program draws random numbers that have no seed).",
  );
  assert.equal(
    verdict(explored([ending("1\n")], { ...chance, verdict: "not settled" })),
    "Not settled: in 140 runs it ended one way: prints 1. That need not be all (the program draws random numbers that have no seed).",
  );
});

test("a run that did not end has not ended one way", () => {
  const one = { verdict: "not settled", complete: false, reason: "in a run T2 only repeats itself at line 3" } as const;
  const endless = [ending("", "step-limit")];
  assert.match(verdict(explored(endless, { ...one, runs: 1 })), /^Not settled: the one run was stopped before its end\. That need not be all \(in a run/);
  assert.match(verdict(explored(endless, { ...one, runs: 7 })), /^Not settled: each of 7 runs was stopped before its end\./);
});

test("who prints nothing is told what counts, unless something failed", () => {
  const silent = verdict(explored([ending("")]));
  assert.match(silent, /^Always: prints nothing, under every interleaving\. .* Only standard output counts: print what is to be compared\.$/);
  for (const other of [ending("1\n"), ending("", "deadlock"), ending("", "finished", 1)]) {
    assert.doesNotMatch(verdict(explored([other])), /Only standard output/);
  }
});

test("who stops a search is told how far it was", () => {
  assert.equal(stopped(0, 0), "Stopped. The next press starts clean.");
  assert.equal(stopped(120, 2), "Stopped. 120 runs had found 2 outcomes; a list comes at the end of a search alone. The next press starts clean.");
});
