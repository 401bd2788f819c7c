// What was packed, for Node.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { zstdDecompressSync } from "node:zlib";
import type { FileName, Manifest, Pack } from "./protocol.ts";

/** Pyodide as npm installs it. */
export const PYODIDE = fileURLToPath(new URL(".", import.meta.resolve("pyodide")));

export const config = { indexURL: PYODIDE, stdLibURL: "/dev/null", stderr: console.error };

/** The engine that `build.mjs` has packed into a folder. */
export async function packed(folder: string): Promise<Pack> {
  const manifest: Manifest = JSON.parse(await readFile(join(folder, "manifest.json"), "utf8"));
  const content = async (name: FileName) =>
    new Uint8Array(zstdDecompressSync(await readFile(join(folder, manifest.files[name].file))));
  return { library: await content("library"), engine: await content("engine"), info: manifest.info };
}

export function broke(error: unknown): never {
  console.error(String(error).slice(0, 1000));
  process.exit(1);
}
