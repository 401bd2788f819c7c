// Python with its engine, from bytes: in the page's Worker, and in Node for the tests.

import type { PyodideAPI, PyodideConfig } from "pyodide";
import { loadPyodide } from "pyodide";
// @ts-expect-error It has no types of its own.
import create from "pyodide/pyodide.asm.mjs";
import type { PyCallable, PyProxy } from "pyodide/ffi";
import type { Answered, Pack, Refused } from "./protocol.ts";

const LIBRARY = "/lib/python3.14";
const ENGINE = "/engine";

/** Bytes that Python may have: its memory never shrinks, and a tab has to bear it. */
const MOST = 512 * 2 ** 20;
/** It grows by a part of what it is: from here on it is full, or will be. */
const FULL = 0.9 * MOST;
/** A Worker that has grown so far is not kept for the next call. */
const LARGE = 0.5 * MOST;

/** Python asks for memory through this call, and takes an error for "there is none". */
function capMemory(): void {
  const { prototype } = WebAssembly.Memory;
  const { grow } = prototype;
  prototype.grow = function (pages) {
    if (this.buffer.byteLength + pages * 65_536 > MOST) throw new RangeError("enough");
    return grow.call(this, pages);
  };
}

/** What an engine of JavaScript says where a stack is full. */
const DEEP = /call stack|recursion|stack overflow|out of bounds/i;
const TOO_DEEP: Refused = {
  kind: "refused",
  sentence: "The program's calls go deeper than a page's Python can follow.",
};
const TOO_MUCH: Refused = {
  kind: "refused",
  sentence: `The program, with what is kept of its runs, needs more memory than it has here: ${MOST / 2 ** 20} MB.`,
};

/** The number of the stack that the others begin on. */
const CONTROLLER = 0;

/** Told when Python has broken down, for good. */
type Broke = (error: unknown) => void;

/** What Python waits at: `then` is called once the stack is left. */
interface Gate {
  way: { then(resume: () => void): void };
}

/** JavaScript's half of the backend: lets one stack go on where another is left. */
function stacks(begin: PyCallable, broke: Broke): (own: number, following: number) => Gate {
  const left = new Map<number, () => void>();
  const goOn = (stack: number): void => {
    const resume = left.get(stack);
    left.delete(stack);
    if (resume) resume();
    else begin.callPromising(stack).then(() => goOn(CONTROLLER), broke);
  };
  return (own, following) => ({
    way: {
      then(resume) {
        left.set(own, resume);
        goOn(following);
      },
    },
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
  /** Where it breaks down and nobody knows why, `broke` is told, and no answer comes. */
  answer(asked: string, tell: (runs: number, outcomes: number, found: string) => void): Promise<Answered>;
}

// What is imported by now stays; a program finds the standard library alone.
const BEGIN = `
import sys
# What is frozen names a zip as its folder, and a source that isn't there counts as none.
for module in sys.modules.values():
    if getattr(module, "__file__", "").startswith(sys._stdlib_dir):
        module.__file__ = module.__file__.replace(sys._stdlib_dir, "${LIBRARY}")
sys._stdlib_dir = "${LIBRARY}"
from scheduler.live import session
sys.path[:] = [folder for folder in sys.path if folder not in ("", "${ENGINE}")]
for name in ("js", "pyodide_js"):
    sys.modules[name] = None
session
`;

export interface Started {
  python: PyodideAPI;
  /** What `session.py` is, as JavaScript sees it. */
  session: PyProxy;
  heap(): number;
}

/** Python with its engine, linked to stacks. */
export async function start(pack: Pack, broke: Broke, config: PyodideConfig): Promise<Started> {
  capMemory();
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
  const heap = () => (python as unknown as { _module: { HEAPU8: Uint8Array } })._module.HEAPU8.length;
  const session = python.runPython(BEGIN);
  session.link(stacks(session.begin, broke));
  // What waits for it would wait for ever.
  (python as unknown as { _api: { on_fatal: Broke } })._api.on_fatal = broke;
  return { python, session, heap };
}

export async function boot(pack: Pack, broke: Broke, config: PyodideConfig): Promise<Running> {
  let end: ((answered: Answered) => void) | undefined;
  const failed = (error: unknown) => {
    const refused = end && heap() > FULL ? TOO_MUCH : DEEP.test(String(error)) ? TOO_DEEP : undefined;
    if (end && refused) end({ answer: refused, spent: true });
    else broke(error);
  };
  const { python, session, heap } = await start(pack, failed, config);
  const answer: PyCallable = session.answer;
  return {
    python: python.runPython("sys.version.split()[0]"),
    heap,
    answer: (asked, tell) =>
      new Promise(resolve => {
        end = resolve;
        const alive = (runs: number, outcomes: number, found: string) => {
          if (heap() > FULL) resolve({ answer: TOO_MUCH, spent: true });
          else tell(runs, outcomes, found);
        };
        answer.callPromising(asked, alive).then((said: string) => {
          const answered: Answered = JSON.parse(said);
          // Whatever failed then failed for want of memory.
          const full = heap() > FULL && /"error"|"MemoryError"/.test(said);
          resolve({ answer: full ? TOO_MUCH : answered.answer, spent: answered.spent || heap() > LARGE });
        }, failed);
      }),
  };
}
