import { refusalIn, type Mode } from './mode.ts';
import type { Tool } from './tool.ts';

/** The tools that a model is offered in this mode, in their order: it changes only with the mode. */
export function toolsIn(mode: Mode, tools: readonly Tool[]): readonly Tool[] {
  return tools.filter(({ kind, only }) => {
    if (only !== undefined && !only.includes(mode)) return false;
    return refusalIn(mode, kind) === undefined && (mode !== 'edit' || kind !== 'run');
  });
}
