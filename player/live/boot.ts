// Python with its engine, from bytes: in the page's Worker, and in Node for the tests.

import type { PyodideAPI, PyodideConfig } from "pyodide";
import { loadPyodide } from "pyodide";
// @ts-expect-error It has no types of its own.
import create from "pyodide/pyodide.asm.mjs";
import type { PyCallable } from "pyodide/ffi";
import type { Pack } from "./protocol.ts";

const LIBRARY = "/lib/python3.14";
const ENGINE = "/engine";

/** Told when Python has broken down, for good. */
type Broke = (error: unknown) => void;

/** JavaScript's half of the backend: `swap` lets `to` go on until `from` shall. */
function stacks(begin: PyCallable, broke: Broke): (from: number, to: number) => Promise<void> {
  const parked = new Map<number, () => void>();
  const go = (to: number) => {
    const open = parked.get(to);
    if (open) {
      parked.delete(to);
      open();
    } else {
      // Not from here: the stack of the one that asks is not left yet.
      queueMicrotask(() => void begin.callPromising(to).then(go, broke));
    }
  };
  return (from, to) =>
    new Promise(open => {
      parked.set(from, open);
      go(to);
    });
}

/** Unpack what `archive.ts` has packed. */
function unpack(FS: PyodideAPI["FS"], folder: string, bytes: Uint8Array): void {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  let at = 4 + length;
  for (const [name, size] of JSON.parse(new TextDecoder().decode(bytes.subarray(4, at)))) {
    const file = `${folder}/${name}`;
    FS.mkdirTree(file.slice(0, file.lastIndexOf("/")));
    FS.writeFile(file, bytes.subarray(at, (at += size)));
  }
}

export interface Running {
  python: string;
  /** Bytes that Python's memory has grown to. */
  heap(): number;
  answer(asked: string, tell: (runs: number, outcomes: number) => void): Promise<string>;
}

// What is imported by now stays; a program finds the standard library alone.
const BEGIN = `
import sys
from scheduler.live import session
sys.path[:] = [folder for folder in sys.path if folder not in ("", "${ENGINE}")]
for name in ("js", "pyodide_js"):
    sys.modules[name] = None
session
`;

export async function boot(pack: Pack, broke: Broke, config: PyodideConfig): Promise<Running> {
  const python = await loadPyodide({
    createPyodideModule: create as never,
    env: { PYTHONPATH: `${LIBRARY}:${ENGINE}`, PYTHONDONTWRITEBYTECODE: "1" },
    fsInit: async FS => {
      unpack(FS, LIBRARY, pack.library);
      unpack(FS, ENGINE, pack.engine);
    },
    // Of Pyodide's packages there are none.
    lockFileContents: JSON.stringify({ info: pack.info, packages: {} }),
    packageBaseUrl: "/",
    stdin: () => null,
    stdout: () => {},
    stderr: () => {},
    ...config,
  });
  const session = python.runPython(BEGIN);
  session.link(stacks(session.begin, broke));
  // What waits for it would wait for ever.
  (python as unknown as { _api: { on_fatal: Broke } })._api.on_fatal = broke;
  const answer: PyCallable = session.answer;
  return {
    python: python.runPython("sys.version.split()[0]"),
    heap: () => (python as unknown as { _module: { HEAPU8: Uint8Array } })._module.HEAPU8.length,
    answer: (asked, tell) => answer.callPromising(asked, tell),
  };
}
