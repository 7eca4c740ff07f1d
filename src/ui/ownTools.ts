import type { Tool } from '../agent/tool.ts';
import { readSettings } from '../editor/settings.ts';
import type { Parts } from './parts.ts';

type OwnToolParts = Pick<Parts, 'account' | 'commands' | 'conversations' | 'edits' | 'lastEditor' | 'log'>;

/** Parley's own tools, loaded at first use. */
export async function ownTools(
  { account, commands, conversations, edits, lastEditor, log }: OwnToolParts,
  takesImages = true,
): Promise<readonly Tool[]> {
  const [{ createTools }, { createApiTools }] = await Promise.all([
    import('../editor/tools/index.ts'),
    import('./apiTools/index.ts'),
  ]);
  const outputCharacters = (): number => readSettings().toolOutputCharacters;
  return [
    ...createTools({ commands, edits, takesImages, editor: () => lastEditor.current, outputCharacters }),
    ...createApiTools({ account, conversations, lastEditor, log, outputCharacters }),
  ];
}
