// The page's side of the engine: fetches it, starts its Worker, ends what never ends.

import type { Graph } from "../graph.ts";
import type { Explored, Granularity, Limits, Refused, TooLarge } from "./protocol.ts";

export type * from "./protocol.ts";

/** Why there can be no engine in this browser, in a sentence; nothing was fetched. */
export function supported(): string | undefined {
  if ("Suspending" in WebAssembly && "promising" in WebAssembly) return undefined;
  return (
    "This browser can't run a changed program here: that needs WebAssembly's promise " +
    "integration, which Chrome and Edge have since 137, Firefox since 153, Safari since 27."
  );
}

/** The engine cannot be loaded; the message is a sentence for the reader. */
export class Unavailable extends Error {}

export interface GraphOptions {
  granularity?: Granularity;
  limits?: Limits;
}

export interface ExploreOptions {
  granularity?: Granularity;
  bound?: number | null;
  limit?: number;
}

/** At most one call at a time; a second one waits for the first. */
export class Engine {
  readonly base: URL;

  constructor(base: URL) {
    this.base = base;
  }

  /** Fetch what is missing and start Python; throws `Unavailable`. Idempotent. */
  load(_progress: (got: number, all: number) => void = () => {}): Promise<{ python: string }> {
    return Promise.reject(new Unavailable("The engine is not built yet."));
  }

  graph(_source: string, _options: GraphOptions = {}): Promise<Graph | TooLarge | Refused> {
    return Promise.reject(new Unavailable("The engine is not built yet."));
  }

  expand(
    _source: string,
    _schedule: number[],
    _options: { granularity?: Granularity } = {},
  ): Promise<Graph | Refused> {
    return Promise.reject(new Unavailable("The engine is not built yet."));
  }

  explore(
    _source: string,
    _options: ExploreOptions = {},
    _progress: (runs: number, outcomes: number) => void = () => {},
  ): Promise<Explored | Refused> {
    return Promise.reject(new Unavailable("The engine is not built yet."));
  }

  /** End what runs, at once: its call answers `stopped`. The next call starts anew. */
  stop(): void {}
}
