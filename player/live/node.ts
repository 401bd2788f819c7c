// The packed engine in Node, for tests: a line of JSON for each question, one for each
// answer, with the bytes that Python's memory has grown to and the processor's seconds.
// After an answer that is `spent` it ends, as the page ends its Worker.
//
//     node --experimental-wasm-jspi player/live/node.ts FOLDER

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { zstdDecompressSync } from "node:zlib";
import { boot } from "./boot.ts";
import type { FileName, Manifest } from "./protocol.ts";

const folder = process.argv[2]!;
const manifest: Manifest = JSON.parse(await readFile(join(folder, "manifest.json"), "utf8"));
const content = async (name: FileName) =>
  new Uint8Array(zstdDecompressSync(await readFile(join(folder, manifest.files[name].file))));

const pyodide = fileURLToPath(new URL(".", import.meta.resolve("pyodide")));
const pack = { library: await content("library"), engine: await content("engine"), info: manifest.info };
const broke = (error: unknown) => {
  console.error(String(error).slice(0, 1000));
  process.exit(1);
};
const running = await boot(pack, broke, { indexURL: pyodide, stdLibURL: "/dev/null", stderr: console.error });
console.log(JSON.stringify({ python: running.python, heap: running.heap() }));
for await (const asked of createInterface({ input: process.stdin })) {
  let signs = 0;
  const before = process.cpuUsage();
  const said = await running.answer(asked, () => signs++);
  const { user, system } = process.cpuUsage(before);
  const seconds = (user + system) / 1e6;
  console.log(JSON.stringify({ ...said, signs, seconds, heap: running.heap() }));
  if (said.spent) process.exit(0);
}
