// What the page and its engine say to each other. The page uses `client.ts` alone;
// `worker.ts` answers.

import type { Outcome } from "../graph.ts";

/** Where threads may be switched: see scheduler/search/explore.py. */
export type Granularity = "line" | "opcode" | "gil";

/** A graph is tried without a bound first, then with fewer and fewer preemptions. */
export interface Limits {
  /** States of a graph, before those that look the same are merged. */
  states?: number;
  /** Runs that building a graph may take. */
  runs?: number;
}

/** The program cannot be run, or was not; the sentence is for its reader. */
export interface Refused {
  kind: "syntax" | "refused" | "module" | "endless" | "error" | "stopped";
  line?: number;
  sentence: string;
}

/** At no bound does the graph fit: the reader steps through it with `expand`. */
export interface TooLarge {
  kind: "too large";
  sentence: string;
}

export type Verdict = "always" | "can" | "not settled";

export interface Explored {
  kind: "explored";
  /** always: one outcome, of all interleavings; can: several were found. */
  verdict: Verdict;
  /** Whether these are all outcomes; else `reason` says what cut the search off. */
  complete: boolean;
  reason: string;
  runs: number;
  /** Of how much it is true, in words: a bound, a fairness rule. */
  notes: string[];
  outcomes: ExploredOutcome[];
}

/** `schedule` counts a reader's steps: it opens in the player, and in `expand`. */
export interface ExploredOutcome extends Omit<Outcome, "state" | "gil"> {
  /** In how many runs it was seen; equivalent runs are left out. */
  runs: number;
}

export type FileName = "worker" | "wasm" | "library" | "engine";

/** A file of the engine as it was built: packed with Zstandard, named by its hash. */
export interface Vendored {
  file: string;
  /** Of the packed file. */
  bytes: number;
  /** Of what is in it. */
  size: number;
  sha256: string;
}

export interface Manifest {
  schema: 1;
  python: string;
  /** What Pyodide says of its own build, and holds against itself. */
  info: unknown;
  files: Record<FileName, Vendored>;
}

/** What Python is started with, beside itself. */
export interface Pack {
  /** The standard library; `scheduler/` and the Python of this folder: archives. */
  library: Uint8Array;
  engine: Uint8Array;
  info: unknown;
}

/** A file on its way into the Worker, which unpacks and checks it. */
export interface Fetched {
  name: FileName;
  bytes: Uint8Array<ArrayBuffer>;
  packed: boolean;
}

export interface ExploreOptions {
  granularity?: Granularity;
  /** On switches away from a thread that could go on; without one, all are looked at. */
  bound?: number | null;
  /** On runs; 2,000. */
  limit?: number;
  /** Whether a schedule to each outcome is looked for, too; it takes time. */
  schedules?: boolean;
}

/** `spent`: this Python is no good for another call. */
export interface Answered {
  answer: unknown;
  spent: boolean;
}

export type Asked =
  | { call: "graph"; source: string; granularity?: Granularity; limits?: Limits }
  | { call: "expand"; source: string; schedule: number[]; granularity?: Granularity }
  | ({ call: "explore"; source: string } & ExploreOptions);

export type ToWorker =
  | { call: "boot"; manifest: Manifest; files: Fetched[]; wasm?: WebAssembly.Module | undefined }
  | ({ id: number } & Asked);

export type FromWorker =
  | { kind: "ready"; python: string; wasm: WebAssembly.Module }
  /** It cannot be started: the files are not what they should be, or Python is not. */
  | { kind: "broken"; sentence: string }
  /** A sign of life, with what there is to tell of an exploration: at last what was found,
   *  while a schedule to each outcome is looked for still. */
  | { kind: "alive"; id: number; runs: number; outcomes: number; found: Explored | undefined }
  | ({ kind: "answer"; id: number } & Answered);
