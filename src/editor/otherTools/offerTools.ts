import type { Tool } from '../../agent/tool.ts';
import type { Transcript } from '../../agent/transcript.ts';
import type { Edits } from '../review/edits.ts';
import { chosenTools } from './chosenTools.ts';
import { editorToolHost, listOtherTools } from './editorTools.ts';
import { openableTools } from './openTools.ts';
import { ownGroups } from './ownGroups.ts';
import type { ToolChoices } from './toolChoices.ts';

interface Options {
  choices: Pick<ToolChoices, 'reader'>;
  outputCharacters: () => number;
  edits: Pick<Edits, 'write'>;
  /** Those of the tools that may be offered now. */
  usable: (tools: readonly Tool[]) => readonly Tool[];
}

/** What a turn offers: our own tools and those of others, as chosen. See `openableTools`. */
export function offerTools(
  tools: readonly Tool[],
  { choices, outputCharacters, edits, usable }: Options,
): (transcript: Transcript) => readonly Tool[] {
  const { own, groups } = chosenTools(tools, listOtherTools(), choices, editorToolHost(outputCharacters, edits));
  const usableGroups = groups.map((group) => ({ ...group, tools: usable(group.tools) }));
  const { always, groups: onDemand } = ownGroups(usable(own));
  return openableTools({ always, onDemand, others: usableGroups.filter((group) => group.tools.length > 0) });
}
