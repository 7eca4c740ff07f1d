import path from 'node:path';
import { confine, type ConfinedPath } from '../paths.ts';
import { isSecret, whyProtected } from '../sensitiveFiles.ts';

const maxPathCharacters = 1000;
const maxPaths = 200;

/**
 * Why a command asks every time for where its words lead, links followed: out of the workspace, or to files with
 * secrets. The end of "It …"; undefined where none does. `roots` are the folders of the workspace on disk.
 */
export async function whyPathsAsk(
  commands: readonly (readonly string[])[],
  folder: string,
  roots: Parameters<typeof confine>[1],
): Promise<string | undefined> {
  // A line may go to another folder before it names a file there.
  const moves = commands.flatMap(([program, target]) => (program === 'cd' && target !== undefined ? [target] : []));
  const bases = [folder, ...moves.map((target) => path.resolve(folder, target))];
  const words = commands.flatMap((words) => words.slice(words[0]?.includes('/') ? 0 : 1));
  const pieces = new Set(words.flatMap((word) => [word, ...word.split(/[=:,@]/)]).filter(mayBePath));
  if (pieces.size * bases.length > maxPaths) return 'names more files than can be looked at';
  for (const piece of pieces)
    for (const base of bases) {
      const place = await follow(path.resolve(base, piece), roots);
      if (place === 'outside') return `leads out of the workspace (${piece})`;
      if (place?.exists && isSecret(place)) return `leads to a file that usually holds secrets (${piece})`;
      const isLink = place?.exists === true && place.relative !== place.requested;
      if (isLink && whyProtected({ relative: place.relative, requested: '' }) !== undefined)
        return `leads to a protected file (${piece})`;
    }
  return undefined;
}

const mayBePath = (piece: string): boolean =>
  piece !== '' && piece.length <= maxPathCharacters && !piece.startsWith('-') && !/\p{Cc}/u.test(piece);

async function follow(
  absolute: string,
  roots: Parameters<typeof confine>[1],
): Promise<ConfinedPath | 'outside' | undefined> {
  try {
    return await confine(absolute, roots);
  } catch (error) {
    return error instanceof Error && error.message.includes('outside the workspace') ? 'outside' : undefined;
  }
}
