/**
 * How much the agent may do. `ask`: read. `edit`: also write, each change reviewed; tools that run something are not
 * offered, and what runs all the same asks each time. `agent`: what the rules allow, asking for the rest. `plan`: read,
 * until the user approves a plan.
 */
export type Mode = 'ask' | 'edit' | 'agent' | 'plan';

export const modes: readonly Mode[] = ['agent', 'edit', 'ask', 'plan'];

export const isMode = (value: unknown): value is Mode => modes.some((mode) => mode === value);

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
