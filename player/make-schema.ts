// The types of what the player reads, made from the schema: `node player/make-schema.ts`
// writes them, `npm test` holds them against it.

import { writeFile } from "node:fs/promises";
import { compileFromFile } from "json-schema-to-typescript";

const schema = new URL("../schemas/graph.json", import.meta.url).pathname;
export const types = new URL("schema.ts", import.meta.url);

export function made() {
  return compileFromFile(schema, {
    bannerComment: "// Made from schemas/graph.json by player/make-schema.ts: change that.",
    style: { printWidth: 120 },
  });
}

if (process.argv[1] === new URL(import.meta.url).pathname) await writeFile(types, await made());
