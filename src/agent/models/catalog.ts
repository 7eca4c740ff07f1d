import type { Usage } from '../transcript.ts';
import { chatFamilies } from './chatFamilies.ts';
import type { ModelInfo } from './modelInfo.ts';
import { otherFamilies } from './otherFamilies.ts';
import type { Family, ModelRules } from './rules.ts';

const families: readonly Family[] = [...chatFamilies, ...otherFamilies];

/** Where several are listed, the first of these is the default. */
const preferred = [
  'gpt-6.2-sol',
  'gpt-6.1-sol',
  'gpt-6-sol',
  'gpt-5.6-terra',
  'gpt-5.4',
  'gpt-5.2',
  'gpt-5.1',
  'gpt-5',
  'gpt-4.1',
  'gpt-4o',
  'gpt-4o-mini',
];

const notForChat =
  /embed|minilm|(^|\/)bge-|rerank|whisper|transcribe|tts|audio|realtime|-live|image|dall-e|sora|moderation|turbo-instruct|davinci|babbage|search|deep-research|computer-use/i;

/** A dated snapshot or an alias costs what its family costs; other variants may not. */
const snapshot = /^(-chat)?(-\d{4}-\d{2}-\d{2}|-\d{4}|-latest|-preview)?$/;

/** Snapshots that cost something else than their family: none of them has a price here. */
const pricedApart = ['gpt-4o-2024-05-13', 'gpt-3.5-turbo-0301', 'gpt-3.5-turbo-0613', 'gpt-3.5-turbo-1106'];

/** The id as the catalog writes it: without a router's `vendor/` and a fine-tune's `ft:` and its names. */
const plainId = (id: string) => (id.startsWith('ft:') ? (id.split(':')[1] ?? id) : id.slice(id.lastIndexOf('/') + 1));

/** A model belongs to the family with the longest id that begins its own. */
function familyOf(id: string): Family | undefined {
  const plain = plainId(id);
  return families
    .filter((family) => plain.startsWith(family.id) && /^([-:@]|$)/.test(plain.slice(family.id.length)))
    .reduce<Family | undefined>(
      (best, family) => (best && best.id.length > family.id.length ? best : family),
      undefined,
    );
}

/** The id of the family that a model belongs to; undefined where the catalog does not know it. */
export const familyIdOf = (id: string): string | undefined => familyOf(id)?.id;

/** The id of the family whose prices are this model's; undefined for fine-tunes and variants, which cost something else. */
export function pricedAs(id: string): string | undefined {
  const family = familyOf(id);
  const plain = plainId(id);
  if (!family || id.startsWith('ft:') || pricedApart.includes(plain)) return undefined;
  return snapshot.test(plain.slice(family.id.length)) ? family.id : undefined;
}

/** Works for any id: an unknown model takes tools, images and sampling, and has no price. */
export function modelInfo(id: string): ModelInfo {
  const defaults = { efforts: [], images: true, tools: true, responsesOnly: false };
  const family = familyOf(id);
  if (!family) return { ...defaults, id, sampling: true, known: false };
  const { price: familyPrice, rules, ...rest } = family;
  return {
    ...defaults,
    sampling: false,
    known: true,
    ...rest,
    images: rules.input.includes('image'),
    id,
    ...(familyPrice && pricedAs(id) && { price: familyPrice }),
  };
}

/** What requests for a model must keep to; undefined where it is not in the catalog and may have any rules. */
export const modelRules = (id: string): ModelRules | undefined => familyOf(id)?.rules;

/** The models one can chat with, best first; those not in the catalog last, by name. */
export function chatModelIds(ids: readonly string[]): string[] {
  const rank = (id: string) => {
    const family = familyOf(id);
    return family ? families.indexOf(family) : families.length;
  };
  return ids
    .filter((id) => !notForChat.test(id))
    .sort((a, b) => rank(a) - rank(b) || a.localeCompare(b, 'en', { numeric: true }));
}

/** A sensible model of those a server lists; undefined where it lists none. */
export function defaultModelId(ids: readonly string[]): string | undefined {
  return preferred.find((id) => ids.includes(id)) ?? chatModelIds(ids)[0] ?? ids[0];
}

/** The list price of one request in US dollars; undefined where the model's price is not known. */
export function costUsd(id: string, usage: Usage): number | undefined {
  const rates = modelInfo(id).price;
  if (!rates) return undefined;
  const { inputTokens, cachedTokens, cacheWriteTokens = 0, outputTokens } = usage;
  const isLong = rates.longAboveTokens !== undefined && inputTokens > rates.longAboveTokens;
  const plainTokens = Math.max(0, inputTokens - cachedTokens - cacheWriteTokens);
  const input = plainTokens * rates.input + cachedTokens * rates.cachedInput + cacheWriteTokens * rates.cacheWrite;
  const output = outputTokens * rates.output;
  return (input * (isLong ? 2 : 1) + output * (isLong ? 1.5 : 1)) / 1e6;
}
