// The engine's own tests under the page's Python, in Node.
//
//     node --experimental-wasm-jspi player/live/suite.ts FOLDER CHECKOUT PACKAGES ARGUMENT...
//
// FOLDER holds the packed engine, PACKAGES what the tests import, beside much else. The
// checkout is seen as it is; ARGUMENTs are pytest's.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { PyCallable } from "pyodide/ffi";
import { start } from "./boot.ts";
import { broke, config, packed, PYODIDE } from "./packed.ts";

/** pytest and Hypothesis, with what they stand on: all of it is Python. */
const FOLDERS = ["_pytest", "hypothesis", "iniconfig", "packaging", "pluggy", "pygments", "pytest", "sortedcontainers"];
const FILES = ["_hypothesis_ftz_detector.py", "_hypothesis_globals.py", "py.py"];

const [folder, checkout, packages, ...given] = process.argv.slice(2) as [string, string, string, ...string[]];

async function run(): Promise<number> {
  const { python } = await start(await packed(folder), broke, { ...config, stdout: console.log });
  python.mountNodeFS("/checkout", checkout);
  python.FS.mkdirTree("/packages");
  for (const name of FOLDERS) python.mountNodeFS(`/packages/${name}`, join(packages, name));
  for (const name of FILES) python.FS.writeFile(`/packages/${name}`, readFileSync(join(packages, name)));
  python.mountNodeFS("/pyodide", PYODIDE);
  // pytest needs more of the library than a page has.
  const main: PyCallable = python.runPython(`
import sys
sys.path += ["/checkout", "/packages", "/pyodide/python_stdlib.zip"]
from tests.page import main
main
`);
  return main.callPromising(given);
}

run().then(status => process.exit(status), broke);
