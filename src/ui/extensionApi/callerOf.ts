import { realpathSync } from 'node:fs';
import { isAbsolute, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What of an extension tells that code is its. */
export interface Installed {
  id: string;
  extensionPath: string;
}

/**
 * The files of the functions that were running as this is called, the nearest first, without those inside of `callee`:
 * paths and file URLs, undefined for code that is in no file.
 */
export function filesOnStack(callee: (...args: never[]) => unknown): readonly (string | undefined)[] {
  const prepareStackTrace: unknown = Reflect.get(Error, 'prepareStackTrace');
  const { stackTraceLimit } = Error;
  const holder: { stack?: unknown } = {};
  try {
    Error.stackTraceLimit = 50;
    Error.prepareStackTrace = (_error, sites) => sites.map((site) => site.getFileName() ?? undefined);
    Error.captureStackTrace(holder, callee);
    return holder.stack as (string | undefined)[];
  } finally {
    Object.assign(Error, { prepareStackTrace, stackTraceLimit });
  }
}

/** The extension that has the first of the files which belongs to any, as VS Code tells who asks for its own API. */
export function callerOf<Extension extends Installed>(
  files: readonly (string | undefined)[],
  extensions: readonly Extension[],
): Extension | undefined {
  const paths = files.flatMap((file) => pathOf(file) ?? []);
  return (
    firstOwner(paths, extensions, ({ extensionPath }) => extensionPath) ??
    // Node names files without the links that lead to them.
    firstOwner(paths, extensions, realPathOf)
  );
}

function firstOwner<Extension extends Installed>(
  paths: readonly string[],
  extensions: readonly Extension[],
  folderOf: (extension: Extension) => string,
): Extension | undefined {
  const owners = extensions
    .map((extension) => ({ extension, folder: folderOf(extension) }))
    .toSorted((a, b) => b.folder.length - a.folder.length);
  for (const path of paths) {
    const owner = owners.find(({ folder }) => isInside(folder, path));
    if (owner) return owner.extension;
  }
  return undefined;
}

function isInside(folder: string, path: string): boolean {
  const below = relative(folder, path);
  return folder !== '' && below !== '' && !/^\.\.(?:[\\/]|$)/.test(below) && !isAbsolute(below);
}

function pathOf(file: string | undefined): string | undefined {
  if (file?.startsWith('file:')) {
    try {
      return fileURLToPath(file);
    } catch {
      return undefined;
    }
  }
  return file !== undefined && isAbsolute(file) ? file : undefined;
}

function realPathOf({ extensionPath }: Installed): string {
  try {
    return realpathSync(extensionPath);
  } catch {
    return '';
  }
}
