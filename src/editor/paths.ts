import { lstat, realpath } from 'node:fs/promises';
import path from 'node:path';

/** A workspace folder on disk. `name` is unique among the folders. */
export interface Root {
  name: string;
  path: string;
}

/** A path inside a workspace folder, free of links. */
export interface ConfinedPath {
  root: Root;
  /** Canonical path below the root with `/`; empty for the root itself. */
  relative: string;
  /** The path as asked for, below its root, before links were followed. */
  requested: string;
  exists: boolean;
}

/**
 * Finds out where a path written by a model leads, links followed, and throws a sentence for the model when that is
 * outside every workspace folder. With several folders a relative path begins with the name of one, or is in one only.
 */
export async function confine(written: string, roots: readonly Root[]): Promise<ConfinedPath> {
  refuseForeign(written);
  const canonical = await Promise.all(roots.map(canonicalOf));
  const found: ConfinedPath[] = [];
  for (const { base, rest } of candidates(written, canonical)) {
    const absolute = path.resolve(base.real, rest);
    const requested = below(base.real, absolute) ?? below(base.root.path, absolute);
    if (requested === undefined) throw outside(written);
    const { real, exists } = await follow(absolute, written);
    const home = canonical
      .filter((root) => below(root.real, real) !== undefined)
      .sort((a, b) => b.real.length - a.real.length)[0];
    if (!home) throw outside(written);
    found.push({ root: home.root, relative: below(home.real, real) ?? '', requested, exists });
  }
  const existing = found.filter((place) => place.exists);
  const [only] = existing.length > 0 ? existing : found;
  if (existing.length > 1 || found.length > 1 + existing.length || !only)
    throw new Error(`Begin the path with the name of a workspace folder: ${roots.map((r) => r.name).join(', ')}.`);
  return only;
}

/** Of several folders one may be gone, or on a disk that is not there: the others can be used all the same. */
const canonicalOf = async (root: Root): Promise<Canonical> => ({
  root,
  real: await realpath(root.path).catch(() => root.path),
});

/** URIs, network paths and control characters never reach the disk: looking at a network path already tells on us. */
function refuseForeign(written: string): void {
  if (/^[a-z][\w+.-]+:/i.test(written)) throw new Error(`Give a path in the workspace, not a URI: ${written}`);
  if (/^[\\/]{2}/.test(written)) throw outside(written);
  if (/\p{Cc}/u.test(written)) throw new Error('The path has control characters in it.');
  if (process.platform === 'win32' && written.split(/[\\/]/).some(isStrangeOnWindows))
    throw new Error(`Not a plain Windows path: ${written}`);
}

/** Windows drops dots and blanks at the end of a name and takes what follows a colon as a stream of the file. */
const isStrangeOnWindows = (segment: string, i: number): boolean =>
  /[. ]$|:/.test(segment) && !/^\.\.?$/.test(segment) && !(i === 0 && /^[a-z]:$/i.test(segment));

interface Canonical {
  root: Root;
  real: string;
}

function candidates(written: string, roots: readonly Canonical[]): { base: Canonical; rest: string }[] {
  if (path.isAbsolute(written)) {
    const base = roots.find(
      ({ root, real }) =>
        below(real, path.resolve(written)) !== undefined || below(root.path, path.resolve(written)) !== undefined,
    );
    if (!base) throw outside(written);
    return [{ base, rest: path.resolve(written) }];
  }
  const [single] = roots;
  if (!single) throw new Error('No folder is open, so there are no files to work on.');
  if (roots.length === 1) return [{ base: single, rest: written }];
  const [first = '', ...others] = written.split(/[\\/]/);
  const named = roots.find(({ root }) => root.name === first);
  return named ? [{ base: named, rest: others.join('/') }] : roots.map((base) => ({ base, rest: written }));
}

/** The path below `folder` with `/`, or undefined where `absolute` is not in it. */
function below(folder: string, absolute: string): string | undefined {
  const relative = path.relative(folder, absolute);
  const leaves = relative === '..' || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative);
  return leaves ? undefined : relative.replaceAll(path.sep, '/');
}

/** Follows links. Of a path that does not exist yet, those of the nearest parent that does. */
async function follow(absolute: string, written: string): Promise<{ real: string; exists: boolean }> {
  try {
    return { real: await realpath(absolute), exists: true };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT')
      throw new Error(`${written} cannot be resolved (${code ?? 'unknown error'}).`, { cause: error });
  }
  // A link to nothing: writing through it would create its target, wherever that is.
  if (await isLink(absolute)) throw outside(written);
  const parent = await follow(path.dirname(absolute), written);
  return { real: path.join(parent.real, path.basename(absolute)), exists: false };
}

async function isLink(absolute: string): Promise<boolean> {
  try {
    return (await lstat(absolute)).isSymbolicLink();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

const outside = (written: string): Error =>
  new Error(`${written} is outside the workspace. Only files in the workspace folders can be used.`);
