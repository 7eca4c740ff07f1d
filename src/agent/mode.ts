import type { Tool } from './tool.ts';

/**
 * How much the agent may do. `ask`: read. `edit`: also write, each change reviewed; tools that run something are not
 * offered, and what runs all the same asks each time. `agent`: what the rules allow, asking for the rest. `plan`: read,
 * until the user approves a plan.
 */
export type Mode = 'ask' | 'edit' | 'agent' | 'plan';

export const modes: readonly Mode[] = ['agent', 'edit', 'ask', 'plan'];

export const isMode = (value: unknown): value is Mode => modes.some((mode) => mode === value);

/** The tools that a model is offered in this mode, in their order: it changes only with the mode. */
export function toolsIn(mode: Mode, tools: readonly Tool[]): readonly Tool[] {
  return tools.filter(({ kind, only }) => {
    if (only !== undefined && !only.includes(mode)) return false;
    return refusalIn(mode, kind) === undefined && (mode !== 'edit' || kind !== 'run');
  });
}

/** Why tools of this kind do not run in this mode: a sentence for the model. Undefined where they may. */
export function refusalIn(mode: Mode, kind: 'read' | 'write' | 'run'): string | undefined {
  if (kind === 'read') return undefined;
  switch (mode) {
    case 'ask':
      return 'Ask mode only reads: nothing is written or run. Answer with what you would do; the user can switch to Edit or Agent mode.';
    case 'plan':
      return 'Plan mode only reads until the user has approved a plan. Write the plan first.';
    case 'edit':
    case 'agent':
      return undefined;
  }
}

/** Whether rules may approve writing and running in this mode; where not, each call asks. */
export const followsRules = (mode: Mode): boolean => mode === 'agent';
