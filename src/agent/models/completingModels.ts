import type { Usage } from '../transcript.ts';
import { chatModelIds, costUsd, modelInfo, modelRules } from './catalog.ts';
import type { ReasoningEffort } from './modelStream.ts';

/** What a completion of code takes, more or less: what models are compared by. */
const typical: Usage = { inputTokens: 1500, cachedTokens: 0, outputTokens: 60, reasoningTokens: 0 };

/** Efforts at which a model answers while one types, the quickest first. */
const quick: readonly ReasoningEffort[] = ['none', 'minimal'];

/**
 * The cheapest of these models that can complete code while one types: text to text, without long reasoning, by Chat
 * Completions, Responses or the older completions with a suffix. Undefined where no price is known.
 */
export function cheapestCompletingModel(ids: readonly string[]): string | undefined {
  return ids
    .flatMap((id) => {
      const usd = completes(id) ? costUsd(id, typical) : undefined;
      return usd === undefined ? [] : [{ id, usd }];
    })
    .sort((a, b) => a.usd - b.usd || a.id.length - b.id.length)[0]?.id;
}

/**
 * How a model completes code: `insert` by the older completions with a suffix, `chat`, or `try`: a model that the catalog
 * does not know may do the first.
 */
export function wayToComplete(id: string): 'insert' | 'chat' | 'try' {
  const rules = modelRules(id);
  if (!rules) return 'try';
  return rules.apis.includes('completions') ? 'insert' : 'chat';
}

/** The effort with which a model answers soonest; undefined where it has none to choose. */
export function quickestEffort(id: string): ReasoningEffort | undefined {
  const { efforts } = modelInfo(id);
  return quick.find((effort) => efforts.includes(effort)) ?? efforts[0];
}

/** Whether the quickest effort of a model still reasons: its answer needs room for that. */
export const reasonsFirst = (id: string): boolean => {
  const effort = quickestEffort(id);
  return effort !== undefined && !quick.includes(effort);
};

function completes(id: string): boolean {
  const rules = modelRules(id);
  if (!rules || rules.output.some((kind) => kind !== 'text') || rules.instructedByUser) return false;
  if (rules.apis.includes('completions')) return !rules.refuses.includes('suffix');
  return chatModelIds([id]).length > 0 && !reasonsFirst(id);
}
