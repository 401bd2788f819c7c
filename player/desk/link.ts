// A program and a schedule in a link: `#desk=1.` and the rest, deflated, for the fragment
// of an address. Whatever comes from there is data: it is shown, and run when pressed.

import type { Granularity } from "../live/client.ts";
import { decode, encode } from "../schedule.ts";

export interface Carried {
  text: string;
  schedule: number[];
  /** Where the steps of the schedule end: a schedule of lines says so. */
  granularity: Granularity;
}

const VERSION = "1";
/** Of a link, in characters: some programs cut longer addresses off. */
export const LONGEST = 8_000;
/** Of what a link unpacks to, in bytes. */
export const LARGEST = 64_000;

const DAMAGED = "The program in this link is damaged: a part of the address may be missing. Ask for the link again, or begin with an empty pad.";

/** The link can't be used, or can't be made; the message is a sentence. */
export class BadLink extends Error {}

export async function pack({ text, schedule, granularity }: Carried): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify([text, encode(schedule), ...(granularity === "line" ? ["line"] : [])]));
  const packed = await through(bytes, new CompressionStream("deflate-raw"), Infinity);
  const code = btoa(String.fromCharCode(...packed)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const fragment = `desk=${VERSION}.${code}`;
  if (fragment.length > LONGEST || bytes.length > LARGEST) {
    throw new BadLink(
      `This program is too long for a link: it would have ${fragment.length.toLocaleString("en")} characters, and ${LONGEST.toLocaleString("en")} are allowed. Give the file itself.`,
    );
  }
  return fragment;
}

export async function unpack(fragment: string): Promise<Carried> {
  const found = /^#?desk=(\w*)\.?(.*)$/s.exec(fragment);
  if (!found) throw new BadLink(DAMAGED);
  if (fragment.length > LONGEST + 1) {
    throw new BadLink("This link is too long to be one of this page. Begin with an empty pad, or ask for the program as a file.");
  }
  if (found[1] !== VERSION) {
    throw new BadLink("This link was made by another version of this page. Reload the page; if that does not help, ask for the program as a file.");
  }
  let raw: unknown;
  try {
    const code = found[2]!.replace(/-/g, "+").replace(/_/g, "/");
    const packed = Uint8Array.from(atob(code), mark => mark.charCodeAt(0));
    const bytes = await through(packed, new DecompressionStream("deflate-raw"), LARGEST);
    raw = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new BadLink(DAMAGED);
  }
  if (!Array.isArray(raw)) throw new BadLink(DAMAGED);
  const [text, code, granularity = "opcode", ...more] = raw as unknown[];
  const schedule = typeof code === "string" ? decode(code) : undefined;
  if (typeof text !== "string" || !schedule || more.length) throw new BadLink(DAMAGED);
  if (granularity !== "opcode" && granularity !== "line") throw new BadLink(DAMAGED);
  return { text, schedule, granularity };
}

/** Bytes through a stream, and no more of them than allowed. */
async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
  most: number,
): Promise<Uint8Array> {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (let got = await reader.read(); !got.done; got = await reader.read()) {
    length += got.value.length;
    if (length > most) {
      await reader.cancel();
      throw new RangeError("too long");
    }
    parts.push(got.value);
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
