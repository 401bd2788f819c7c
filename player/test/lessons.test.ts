import assert from "node:assert/strict";
import { test } from "node:test";
import type { Outcome } from "../graph.ts";
import * as lessons from "../desk/lessons.ts";
import { ENDLESS } from "../live/client.ts";

test("silence is told as a call or a loop, and fewer rounds are the way out", () => {
  const { sentence, look } = lessons.refused(ENDLESS);
  assert.match(sentence, /a call that does not end .*, or in a loop of more rounds/);
  assert.match(look, /Look for a loop .* Try fewer rounds: /);
});

test("another thread is asked for only where the order decides", () => {
  const failed: Pick<Outcome, "kind" | "errors"> = { kind: "exception", errors: [{ thread: 2, type: "TypeError", message: "f() takes 0 positional arguments but 1 was given" }] };
  const good: Pick<Outcome, "kind" | "errors"> = { kind: "finished", errors: [] };
  assert.match(lessons.first([failed, good])!.look, /which thread changed it\?/);
  const always = lessons.first([failed])!;
  assert.match(always.sentence, /Thread T2 ends with TypeError/);
  assert.match(always.look, /^Each run .* as in a program without threads\.$/);
  assert.equal(lessons.first([failed, failed])!.look, always.look);
  assert.equal(lessons.first([good]), undefined);
});
