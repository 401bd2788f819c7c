import assert from "node:assert/strict";
import { test } from "node:test";
import { BadLink, LONGEST, pack, unpack } from "../desk/link.ts";

const TEXT = 'import threading\n\nprint("Grüße, 线程")\n';

test("a link brings back what it was made of", async () => {
  for (const granularity of ["opcode", "line"] as const) {
    const carried = { text: TEXT, schedule: [1, 1, 1, 2, 1], granularity };
    const fragment = await pack(carried);
    assert.match(fragment, /^desk=1\.[\w-]+$/);
    assert.deepEqual(await unpack(`#${fragment}`), carried);
  }
});

async function said(fragment: string): Promise<string> {
  try {
    await unpack(fragment);
  } catch (error) {
    assert.ok(error instanceof BadLink, String(error));
    return error.message;
  }
  return "";
}

test("each way a link can be wrong has its sentence", async () => {
  const good = `#${await pack({ text: TEXT, schedule: [], granularity: "opcode" })}`;
  assert.match(await said(good.slice(0, -6)), /is damaged/);
  assert.match(await said(`${good}!`), /is damaged/);
  assert.match(await said(good.replace("=1.", "=2.")), /another version/);
  assert.match(await said(`#desk=1.${"A".repeat(LONGEST)}`), /too long/);
  assert.match(await said("#desk=1."), /is damaged/);
  assert.match(await said("#desk"), /is damaged/);
  assert.equal(await said(good), "");
});

async function deflated(text: string): Promise<string> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  return `#desk=1.${Buffer.from(await new Response(stream).arrayBuffer()).toString("base64url")}`;
}

test("what was packed by somebody else is held against its shape", async () => {
  assert.equal(await said(await deflated('["print()", "1*3"]')), "");
  assert.equal(await said(await deflated('["print()", "1*3", "line"]')), "");
  for (const text of ['{"a": 1}', "[]", '["x"]', '["x", 1]', '[1, "1"]', '["x", "0"]', '["x", "1*9999999"]', '["x", "1", "word"]', '["x", "1", "line", 1]', "no json"]) {
    assert.match(await said(await deflated(text)), /is damaged/, text);
  }
});

test("a small link that unpacks to much is cut off", async () => {
  const bomb = await deflated(JSON.stringify(["#".repeat(4_000_000), ""]));
  assert.ok(bomb.length < LONGEST);
  assert.match(await said(bomb), /is damaged/);
});

test("a program too long for a link is told so", async () => {
  let text = "";
  for (let n = 0; text.length < 60_000; n++) text += `name_${(n * 2654435761) % 4294967296} = ${n * 7919}\n`;
  await assert.rejects(pack({ text, schedule: [], granularity: "opcode" }), /too long for a link/);
});
