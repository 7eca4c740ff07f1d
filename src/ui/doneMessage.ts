import type { Profile } from '../editor/profile.ts';
import { priceText } from './priceText.ts';

/** `Saved images/a-red-fox.png · gpt-image-1 · $0.04`: what has happened, and of the notes those that there are. */
export const doneMessage = (done: string, ...notes: readonly (string | undefined)[]): string =>
  [done, ...notes].filter((note) => note !== undefined && note !== '').join(' · ');

/** `$0.0042` or `free`, and whose price that is at other servers than OpenAI's; undefined where the price is not known. */
export function costNote(cost: { usd: number } | undefined, profile: Profile): string | undefined {
  return cost && priceText(cost.usd, profile);
}

/** Which parameters the model does not take, a sentence each; undefined where it takes all. */
export const droppedNote = (dropped: readonly string[]): string | undefined =>
  dropped.length > 0 ? `Left out: ${dropped.join('; ')}` : undefined;
