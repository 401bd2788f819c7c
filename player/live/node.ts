// The packed engine in Node, for tests: a line of JSON for each question, one for each
// answer, with the bytes that Python's memory has grown to and the processor's seconds.
// After an answer that is `spent` it ends, as the page ends its Worker.
//
//     node --experimental-wasm-jspi player/live/node.ts FOLDER

import { createInterface } from "node:readline";
import { boot } from "./boot.ts";
import { broke, config, packed } from "./packed.ts";

const running = await boot(await packed(process.argv[2]!), broke, config);
console.log(JSON.stringify({ python: running.python, heap: running.heap() }));
for await (const asked of createInterface({ input: process.stdin })) {
  let signs = 0;
  let found: unknown;
  const before = process.cpuUsage();
  const said = await running.answer(asked, (_runs, _outcomes, early) => {
    signs++;
    if (early) found = JSON.parse(early);
  });
  const { user, system } = process.cpuUsage(before);
  const seconds = (user + system) / 1e6;
  console.log(JSON.stringify({ ...said, signs, found, seconds, heap: running.heap() }));
  if (said.spent) process.exit(0);
}
