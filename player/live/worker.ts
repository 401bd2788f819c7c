// The Worker: Python and its engine. It is given all that it needs, and fetches nothing.

import { boot, type Running } from "./boot.ts";
import type { FromWorker, ToWorker } from "./protocol.ts";

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

async function begin({ wasm, ...pack }: Extract<ToWorker, { call: "boot" }>): Promise<void> {
  // Pyodide asks for files that are here already.
  WebAssembly.instantiateStreaming = async (_, imports) => ({
    instance: await WebAssembly.instantiate(wasm, imports),
    module: wasm,
  });
  globalThis.fetch = async () => new Response();
  running = await boot(pack, { indexURL: "/", stdLibURL: "/" });
  cutOff();
  self.postMessage({ kind: "ready", python: running.python });
}

async function answer({ id, ...asked }: Extract<ToWorker, { id: number }>): Promise<void> {
  const tell = (runs: number, outcomes: number) =>
    self.postMessage({ kind: "alive", id, runs, outcomes });
  const said = await running!.answer(JSON.stringify(asked), tell);
  self.postMessage({ kind: "answer", id, answer: JSON.parse(said) });
}

self.onmessage = ({ data }) => {
  const done = "id" in data ? answer(data) : begin(data);
  done.catch(error => self.postMessage({ kind: "broken", sentence: String(error) }));
};
