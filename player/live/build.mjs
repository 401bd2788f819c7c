// Packs the engine of the page: `node player/live/build.mjs FOLDER`.
//
// Everything comes from `node_modules/` and this repository. Each file is packed here,
// so that it is as small from every host, and has its hash in its name; the manifest
// names them.

import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { build } from "esbuild";
import { archive, unzip } from "./archive.ts";
import { engine, kept, own } from "./library.ts";

const [outdir] = process.argv.slice(2);
if (!outdir) throw new Error("usage: node player/live/build.mjs FOLDER");

const here = dirname(fileURLToPath(import.meta.url));
const pyodide = dirname(createRequire(import.meta.url).resolve("pyodide/package.json"));

async function python(folder, into) {
  const names = (await readdir(folder, { recursive: true })).filter(name => name.endsWith(".py"));
  return Promise.all(
    names
      .map(name => name.replaceAll("\\", "/"))
      .sort()
      .map(async name => [`${into}/${name}`, await readFile(join(folder, name))]),
  );
}

async function worker() {
  const { outputFiles } = await build({
    entryPoints: [join(here, "worker.ts")],
    bundle: true,
    format: "esm",
    // Pyodide loads these where it runs in Node.
    external: ["node:*", "ws"],
    legalComments: "none",
    logLevel: "warning",
    minify: true,
    target: ["es2022"],
    write: false,
  });
  return outputFiles[0].contents;
}

const { info } = JSON.parse(await readFile(join(pyodide, "pyodide-lock.json"), "utf8"));
const zip = unzip(await readFile(join(pyodide, "python_stdlib.zip"))).filter(([name]) => kept(name));
const files = {
  worker: await worker(),
  wasm: await readFile(join(pyodide, "pyodide.asm.wasm")),
  library: archive(zip.filter(([name]) => !own(name))),
  engine: archive([
    ...zip.filter(([name]) => own(name)),
    ...(await python(join(here, "..", "..", "scheduler"), "scheduler")).filter(([name]) => engine(name)),
    // As a part of it: what the engine itself does is no step of a program.
    ...(await python(here, "scheduler/live")),
  ]),
};

/** Packing takes seconds: what was packed the last time is taken again. */
async function packed(name, bytes, sha256) {
  try {
    const old = join(here, "..", "..", "docs", "assets", "live");
    const { files } = JSON.parse(await readFile(join(old, "manifest.json"), "utf8"));
    if (files[name].sha256 === sha256) {
      const found = await readFile(join(old, files[name].file));
      if (zstdDecompressSync(found).equals(bytes)) return found;
    }
  } catch {
    // There is none, or it is damaged.
  }
  return zstdCompressSync(bytes, {
    params: { [constants.ZSTD_c_compressionLevel]: 19 },
    pledgedSrcSize: bytes.length,
  });
}

const manifest = { schema: 1, python: info.python, info, files: {} };
await rm(outdir, { recursive: true, force: true });
await mkdir(outdir, { recursive: true });
for (const [name, content] of Object.entries(files)) {
  const bytes = Buffer.from(content);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const small = await packed(name, bytes, sha256);
  // No ending by which a host or a browser would unpack it underway.
  const file = `${name}-${sha256.slice(0, 16)}.bin`;
  manifest.files[name] = { file, bytes: small.length, size: bytes.length, sha256 };
  await writeFile(join(outdir, file), small);
}
await writeFile(join(outdir, "manifest.json"), JSON.stringify(manifest, null, 1) + "\n");
