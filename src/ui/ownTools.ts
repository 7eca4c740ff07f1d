import type { Tool } from '../agent/tool.ts';
import { readSettings } from '../editor/settings.ts';
import type { Parts } from './parts.ts';

/** Parley's own tools, loaded at first use. */
export async function ownTools(
  { commands, edits, lastEditor }: Pick<Parts, 'commands' | 'edits' | 'lastEditor'>,
  takesImages = true,
): Promise<readonly Tool[]> {
  const { createTools } = await import('../editor/tools/index.ts');
  const outputCharacters = (): number => readSettings().toolOutputCharacters;
  return createTools({ commands, edits, takesImages, editor: () => lastEditor.current, outputCharacters });
}
