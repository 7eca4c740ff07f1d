import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The notebook of the tour, in its folder. */
export const tourFile = 'api.openai.md';

/** Beside the folder: what was copied. */
interface Copied {
  version: string;
  /** SHA-256 of the notebook as it was copied, in hex. */
  digest: string;
}

export interface TourPlaces {
  /** The folder that is shipped. */
  from: string;
  /** A folder of the user's own, which need not exist. */
  to: string;
  /** Of the extension. */
  version: string;
}

/**
 * Makes sure that the user has a copy of the tour and answers with the path of its notebook. A copy of another version is
 * renewed; where the user has changed it, `startAfresh` is asked first: false keeps it, undefined means that nothing is to
 * be opened.
 */
export async function copyTour(
  { from, to, version }: TourPlaces,
  startAfresh: () => Promise<boolean | undefined>,
): Promise<string | undefined> {
  const [notebook, record] = [join(to, tourFile), `${to}.json`];
  const [mine, copied] = await Promise.all([readIfThere(notebook), readCopied(record)]);
  if (mine !== undefined && copied?.version === version) return notebook;

  let isKept = false;
  if (mine !== undefined && digestOf(mine) !== copied?.digest) {
    const afresh = await startAfresh();
    if (afresh === undefined) return undefined;
    isKept = !afresh;
  }
  if (!isKept) {
    await mkdir(to, { recursive: true });
    await cp(from, to, { recursive: true, force: true });
  }
  const digest = isKept ? (copied?.digest ?? '') : digestOf(await readFile(notebook));
  await writeFile(record, JSON.stringify({ version, digest } satisfies Copied));
  return notebook;
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** A record that is none counts as not there: the user is asked then. */
async function readCopied(path: string): Promise<Partial<Copied> | undefined> {
  const text = (await readIfThere(path))?.toString('utf8');
  try {
    return text === undefined ? undefined : (JSON.parse(text) as Partial<Copied>);
  } catch {
    return undefined;
  }
}

const digestOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
