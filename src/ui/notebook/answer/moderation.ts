import type { ModerationPart } from '../../../protocol/cellResult.ts';
import type { Sent } from './answer.ts';
import { inputLabel } from './embeddings.ts';
import { numberOf, objectOf, objectsOf, type Json } from './json.ts';

const MOST_CATEGORIES = 100;

export function isModeration({ results }: Json): boolean {
  const first = objectsOf(results)[0];
  return first?.categories !== undefined || first?.category_scores !== undefined;
}

/** A bar table for each input: the highest score first. */
export function describeModeration({ results }: Json, { body }: Sent): ModerationPart[] {
  const all = objectsOf(results);
  return all.map((result, index) => {
    const [flags, scores] = [objectOf(result.categories), objectOf(result.category_scores)];
    const names = [...new Set([...Object.keys(scores), ...Object.keys(flags)])];
    const categories = names
      .map((name) => ({ name, score: numberOf(scores[name]) ?? 0, flagged: flags[name] === true }))
      .sort((a, b) => b.score - a.score)
      .slice(0, MOST_CATEGORIES);
    return {
      kind: 'moderation',
      ...(all.length > 1 && { label: inputLabel(body?.input, index) }),
      flagged: result.flagged === true,
      categories,
    };
  });
}
