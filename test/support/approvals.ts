import type { Mode } from '../../src/agent/mode.ts';
import { ConversationApprovals } from '../../src/editor/approvals.ts';
import type { Memento } from '../../src/editor/memento.ts';
import type { Review } from '../../src/editor/review/edits.ts';
import { RuleStore } from '../../src/editor/policy/ruleStore.ts';

/** Where rules are kept for the length of a test; JSON, as VS Code keeps them. */
export function createMemory(): Memento {
  const stored = new Map<string, string>();
  return {
    get: (key) => (JSON.parse(stored.get(key) ?? 'null') as unknown) ?? undefined,
    update: (key, value) => Promise.resolve(void stored.set(key, JSON.stringify(value))),
  };
}

/** The product's approvals on rules of their own: without any, in Agent mode, in a trusted workspace. */
export function createApprovals(
  options: {
    isTrusted?: () => boolean;
    findReview?: (diffUri: string) => Review | undefined;
    rules?: RuleStore;
    modeOf?: (conversationId: string) => Mode;
  } = {},
): ConversationApprovals {
  return new ConversationApprovals({
    isTrusted: () => true,
    findReview: () => undefined,
    rules: new RuleStore(createMemory(), () => ['file:///workspace']),
    modeOf: () => 'agent',
    ...options,
  });
}
