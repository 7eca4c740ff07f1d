import { applyInOrder, type EditStep } from '../edit/applyInOrder.ts';
import type { Replacement } from '../edit/replaceLines.ts';
import { asData, cutMiddle } from './output.ts';
import type { WorkspaceFile } from './workspaceFiles.ts';

const mostQuotedCharacters = 6000;

type Named = Pick<WorkspaceFile, 'label' | 'secret'>;

/**
 * The text after the edits, in order; undefined where it has them already. `what` names one of them for the model:
 * oldText, or the hunk. Throws what the model needs to get it right; of a file with secrets it is told nothing.
 */
export function editText(file: Named, text: string, steps: readonly EditStep[], what: string): string | undefined {
  const outcome = applyInOrder(text, steps);
  const isThere = outcome.kind === 'edited' && outcome.done === steps.length && steps.length > 0;
  // One answer to all that does not change it: others would tell, before anybody is asked, what is in it.
  const changes = outcome.kind === 'edited' && !isThere && (outcome.text !== text || steps.length === 0);
  if (file.secret && !changes)
    throw new Error(
      `This does not fit what is in ${file.label}. Nothing was changed. Read the file, which asks the user.`,
    );
  if (outcome.kind === 'edited') return isThere ? undefined : outcome.text;
  const name = steps.length > 1 ? `${what} ${outcome.index + 1}` : what;
  if (outcome.overlaps)
    throw new Error(
      `${name} changes lines in ${file.label} that one before it changes too. Nothing was changed. Make one of both.`,
    );
  throw new Error(sentenceFor(outcome.fault, name, file));
}

function sentenceFor(fault: Replacement, name: string, { label }: Named): string {
  switch (fault.kind) {
    case 'ambiguous':
      return `${name} is in ${label} ${fault.lines.length} times, at lines ${fault.lines.join(', ')}. Nothing was changed. Include more lines around the one you mean.`;
    case 'refused':
      return `${label} was left as it is. ${fault.reason}`;
    case 'absent': {
      const missing = `${name} is not in ${label}. Nothing was changed.`;
      if (!fault.nearest) return `${missing} Read the file again.`;
      const { startLine, endLine, text } = fault.nearest;
      return `${missing} ${asData(`The nearest is lines ${startLine}-${endLine}`, cutMiddle(text, mostQuotedCharacters))}`;
    }
    case 'done':
    case 'replaced':
      return `${label} was left as it is.`;
  }
}
