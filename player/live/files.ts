// The files of the engine: unpacked, checked, and kept by the browser for the next time.

import { decompress } from "fzstd";
import type { FileName, Manifest, Vendored } from "./protocol.ts";

export const CACHE = "live-engine";

/** The engine cannot be had; the message is a sentence for the reader. */
export class Unavailable extends Error {}

/** Where a page is not secure, a browser keeps nothing for it. */
export async function cache(): Promise<Cache | undefined> {
  try {
    return await caches.open(CACHE);
  } catch {
    return undefined;
  }
}

/** The address under which a file is kept, unpacked: by what is in it. */
export function key(file: Vendored): string {
  // A Worker that was started from bytes has no address to start from.
  return new URL(`/live-engine/${file.sha256}`, globalThis.origin).href;
}

async function intact(bytes: Uint8Array<ArrayBuffer>, file: Vendored): Promise<boolean> {
  if (bytes.length !== file.size) return false;
  if (!globalThis.crypto?.subtle) return true;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return digest.reduce((text, byte) => text + byte.toString(16).padStart(2, "0"), "") === file.sha256;
}

/** What is in a fetched file; throws `Unavailable` where it is not what was built. */
export async function unpack(
  manifest: Manifest,
  name: FileName,
  bytes: Uint8Array<ArrayBuffer>,
  packed: boolean,
): Promise<Uint8Array<ArrayBuffer>> {
  const file = manifest.files[name];
  let content = bytes;
  if (packed) {
    content = new Uint8Array(file.size);
    try {
      content = decompress(bytes, content) as Uint8Array<ArrayBuffer>;
    } catch {
      content = new Uint8Array();
    }
  }
  const kept = await cache();
  if (await intact(content, file)) {
    if (packed) await kept?.put(key(file), new Response(content)).catch(() => {});
    return content;
  }
  await kept?.delete(key(file));
  throw new Unavailable(
    packed
      ? "A file of the engine arrived damaged. Try again."
      : "A file of the engine was damaged where your browser keeps it. Try again.",
  );
}
