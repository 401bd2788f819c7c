// The engine's own tests under the page's Python, in Node.
//
//     node --experimental-wasm-jspi player/live/suite.ts FOLDER CHECKOUT PACKAGES ARGUMENT...
//
// FOLDER holds the packed engine, PACKAGES what the tests import, pytest above all. The
// checkout is seen as it is, and written to by nobody; ARGUMENTs are pytest's.

import type { PyCallable } from "pyodide/ffi";
import { start } from "./boot.ts";
import { broke, config, packed, PYODIDE } from "./packed.ts";

const [folder, checkout, packages, ...given] = process.argv.slice(2) as [string, string, string, ...string[]];

const { python } = await start(await packed(folder), broke, { ...config, stdout: console.log });
python.mountNodeFS("/checkout", checkout);
python.mountNodeFS("/packages", packages);
python.mountNodeFS("/pyodide", PYODIDE);
// pytest needs more of the library than a page has.
const main: PyCallable = python.runPython(`
import sys
sys.path += ["/checkout", "/packages", "/pyodide/python_stdlib.zip"]
from tests.page import main
main
`);
process.exit(await main.callPromising(given));
