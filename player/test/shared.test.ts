// What the player and Python must agree on: tests/test_shared.py reads the same files.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { decode, encode } from "../schedule.ts";

async function shared<T>(name: string): Promise<T> {
  const text = await readFile(new URL(`../../tests/shared/${name}`, import.meta.url), "utf8");
  return JSON.parse(text) as T;
}

test("a schedule is written and read as in Python", async () => {
  const { written, read, refused } = await shared<{ written: [string, number[]][]; read: [string, number[]][]; refused: string[] }>("schedules.json");
  assert.deepEqual(written.map(([, schedule]) => encode(schedule)), written.map(([text]) => text));
  for (const [text, schedule] of [...written, ...read]) assert.deepEqual(decode(text), schedule, text);
  for (const text of refused) assert.equal(decode(text), undefined, text);
});
