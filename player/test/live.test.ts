import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { deflateRawSync, zstdCompressSync } from "node:zlib";
import { archive, unzip } from "../live/archive.ts";
import { supported } from "../live/client.ts";
import { unpack as content } from "../live/files.ts";
import { kept, own } from "../live/library.ts";
import type { Manifest } from "../live/protocol.ts";

const TEXT = Buffer.from("import threading\n".repeat(100));

function manifest(size = TEXT.length): Manifest {
  const sha256 = createHash("sha256").update(TEXT).digest("hex");
  const file = { file: "engine.bin", bytes: 0, size, sha256 };
  return { schema: 1, python: "", info: {}, files: { engine: file } } as unknown as Manifest;
}

function bytes(buffer: Buffer): Uint8Array<ArrayBuffer> {
  return new Uint8Array(buffer);
}

test("what was packed is unpacked, and held against its hash", async () => {
  const packed = bytes(zstdCompressSync(TEXT));
  assert.deepEqual(Buffer.from(await content(manifest(), "engine", packed, true)), TEXT);
  assert.deepEqual(Buffer.from(await content(manifest(), "engine", bytes(TEXT), false)), TEXT);
});

test("what is damaged is refused in a sentence", async () => {
  const packed = bytes(zstdCompressSync(TEXT));
  const flipped = packed.slice();
  flipped[flipped.length - 3]! ^= 0xff;
  const other = bytes(zstdCompressSync(Buffer.from(TEXT).fill("x", 0, 1)));
  for (const wrong of [flipped, other, packed.slice(0, 20), new Uint8Array(20)]) {
    await assert.rejects(content(manifest(), "engine", wrong, true), /arrived damaged/);
  }
  const stored = bytes(TEXT);
  stored[0]! ^= 1;
  await assert.rejects(content(manifest(), "engine", stored, false), /where your browser keeps it/);
});

test("a zip is read, stored or packed", () => {
  const files: [string, Buffer, number][] = [["b.py", TEXT, 8], ["a/c.py", Buffer.from("x"), 0]];
  const parts: Buffer[] = [];
  const heads: Buffer[] = [];
  let at = 0;
  for (const [name, text, method] of files) {
    const body = method ? deflateRawSync(text) : text;
    const local = Buffer.alloc(30 + name.length);
    local.writeUInt16LE(name.length, 26);
    local.write(name, 30);
    const head = Buffer.alloc(46 + name.length);
    head.writeUInt16LE(method, 10);
    head.writeUInt32LE(body.length, 20);
    head.writeUInt16LE(name.length, 28);
    head.writeUInt32LE(at, 42);
    head.write(name, 46);
    parts.push(local, body);
    heads.push(head);
    at += local.length + body.length;
  }
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06");
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(at, 16);
  const found = unzip(Buffer.concat([...parts, ...heads, end]));
  assert.deepEqual(found.map(([name, text]) => [name, String(text)]), [["a/c.py", "x"], ["b.py", String(TEXT)]]);
});

test("an archive says where each file begins", () => {
  const packed = archive([["a", Buffer.from("12")], ["b/c", Buffer.from("3")]]);
  const length = packed.readUInt32LE(0);
  assert.deepEqual(JSON.parse(packed.toString("utf8", 4, 4 + length)), [["a", 2], ["b/c", 1]]);
  assert.equal(packed.toString("utf8", 4 + length), "123");
});

test("the library is without tools, and Pyodide's own stands apart", () => {
  for (const name of ["threading.py", "concurrent/futures/thread.py", "encodings/utf_8.py"]) assert.ok(kept(name), name);
  for (const name of ["unittest/case.py", "pdb.py", "encodings/big5.py", "a.so", "pyodide/console.py"]) assert.ok(!kept(name), name);
  assert.ok(own("_pyodide/_base.py"));
  assert.ok(!own("asyncio/events.py"));
});

test("a browser without promise integration is told which have it", () => {
  const { Suspending } = WebAssembly as unknown as { Suspending?: unknown };
  const said = supported();
  assert.equal(said === undefined, Suspending !== undefined);
  if (said) assert.match(said, /Chrome and Edge .* 137, Firefox .* 153, Safari .* 27\./);
});
