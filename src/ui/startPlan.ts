import type { Mode } from '../agent/mode.ts';
import type { Parts } from './parts.ts';

export type StartedPlan = [conversationId: string, mode: Mode, plan: string];

/** Switches the conversation to the mode that carries the plan out and, once its turn has ended, sends it as the task. */
export async function startPlan(
  { modes, conversations }: Pick<Parts, 'modes' | 'conversations'>,
  ...[conversationId, mode, plan]: StartedPlan
): Promise<void> {
  await modes.set(conversationId, mode);
  await conversations.sendNext(conversationId, `Carry out this plan:\n\n${plan}`);
}
