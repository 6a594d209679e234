// Knows how to take one file out of a zip or a gzipped tar held in memory. Knows nothing of what is in it.
import { gunzipSync, inflateRawSync } from 'node:zlib';

// Signatures and offsets: APPNOTE.TXT 6.3 §4.3 (PKWARE). Archives over 4 GB (zip64) are not read.
const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const END_SIZE = 22;
const STORED = 0;
const DEFLATED = 8;

/** The content of the first file whose path satisfies `wanted`; null when there is none or the archive is damaged. */
export function fileInZip(zip: Buffer, wanted: (path: string) => boolean): Buffer | null {
  let end = zip.length - END_SIZE;
  while (end >= 0 && zip.readUInt32LE(end) !== END) end--;
  if (end < 0) return null;
  let at = zip.readUInt32LE(end + 16);
  while (at + 46 <= end && zip.readUInt32LE(at) === CENTRAL) {
    const nameLength = zip.readUInt16LE(at + 28);
    const next = at + 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
    if (wanted(zip.toString('utf8', at + 46, at + 46 + nameLength))) return unpack(zip, at);
    at = next;
  }
  return null;
}

function unpack(zip: Buffer, central: number): Buffer | null {
  const method = zip.readUInt16LE(central + 10);
  const size = zip.readUInt32LE(central + 20);
  const local = zip.readUInt32LE(central + 42);
  // The local header's extra field may differ in length from the central one.
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const packed = zip.subarray(start, start + size);
  if (method === STORED) return packed;
  return method === DEFLATED ? inflateRawSync(packed) : null;
}

const BLOCK = 512;

/** The content of the first file of a `.tar.gz` (POSIX ustar) whose path satisfies `wanted`; null when there is none. */
export function fileInTarGz(archive: Buffer, wanted: (path: string) => boolean): Buffer | null {
  const tar = gunzipSync(archive);
  for (let at = 0; at + BLOCK <= tar.length && tar[at] !== 0; ) {
    const path = tar.toString('utf8', at, at + 100).replace(/\0.*$/s, '');
    const size = Number.parseInt(tar.toString('latin1', at + 124, at + 136), 8);
    if (wanted(path)) return tar.subarray(at + BLOCK, at + BLOCK + size);
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return null;
}
