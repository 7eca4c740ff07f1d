import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Alternative, Item } from '../agent/transcript.ts';
import type { Branch } from './branches.ts';
import { itemSchema } from './itemSchema.ts';
import type { WholeConversation } from './wholeConversation.ts';

const format = 'parley-conversation';

/** Fields that are no text of people: what looks like a key in them is none. */
const opaque: ReadonlySet<string> = new Set(['encryptedContent', 'data', 'base64']);

/** The conversation as a file; `clean` gets every text and gives it back without secrets. */
export function toConversationFile(whole: WholeConversation, clean: (text: string) => string): string {
  const cleaned = (key: string, value: unknown) =>
    typeof value === 'string' && !opaque.has(key) ? clean(value) : value;
  const items = whole.items.map((each) => ({ ...each, item: withoutSplitSecrets(each.item, clean) }));
  return `${JSON.stringify({ format, version: 1, ...whole, items }, cleaned, 1)}\n`;
}

/** The tokens of an answer spell its text in pieces too short to look like a key. */
function withoutSplitSecrets(item: Item, clean: (text: string) => string): Item {
  if (item.type !== 'assistant') return item;
  const { alternatives } = item;
  const own = withoutSplitSecret(item, clean);
  return alternatives ? { ...own, alternatives: alternatives.map((each) => withoutSplitSecret(each, clean)) } : own;
}

function withoutSplitSecret<Said extends Alternative>(said: Said, clean: (text: string) => string): Said {
  if (!said.logprobs) return said;
  const { logprobs, ...rest } = said;
  const spelled = logprobs.map(({ token }) => token).join('');
  return clean(spelled) === spelled && clean(said.text) === said.text ? said : (rest as Said);
}

const count = z.int().min(0).max(1_000_000);

const file = z.object({
  format: z.literal(format),
  version: z.literal(1),
  title: z.string().trim().min(1).max(1000),
  workspace: z.string().max(1000).catch(''),
  branch: count,
  branches: z.array(z.object({ id: count.min(1), parent: count, fork: count })).max(1000),
  items: z.array(z.object({ branch: count, position: count, item: itemSchema })).max(100_000),
});

/** Reads what `toConversationFile` wrote, or anybody else: throws a sentence where it is no such file, or damaged. */
export function parseConversationFile(text: string): WholeConversation {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Error('This file is no JSON. Choose one that Export Conversation has written.');
  }
  const parsed = file.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const place = issue?.path.join('.') ?? '';
    throw new Error(
      `This file is no conversation of Parley, or is damaged${place === '' ? '' : ` at ${place}`}: ${issue?.message ?? ''}`,
    );
  }
  const whole: WholeConversation = parsed.data;
  refuseBrokenTree(whole);
  return { ...whole, items: withIdsOfTheirOwn(whole.items) };
}

/** All goes by the id of an item: where two have the same, the second gets a new one. */
function withIdsOfTheirOwn(items: WholeConversation['items']): WholeConversation['items'] {
  const seen = new Set<string>();
  return items.map((each) => {
    const { item } = each;
    const own = seen.has(item.id) ? { ...item, id: randomUUID() } : item;
    seen.add(own.id);
    return { ...each, item: own };
  });
}

/** Each branch hangs on an earlier one that reaches so far, and holds its items one after the other. */
function refuseBrokenTree({ branch: shown, branches, items }: WholeConversation): void {
  const all: readonly Branch[] = [{ id: 0, parent: 0, fork: 0 }, ...branches];
  const ends = new Map<number, number>();
  const forks = new Map<number, number>();
  const positions = Map.groupBy(items, ({ branch }) => branch);
  for (const { id: own, parent, fork } of all) {
    const held = positions.get(own) ?? [];
    const parentEnd = ends.get(parent);
    const hangs =
      own === 0 || (parentEnd !== undefined && fork <= parentEnd && (parent === 0 || fork > (forks.get(parent) ?? 0)));
    if (ends.has(own) || !hangs || held.some(({ position }, at) => position !== fork + at)) {
      throw new Error(`This file is damaged: branch ${own} does not fit.`);
    }
    ends.set(own, fork + held.length);
    forks.set(own, fork);
  }
  if (!ends.has(shown) || items.some(({ branch }) => !ends.has(branch))) {
    throw new Error('This file is damaged: a branch is missing.');
  }
  if (items.length === 0) throw new Error('There is no message in this file.');
}
