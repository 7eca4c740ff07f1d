import type { KeptFile, Lost } from '../../store/checkpointStore.ts';

/** What restoring would do with a file. */
export interface FilePlan {
  uri: string;
  /** The hashes of what it gets back; both undefined: it goes away. */
  target: { disk: string | undefined; unsaved: string | undefined };
  /** Its content is not kept: it stays as it is. */
  lost: Lost | undefined;
  /** It is not as it was written last: somebody else has changed it. */
  changedSince: boolean;
}

/** How a file is now: fingerprints of what is on disk and of unsaved text. */
export interface Fingerprints {
  disk: string | undefined;
  unsaved: string | undefined;
}

/** What a person sees of the file: its unsaved text, else what is on disk. Undefined where there is none. */
export const shownIn = ({ disk, unsaved }: Fingerprints): string | undefined => unsaved ?? disk;

/**
 * What brings files back to where they were before the first of these records, which are oldest first: each to its first
 * content. Files that are there already are left out.
 */
export function planRestore(records: readonly KeptFile[], now: (uri: string) => Fingerprints): FilePlan[] {
  return [...Map.groupBy(records, ({ uri }) => uri)].flatMap(([uri, ofFile]) => {
    const [first, last] = [ofFile[0], ofFile.at(-1)];
    if (!first || !last) return [];
    const current = now(uri);
    if (current.disk === first.disk && current.unsaved === first.unsaved) return [];
    const { disk, unsaved, lost } = first;
    return [{ uri, target: { disk, unsaved }, lost, changedSince: shownIn(current) !== last.after }];
  });
}
