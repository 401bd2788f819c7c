// The page's side of the engine: fetches it, starts its Worker, ends what never ends.

import { load as checked, type Graph } from "../graph.ts";
import { cache, key, Unavailable, unpack } from "./files.ts";
import type {
  Asked, Explored, ExploreOptions, Fetched, FileName, FromWorker, Granularity, Limits, Manifest, Refused, TooLarge,
  ToWorker,
} from "./protocol.ts";

export type * from "./protocol.ts";
export { Unavailable } from "./files.ts";

/** Seconds without a sign of life after which a run is ended: a call in C may never end, and a long loop looks alike. */
const SILENCE = 20;

/** Why there can be no engine in this browser, in a sentence; nothing was fetched. */
export function supported(): string | undefined {
  if ("Suspending" in WebAssembly && "promising" in WebAssembly) return undefined;
  return (
    "This browser can't run a changed program here: that needs WebAssembly's promise " +
    "integration, which Chrome and Edge have since 137, Firefox since 153, Safari since 27."
  );
}

export interface GraphOptions {
  granularity?: Granularity;
  limits?: Limits;
}

type Progress = (got: number, all: number) => void;
type Told = (runs: number, outcomes: number, found: Explored | undefined) => void;

const STOPPED: Refused = { kind: "stopped", sentence: "You stopped it." };
export const ENDLESS: Refused = {
  kind: "endless",
  sentence:
    `For ${SILENCE} seconds nothing came of the program: it is in a call that does not end or is too ` +
    "long for this page, or in a loop of more rounds than a page has time for.",
};
const BROKE: Refused = {
  kind: "error",
  sentence: "Python broke down under this program. The next run begins with a new one.",
};

/** A Worker with a Python in it, and the call that it is busy with. */
class Live {
  readonly worker: Worker;
  readonly ready: Promise<{ python: string; wasm: WebAssembly.Module }>;
  #id = 0;
  #end: ((answer: unknown) => void) | undefined;
  #told: Told = () => {};
  #watch: ReturnType<typeof setTimeout> | undefined;
  /** No good for another call. */
  over = false;

  constructor(script: Uint8Array<ArrayBuffer>, boot: ToWorker, fetched: Fetched[]) {
    // From bytes that were checked; a page without a network has no other.
    const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
    this.worker = new Worker(address, { type: "module" });
    this.ready = new Promise((resolve, reject) => {
      const fail = (sentence: string) => {
        this.close(BROKE);
        reject(new Unavailable(sentence || "Python could not be started in this browser."));
      };
      this.worker.onerror = () => fail("");
      this.worker.onmessage = ({ data }: { data: FromWorker }) => {
        URL.revokeObjectURL(address);
        if (data.kind === "ready") resolve(data);
        else if (data.kind === "broken") fail(data.sentence);
        else if (data.id === this.#id) this.#heard(data);
      };
    });
    this.ready.catch(() => {});
    this.worker.postMessage(boot, fetched.map(({ bytes }) => bytes.buffer));
  }

  #heard(data: Extract<FromWorker, { id: number }>): void {
    if (data.kind === "alive") {
      this.#wind();
      this.#told(data.runs, data.outcomes, data.found);
    } else if (data.spent) {
      this.close(data.answer);
    } else {
      this.#finish(data.answer);
    }
  }

  #wind(): void {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(() => this.close(ENDLESS), SILENCE * 1000);
  }

  #finish(answer: unknown): void {
    clearTimeout(this.#watch);
    const end = this.#end;
    this.#end = undefined;
    end?.(answer);
  }

  ask(asked: Asked, told: Told): Promise<unknown> {
    return new Promise(resolve => {
      this.#end = resolve;
      this.#told = told;
      this.#wind();
      this.worker.postMessage({ ...asked, id: ++this.#id } satisfies ToWorker);
    });
  }

  /** End it, whatever it does; the call that runs has `answer`. */
  close(answer: unknown): void {
    this.over = true;
    this.worker.terminate();
    this.#finish(answer);
  }
}

/** One call runs at a time; a second one waits for the first. */
export class Engine {
  readonly base: URL;
  #live: Promise<Live> | undefined;
  #running: Live | undefined;
  #wasm: WebAssembly.Module | undefined;
  #last: Promise<unknown> = Promise.resolve();
  /** How to stop the calls that run, or wait for their turn or for Python. */
  readonly #calls = new Set<() => void>();

  /** Nothing is fetched yet; `base` is the folder with the manifest. */
  constructor(base: URL) {
    this.base = base;
  }

  get #address(): URL {
    return new URL("manifest.json", this.base);
  }

  /** Fetch what is missing and start Python; throws `Unavailable`. Idempotent. */
  async load(progress: Progress = () => {}): Promise<{ python: string }> {
    const { ready } = await this.#get(progress);
    return { python: (await ready).python };
  }

  async graph(source: string, options: GraphOptions = {}): Promise<Graph | TooLarge | Refused> {
    const answer = await this.#ask({ call: "graph", source, ...options });
    return isGraph(answer) ? checked(answer) : (answer as TooLarge | Refused);
  }

  async expand(
    source: string,
    schedule: number[],
    options: { granularity?: Granularity } = {},
  ): Promise<Graph | Refused> {
    const answer = await this.#ask({ call: "expand", source, schedule, ...options });
    return isGraph(answer) ? checked(answer, true) : (answer as Refused);
  }

  async explore(
    source: string,
    options: ExploreOptions = {},
    progress: Told = () => {},
  ): Promise<Explored | Refused> {
    return (await this.#ask({ call: "explore", source, ...options }, progress)) as Explored | Refused;
  }

  /** End what runs, at once: its call answers `stopped`. The next call starts anew. */
  stop(): void {
    for (const stop of this.#calls) stop();
    this.#running?.close(STOPPED);
  }

  async #ask(asked: Asked, told: Told = () => {}): Promise<unknown> {
    let stop!: () => void;
    let over = false;
    const stopped = new Promise<Refused>(resolve => {
      stop = () => {
        over = true;
        resolve(STOPPED);
      };
    });
    this.#calls.add(stop);
    const answer = this.#last.then(async () => {
      const live = over ? undefined : await this.#get(() => {});
      if (over || !live) return STOPPED;
      this.#running = live;
      try {
        return await live.ask(asked, told);
      } finally {
        this.#running = undefined;
      }
    });
    this.#last = answer.catch(() => {});
    try {
      return await Promise.race([answer, stopped]);
    } finally {
      this.#calls.delete(stop);
    }
  }

  /** A Worker that is ready. */
  #get(progress: Progress): Promise<Live> {
    const begun = this.#live;
    const live = (async () => {
      const last = await begun?.catch(() => undefined);
      return last && !last.over ? last : this.#start(progress);
    })();
    this.#live = live;
    live.catch(() => {});
    return live;
  }

  async #start(progress: Progress): Promise<Live> {
    const manifest = await this.#manifest();
    const names: FileName[] = ["worker", "library", "engine", ...(this.#wasm ? [] : ["wasm" as const])];
    const all = names.reduce((sum, name) => sum + manifest.files[name].bytes, 0);
    const got = new Map<FileName, number>();
    const fetched = await Promise.all(
      names.map(name =>
        this.#fetch(manifest, name, bytes => {
          got.set(name, bytes);
          progress(Math.min(all, [...got.values()].reduce((sum, one) => sum + one, 0)), all);
        }),
      ),
    );
    const [worker, ...files] = fetched as [Fetched, ...Fetched[]];
    const script = await unpack(manifest, "worker", worker.bytes, worker.packed);
    const live = new Live(script, { call: "boot", manifest, files, wasm: this.#wasm }, files);
    this.#wasm = (await live.ready).wasm;
    await this.#forget(manifest);
    return live;
  }

  async #manifest(): Promise<Manifest> {
    const address = this.#address;
    const kept = await cache();
    let response: Response | undefined;
    try {
      response = await fetch(address, { cache: "no-cache" });
      if (response.ok) await kept?.put(address, response.clone()).catch(() => {});
    } catch {
      response = await kept?.match(address);
      if (!response) {
        throw new Unavailable("The engine can't be fetched: there is no connection, and it isn't kept here yet.");
      }
    }
    if (!response.ok) throw new Unavailable(`The site has no engine here (${response.status}).`);
    const manifest: unknown = await response.json().catch(() => undefined);
    if (!isManifest(manifest)) {
      throw new Unavailable("The engine is of another version than this page. Reload the page.");
    }
    return manifest;
  }

  async #fetch(manifest: Manifest, name: FileName, progress: (bytes: number) => void): Promise<Fetched> {
    const file = manifest.files[name];
    const kept = await (await cache())?.match(key(file));
    if (kept) {
      const bytes = new Uint8Array(await kept.arrayBuffer());
      progress(file.bytes);
      return { name, bytes, packed: false };
    }
    let got = 0;
    const bytes = new Uint8Array(file.bytes);
    try {
      const response = await fetch(new URL(file.file, this.base));
      if (response.status === 404) {
        throw new Unavailable("The site was renewed meanwhile. Reload the page.");
      }
      if (!response.ok || !response.body) throw new Error(String(response.status));
      for (const reader = response.body.getReader(); ; ) {
        const { done, value } = await reader.read();
        if (done) break;
        if (got + value.length > bytes.length) throw new Unavailable("A file of the engine is not what was built. Reload the page.");
        bytes.set(value, got);
        progress((got += value.length));
      }
    } catch (error) {
      if (error instanceof Unavailable) throw error;
      throw new Unavailable(BROKEN_OFF);
    }
    if (got < bytes.length) throw new Unavailable(BROKEN_OFF);
    return { name, bytes, packed: true };
  }

  /** What an older version of the site had kept. */
  async #forget(manifest: Manifest): Promise<void> {
    const kept = await cache();
    const wanted = new Set(Object.values(manifest.files).map(key));
    wanted.add(this.#address.href);
    for (const request of (await kept?.keys()) ?? []) {
      if (!wanted.has(request.url)) await kept!.delete(request);
    }
  }
}

const BROKEN_OFF = "The download of the engine broke off. Try again.";

function isGraph(answer: unknown): boolean {
  return typeof answer === "object" && answer !== null && "schema" in answer;
}

function isManifest(raw: unknown): raw is Manifest {
  const { schema, files } = (raw ?? {}) as Partial<Manifest>;
  const names: FileName[] = ["worker", "wasm", "library", "engine"];
  return schema === 1 && names.every(name => typeof files?.[name]?.sha256 === "string");
}
