// The Worker: Python and its engine. It is given all that it needs, and fetches nothing.

import { boot, type Running } from "./boot.ts";
import { Unavailable, unpack } from "./files.ts";
import type { FileName, FromWorker, ToWorker } from "./protocol.ts";

declare const self: {
  onmessage: (event: { data: ToWorker }) => void;
  postMessage(message: FromWorker): void;
};

const NETWORK = [
  "fetch", "XMLHttpRequest", "WebSocket", "WebSocketStream", "EventSource", "WebTransport",
  "RTCPeerConnection", "Worker", "SharedWorker", "BroadcastChannel", "importScripts",
  "caches", "indexedDB",
];

/** From here on, nothing leaves this Worker but messages to its page. */
function cutOff(): void {
  for (const name of NETWORK) {
    for (let owner: object | null = globalThis; owner; owner = Object.getPrototypeOf(owner)) {
      if (Object.hasOwn(owner, name)) delete (owner as Record<string, unknown>)[name];
    }
  }
}

let running: Running | undefined;
let wasm: WebAssembly.Module;

async function begin({ manifest, files, ...given }: Extract<ToWorker, { call: "boot" }>): Promise<void> {
  const found: Partial<Record<FileName, Uint8Array<ArrayBuffer>>> = {};
  for (const { name, bytes, packed } of files) {
    found[name] = await unpack(manifest, name, bytes, packed);
  }
  wasm = given.wasm ?? (await WebAssembly.compile(found.wasm!));
  // Pyodide asks for files that are here already.
  WebAssembly.instantiateStreaming = async (_, imports) => ({
    instance: await WebAssembly.instantiate(wasm, imports),
    module: wasm,
  });
  globalThis.fetch = async () => new Response();
  const pack = { library: found.library!, engine: found.engine!, info: manifest.info };
  running = await boot(pack, broke, { indexURL: "https://engine.invalid/", stdLibURL: "https://engine.invalid/" });
  cutOff();
  self.postMessage({ kind: "ready", python: running.python, wasm });
}

function broke(error: unknown): void {
  const sentence = error instanceof Unavailable ? error.message : "";
  if (!sentence) console.error(error);
  self.postMessage({ kind: "broken", sentence });
}

async function answer({ id, ...asked }: Extract<ToWorker, { id: number }>): Promise<void> {
  const tell = (runs: number, outcomes: number, found: string) =>
    self.postMessage({ kind: "alive", id, runs, outcomes, found: found ? JSON.parse(found) : undefined });
  self.postMessage({ kind: "answer", id, ...(await running!.answer(JSON.stringify(asked), tell)) });
}

self.onmessage = ({ data }) => void ("id" in data ? answer(data) : begin(data)).catch(broke);
