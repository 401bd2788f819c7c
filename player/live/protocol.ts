// What the page and its engine say to each other. The page uses `client.ts` alone;
// `worker.ts` answers.

import type { Graph, Outcome } from "../graph.ts";

/** Where threads may be switched: see scheduler/explore.py. */
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

export interface ExploredOutcome extends Omit<Outcome, "state" | "gil"> {
  /** In how many runs it was seen; a reduction leaves equivalent runs out. */
  runs: number;
  /** `schedule` counts a reader's steps: it opens in the player, and in `expand`. */
}

/** A file of the engine as it was built: its hash is in its name. */
export interface Vendored {
  file: string;
  sha256: string;
  bytes: number;
}

export interface Manifest {
  schema: 1;
  python: string;
  info: unknown;
  files: Record<"worker" | "wasm" | "library" | "engine", Vendored>;
}

/** What Python is started with, beside itself. */
export interface Pack {
  /** The standard library; `scheduler/` and the Python of this folder: archives. */
  library: Uint8Array;
  engine: Uint8Array;
  /** What Pyodide says of its own build, and holds against itself. */
  info: unknown;
}

/** What `worker.ts` needs before it can answer. */
export interface Boot extends Pack {
  wasm: WebAssembly.Module;
}

export type Asked =
  | { call: "graph"; source: string; granularity?: Granularity; limits?: Limits }
  | { call: "expand"; source: string; schedule: number[]; granularity?: Granularity }
  | { call: "explore"; source: string; granularity?: Granularity; bound?: number | null; limit?: number };

export type ToWorker = ({ call: "boot" } & Boot) | ({ id: number } & Asked);

export type FromWorker =
  | { kind: "ready"; python: string }
  | { kind: "broken"; sentence: string }
  /** A sign of life, with what there is to tell of an exploration. */
  | { kind: "alive"; id: number; runs: number; outcomes: number }
  | { kind: "answer"; id: number; answer: Graph | Explored | TooLarge | Refused };
