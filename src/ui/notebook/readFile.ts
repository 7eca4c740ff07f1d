import { constants } from 'node:fs';
import { access, readFile, realpath, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { isSecret } from '../../editor/sensitiveFiles.ts';
import { CellError } from './placeholders.ts';

const maxTextBytes = 64 * 1024 * 1024;

/** Which files a cell may send. */
export interface FileAccess {
  /** Paths are relative to it: the notebook's. Absent where the notebook is not saved and no folder is open. */
  folder?: string;
  /** Files below these are sent without a question, unless they hold secrets. */
  folders: readonly string[];
  /** Asks whether the file may be sent. */
  confirm(file: { path: string; why: string }): Promise<boolean>;
  /** Files that were confirmed, links followed; `env:NAME` for a variable. */
  confirmed: Set<string>;
}

/** Where a written path leads, links followed, once it may be sent. Throws a CellError. */
export async function openFile(written: string, files: FileAccess): Promise<string> {
  const absolute = absolutePath(written, files.folder);
  const real = await existing(absolute, written);
  if (!(await stat(real)).isFile()) throw new CellError(`${written} is not a file.`);
  const why = await whyAsk(real, absolute, files);
  if (why === undefined || files.confirmed.has(real)) return real;
  if (!(await files.confirm({ path: real, why }))) throw new CellError(`${written} was not allowed to be sent.`);
  files.confirmed.add(real);
  return real;
}

/** The text of a UTF-8 file, base64 of any other; `base64` gives that of either. Throws a CellError. */
export async function readText(written: string, files: FileAccess, { base64 = false } = {}): Promise<string> {
  const real = await openFile(written, files);
  if ((await stat(real)).size > maxTextBytes)
    throw new CellError(`${written} is too big for a placeholder: over 64 MB.`);
  const bytes = await readFile(real);
  if (base64) return bytes.toString('base64');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return bytes.toString('base64');
  }
}

function absolutePath(written: string, folder: string | undefined): string {
  if (/\p{Cc}/u.test(written)) throw new CellError('The path of a file has control characters in it.');
  if (/^[a-z][\w+.-]+:/i.test(written)) throw new CellError(`Give the path of a file, not a URI: ${written}`);
  if (/^[\\/]{2}/.test(written)) throw new CellError(`${written} is on another machine. Copy it to this one first.`);
  if (/^~[\\/]/.test(written)) return path.join(homedir(), written.slice(2));
  if (path.isAbsolute(written)) return path.resolve(written);
  if (folder === undefined) throw new CellError(`Save the notebook first: ${written} is looked for beside it.`);
  return path.resolve(folder, written);
}

async function existing(absolute: string, written: string): Promise<string> {
  try {
    const real = await realpath(absolute);
    await access(real, constants.R_OK);
    return real;
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const message =
      code === 'ENOENT' ? `There is no file ${written}.` : `${written} cannot be read (${code ?? 'error'}).`;
    throw new CellError(message, { cause });
  }
}

async function whyAsk(real: string, absolute: string, { folder, folders }: FileAccess): Promise<string | undefined> {
  const slashed = (name: string) => name.replaceAll(path.sep, '/');
  if (isSecret({ relative: slashed(real), requested: slashed(absolute) })) return 'It usually holds keys or passwords.';
  for (const allowed of folder === undefined ? folders : [folder, ...folders]) {
    const relative = path.relative(await realpath(allowed), real);
    if (relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative)) return undefined;
  }
  return 'It is outside the workspace and the folder of the notebook.';
}
