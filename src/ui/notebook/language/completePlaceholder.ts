import type { CellCompletion, CellContext } from './context.ts';

/** What can stand within `{{` and `}}`; `written` is what does before the place. */
export async function completePlaceholder(
  text: string,
  offset: number,
  written: string,
  context: CellContext,
): Promise<CellCompletion[]> {
  const close = text.startsWith('}}', offset) ? '' : '}}';
  const [, kind, rest = ''] = /^\s*(env|file|base64):\s*(.*)$/.exec(written) ?? [];
  if (kind === 'file' || kind === 'base64') return completeFile(rest, offset, context, close);
  if (kind === 'env') {
    const replace = { start: offset - rest.length, end: offset };
    return context.environment.map((name) => ({ label: name, kind: 'environment', insert: name + close, replace }));
  }
  const replace = { start: offset - written.trimStart().length, end: offset };
  const cells = context.namesAbove
    .last()
    .toReversed()
    .flatMap((name): CellCompletion[] => [
      {
        label: `${name}.id`,
        kind: 'cell',
        insert: `${name}.id${close}`,
        replace,
        documentation: `The id in the answer to ${name}`,
      },
      {
        label: name,
        kind: 'cell',
        insert: name,
        replace,
        documentation: `The answer to ${name}: go on with . and a name`,
      },
    ]);
  const offered: CellCompletion[] = [
    ...cells,
    {
      label: 'env:',
      kind: 'environment',
      insert: 'env:',
      replace,
      documentation: 'A variable of the environment',
      continues: true,
    },
    {
      label: 'file:',
      kind: 'file',
      insert: 'file:',
      replace,
      documentation: 'The text of a file next to the notebook',
      continues: true,
    },
    {
      label: 'base64:',
      kind: 'file',
      insert: 'base64:',
      replace,
      documentation: 'The bytes of a file as base64: of an image, of audio',
      continues: true,
    },
    { label: '_', kind: 'cell', insert: '_', replace, documentation: 'The last answer of any cell' },
  ];
  // In this order: the nearest cell is the likeliest, and its id what is wanted of it.
  return offered.map((one, index) => ({ ...one, sortText: String(index).padStart(3, '0') }));
}

/** Files and folders for a path that has been written as far as `written`. */
export async function completeFile(
  written: string,
  offset: number,
  { listFiles }: CellContext,
  close = '',
): Promise<CellCompletion[]> {
  const folder = written.slice(0, written.lastIndexOf('/') + 1);
  const replace = { start: offset - (written.length - folder.length), end: offset };
  const names = await listFiles(folder);
  return names.map((name) => {
    const isFolder = name.endsWith('/');
    return {
      label: name,
      kind: isFolder ? 'folder' : 'file',
      insert: isFolder ? name : name + close,
      replace,
      continues: isFolder,
    };
  });
}
