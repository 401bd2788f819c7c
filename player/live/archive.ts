// Files one after the other behind a list of their names and lengths: compressed as a
// whole, they are smaller than in a zip, and a page needs no code to unpack one.

import { inflateRawSync } from "node:zlib";

export type File = [name: string, bytes: Buffer];

/** `files` as one: the length of the list, the list, the contents. */
export function archive(files: File[]): Buffer {
  const list = Buffer.from(JSON.stringify(files.map(([name, bytes]) => [name, bytes.length])));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(list.length);
  return Buffer.concat([length, list, ...files.map(([, bytes]) => bytes)]);
}

/** The files in a zip: their names and contents, by name. */
export function unzip(zip: Buffer): File[] {
  const end = zip.lastIndexOf(Buffer.from("PK\x05\x06"));
  const files: File[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const method = zip.readUInt16LE(at + 10);
    const size = zip.readUInt32LE(at + 20);
    const name = zip.toString("utf8", at + 46, at + 46 + zip.readUInt16LE(at + 28));
    const local = zip.readUInt32LE(at + 42);
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const bytes = zip.subarray(from, from + size);
    if (method !== 0 && method !== 8) throw new Error(`${name} is packed in an unknown way`);
    if (!name.endsWith("/")) files.push([name, method ? inflateRawSync(bytes) : bytes]);
    at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return files.sort(([one], [two]) => (one < two ? -1 : 1));
}
