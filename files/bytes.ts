// From a path to text: size, encoding, kind of file. Knows bytes; must not know YAML.
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { isUtf8 } from 'node:buffer';
import { fileMessage, START_OF_FILE, type FileMessage } from './messages.js';

export const MAX_BYTES = 1_048_576;

export interface TextFile {
  readonly path: string;
  /** Two names of one file are one file. */
  readonly realPath: string;
  readonly text: string;
  readonly messages: readonly FileMessage[];
}

/** The text of `path` without byte order mark, or the message why there is none. Never reads more than 1 MB. */
export function readText(path: string): TextFile | FileMessage {
  try {
    const stat = statSync(path);
    if (!stat.isFile()) return fileMessage(path, START_OF_FILE, 'unreadable', { path, why: 'EISDIR' });
    if (stat.size > MAX_BYTES) {
      return fileMessage(path, START_OF_FILE, 'tooLarge', { size: stat.size, max: MAX_BYTES });
    }
    return decoded(path, realpathSync(path), readFileSync(path));
  } catch (error) {
    const why = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'EIO';
    return fileMessage(path, START_OF_FILE, why === 'ENOENT' ? 'fileMissing' : 'unreadable', { path, why });
  }
}

export function isMessage(read: TextFile | FileMessage): read is FileMessage {
  return 'code' in read;
}

function decoded(path: string, realPath: string, bytes: Buffer): TextFile | FileMessage {
  if (looksUtf16(bytes)) return fileMessage(path, START_OF_FILE, 'utf16');
  if (!isUtf8(bytes)) {
    return fileMessage(path, START_OF_FILE, 'notUtf8', { n: firstBadByte(bytes) + 1 });
  }
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const messages = marked ? [fileMessage(path, START_OF_FILE, 'byteOrderMark')] : [];
  return { path, realPath, text: bytes.toString('utf8', marked ? 3 : 0), messages };
}

/** By its mark, or by the zero beside the first ASCII letter (files of this kind begin with one). */
function looksUtf16(bytes: Buffer): boolean {
  const [first, second] = bytes;
  if (first === undefined || second === undefined) return false;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true;
  return (first === 0 && second > 0) || (second === 0 && first > 0 && bytes[3] === 0 && bytes[2] !== 0);
}

/** 0-based: the longest prefix that is UTF-8, but for a character cut at its end, by halving. */
function firstBadByte(bytes: Buffer): number {
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (prefixIsUtf8(bytes, middle)) good = middle;
    else bad = middle;
  }
  for (let start = good; start >= 0 && good - start < 4; start -= 1) {
    if (isUtf8(bytes.subarray(0, start))) return start;
  }
  return good;
}

/** A prefix may cut a character of up to four bytes. */
function prefixIsUtf8(bytes: Buffer, length: number): boolean {
  for (let cut = 0; cut < 4 && cut <= length; cut += 1) {
    if (isUtf8(bytes.subarray(0, length - cut))) return true;
  }
  return false;
}
