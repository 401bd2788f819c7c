import assert from "node:assert/strict";
import { test } from "node:test";
import * as lessons from "../desk/lessons.ts";
import { ENDLESS } from "../live/client.ts";

test("silence is told as a call or a loop, and fewer rounds are the way out", () => {
  const { sentence, look } = lessons.refused(ENDLESS);
  assert.match(sentence, /a call that does not end .*, or in a loop of more rounds/);
  assert.match(look, /Look for a loop .* Try fewer rounds: /);
});
