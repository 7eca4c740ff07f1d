import type { Endpoint } from './endpoints.ts';
import { propertiesOf } from './language/schema.ts';

/** How much a word counts by where it stands. */
const weights = { path: 4, name: 3, summary: 2, field: 1.5, description: 0.5 } as const;

type Place = keyof typeof weights;

/** Words that say nothing about which endpoint is meant. */
const empty = new Set(
  'a an and any api are as at be by call can could do does each for from get give gets give how i if in into is it its make me my new of on one openai or our out own please request send show so some tell than that the their them then there these this those to turn use used using via want was what when where which who why will with without work works would you your'.split(
    ' ',
  ),
);

/** What people say, and what the API calls it. */
const synonyms: Readonly<Record<string, readonly string[]>> = {
  ask: ['response'],
  chat: ['chat', 'response'],
  classify: ['moderation'],
  count: ['token', 'count'],
  dictate: ['transcription'],
  draw: ['image', 'generation'],
  embed: ['embedding'],
  finetune: ['fine', 'tuning'],
  finetuning: ['fine', 'tuning'],
  harmful: ['moderation'],
  moderate: ['moderation'],
  paint: ['image', 'generation'],
  photo: ['image'],
  picture: ['image'],
  rag: ['vector', 'store', 'search'],
  recording: ['audio', 'transcription'],
  remove: ['delete'],
  say: ['speech'],
  similarity: ['embedding'],
  sound: ['audio', 'speech'],
  speak: ['speech'],
  stop: ['cancel'],
  stt: ['transcription'],
  subtitle: ['transcription'],
  tune: ['tuning'],
  train: ['fine', 'tuning'],
  transcribe: ['transcription'],
  transcript: ['transcription'],
  translate: ['translation'],
  tts: ['speech'],
  voice: ['voice', 'speech'],
};

/** APIs that newer ones replace, each with the word that asks for it all the same. */
const replaced: Readonly<Record<string, string>> = {
  '/assistants': 'assistant',
  '/threads': 'thread',
  '/completions': 'legacy',
  '/images/variations': 'variation',
  '/realtime/sessions': 'beta',
  '/realtime/transcription_sessions': 'beta',
};

interface Indexed {
  endpoint: Endpoint;
  words: ReadonlyMap<string, number>;
}

/** The endpoints that fit a question in plain words, the best first; none where no word of it is in the table. */
export function searchEndpoints(endpoints: readonly Endpoint[], question: string, most = 5): Endpoint[] {
  const index = endpoints.map((endpoint): Indexed => ({ endpoint, words: wordsOf(endpoint) }));
  const asked = new Set(wordsIn(question).filter((word) => !empty.has(word)));
  const meant = new Set([...asked].flatMap((word) => synonyms[word] ?? [word]));
  const rarity = new Map([...meant].map((word) => [word, rarityOf(word, index)]));
  const named = namedIn(question);
  const scored = index.map(({ endpoint, words }) => {
    let score = 0;
    for (const [word, rare] of rarity) score += (words.get(word) ?? 0) * rare;
    if (named.has(endpoint.path)) score += 40;
    if (named.has(`${endpoint.method} ${endpoint.path}`)) score += 40;
    const [, word] = Object.entries(replaced).find(([path]) => `${endpoint.path}/`.startsWith(`${path}/`)) ?? [];
    if (word !== undefined && !asked.has(word)) score /= 4;
    // What makes a thing comes before what lists its parts.
    score /= 1 + 0.1 * endpoint.path.split('/').length;
    return { endpoint, score: endpoint.path === '/responses' ? score * 1.1 : score };
  });
  const best = Math.max(0, ...scored.map(({ score }) => score));
  return scored
    .filter(({ score }) => score > 0 && score >= best / 5)
    .sort((a, b) => b.score - a.score)
    .slice(0, most)
    .map(({ endpoint }) => endpoint);
}

/** Paths, and methods with paths, as the question has them. */
function namedIn(question: string): Set<string> {
  const found = new Set<string>();
  for (const [, method, path = ''] of question.matchAll(/(?:\b(GET|POST|DELETE)\s+)?(?:\/v1)?(\/[a-z_][\w/{}]*)/g)) {
    found.add(path);
    if (method !== undefined) found.add(`${method} ${path}`);
  }
  return found;
}

function rarityOf(word: string, index: readonly Indexed[]): number {
  const holding = index.filter(({ words }) => words.has(word)).length;
  return holding === 0 ? 0 : Math.log(1 + index.length / holding);
}

function wordsOf({ method, path, name, summary, body, query }: Endpoint): Map<string, number> {
  const words = new Map<string, number>();
  const add = (text: string, place: Place): void => {
    for (const word of wordsIn(text)) words.set(word, Math.max(words.get(word) ?? 0, weights[place]));
  };
  add(path, 'path');
  add(name, 'name');
  if (method === 'DELETE') add('delete', 'path');
  add(summary.replaceAll(/\]\([^)]*\)/g, ']'), 'summary');
  for (const schema of [body, query]) {
    for (const [field, { markdownDescription }] of Object.entries(propertiesOf(schema))) {
      add(field, 'field');
      if (typeof markdownDescription === 'string') add(markdownDescription.slice(0, 400), 'description');
    }
  }
  return words;
}

/** Lower-case words in one form: `fineTuning`, `fine_tuning` and `fine-tuning` are two, and plurals are singular. */
function wordsIn(text: string): string[] {
  const spaced = text.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return (spaced.match(/[\p{L}\p{N}]+/gu) ?? []).map(singular);
}

function singular(word: string): string {
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (word.length > 4 && /(?:ch|sh|x|ss)es$/.test(word)) return word.slice(0, -2);
  return word.length > 3 && /[^su]s$/.test(word) ? word.slice(0, -1) : word;
}
