import { openAsBlob } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import { basename, extname } from 'node:path';

/** What servers take by its type: images are refused without one. */
const TYPES: Partial<Record<string, string>> = {
  '.flac': 'audio/flac',
  '.gif': 'image/gif',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.json': 'application/json',
  '.jsonl': 'application/jsonl',
  '.m4a': 'audio/mp4',
  '.md': 'text/markdown',
  '.mp3': 'audio/mpeg',
  '.mp4': 'video/mp4',
  '.mpeg': 'audio/mpeg',
  '.mpga': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.txt': 'text/plain',
  '.wav': 'audio/wav',
  '.webm': 'audio/webm',
  '.webp': 'image/webp',
};

/** A file that is read from disk while it is sent, named as on disk. Rejects with the file system's error. */
export async function fileFromPath(path: string): Promise<File> {
  const type = TYPES[extname(path).toLowerCase()] ?? '';
  // `openAsBlob` does not say what is wrong.
  await access(path, constants.R_OK);
  return new File([await openAsBlob(path, { type })], basename(path), { type });
}
