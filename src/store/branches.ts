/** One way a conversation went on from a position. Branch 0 begins at 0 and is its own parent. */
export interface Branch {
  id: number;
  /** Holds what stands before. */
  parent: number;
  /** Position of its first own item. */
  fork: number;
}

/** Part of a transcript: the branch that holds the items from `from` up to `to`, not included. */
export interface Stretch {
  branch: number;
  from: number;
  to: number;
}

/** A position with several continuations; `chosen` is the index of the one on the path. */
export interface Fork {
  position: number;
  branches: readonly number[];
  chosen: number;
}

/** What a transcript that ends on this branch is put together from, first to last. An unknown branch is branch 0. */
export function pathTo(branches: readonly Branch[], id: number): readonly Stretch[] {
  const branch = branches.find((each) => each.id === id);
  if (!branch || id === 0) return [{ branch: 0, from: 0, to: Infinity }];
  const before = pathTo(branches, branch.parent).filter(({ from }) => from < branch.fork);
  return [
    ...before.map((stretch) => ({ ...stretch, to: Math.min(stretch.to, branch.fork) })),
    { branch: id, from: branch.fork, to: Infinity },
  ];
}

/** The branch that holds the item at this position of the path. */
export function holderOf(path: readonly Stretch[], position: number): number {
  return path.find(({ from, to }) => from <= position && position < to)?.branch ?? 0;
}

/** Where a new branch of this path hangs that begins at the position. */
export function parentAt(path: readonly Stretch[], position: number): number {
  return position === 0 ? 0 : holderOf(path, position - 1);
}

/** The positions of the path at which there are other continuations, first to last. */
export function forksOn(branches: readonly Branch[], path: readonly Stretch[]): readonly Fork[] {
  const others = branches.filter(({ id }) => id !== 0);
  const isOnPath = ({ parent, fork }: Branch) => parentAt(path, fork) === parent;
  const positions = new Set(others.filter(isOnPath).map(({ fork }) => fork));
  return [...positions]
    .sort((a, b) => a - b)
    .map((position) => {
      const parent = parentAt(path, position);
      const children = others.filter((each) => each.parent === parent && each.fork === position);
      const ids = [parent, ...children.map(({ id }) => id)];
      return { position, branches: ids, chosen: ids.indexOf(holderOf(path, position)) };
    });
}

/** Of all that goes on from this branch after the position, the branch that was begun last. */
export function latestFrom(branches: readonly Branch[], id: number, position: number): number {
  const children = branches.filter((each) => each.id !== 0 && each.parent === id && each.fork > position);
  return Math.max(id, ...children.map((child) => latestFrom(branches, child.id, child.fork)));
}
