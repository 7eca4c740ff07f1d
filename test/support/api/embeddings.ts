import { ApiError, json, objectsIn, required, textIn, type Routes } from './api.ts';
import { numbersOf } from './media.ts';

const dimensionsOf: Record<string, number> = {
  'text-embedding-3-small': 1536,
  'text-embedding-3-large': 3072,
  'text-embedding-ada-002': 1536,
};

/** Embeddings whose likeness is that of the words, and moderations by words. */
export const embeddingRoutes: Routes = {
  'POST /embeddings': ({ body }) => {
    const model = required(body, 'model');
    const inputs = inputsOf(body.input);
    if (inputs.length === 0) throw new ApiError(400, "Missing required parameter: 'input'.", { param: 'input' });
    const dimensions = typeof body.dimensions === 'number' ? body.dimensions : (dimensionsOf[model] ?? 1536);
    const tokens = inputs.reduce((sum, text) => sum + Math.ceil(text.length / 4), 0);
    return json({
      object: 'list',
      data: inputs.map((text, index) => {
        const vector = embed(text, dimensions);
        const embedding = body.encoding_format === 'base64' ? base64Of(vector) : vector;
        return { object: 'embedding', index, embedding };
      }),
      model,
      usage: { prompt_tokens: tokens, total_tokens: tokens },
    });
  },
  'POST /moderations': ({ body }) => {
    const inputs = typeof body.input === 'string' ? [body.input] : Array.isArray(body.input) ? body.input : [];
    if (inputs.length === 0) throw new ApiError(400, "Missing required parameter: 'input'.", { param: 'input' });
    const parts = objectsIn(inputs);
    // Parts of one input, or several texts.
    const texts = parts.length > 0 ? [parts.map(({ text }) => textIn(text)).join(' ')] : inputs.map(String);
    return json({
      id: 'modr-local',
      model: typeof body.model === 'string' ? body.model : 'omni-moderation-latest',
      results: texts.map(moderate),
    });
  },
};

/** Texts, or lists of tokens as texts. */
function inputsOf(input: unknown): string[] {
  if (typeof input === 'string') return input === '' ? [] : [input];
  if (!Array.isArray(input)) return [];
  if (input.every((token) => typeof token === 'number')) return input.length === 0 ? [] : [input.join(' ')];
  return input.map((item) => (Array.isArray(item) ? item.join(' ') : String(item)));
}

/** A unit vector: the sum of a direction for each word and for each beginning of a word. */
function embed(text: string, dimensions: number): number[] {
  const sum = new Array<number>(dimensions).fill(0);
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? ['']) {
    for (const part of [word, word.slice(0, 4)]) {
      const random = numbersOf(part);
      for (let at = 0; at < 32; at++) {
        const index = Math.floor((random(at) * 255 * 37 + at * 131) % dimensions);
        sum[index] = (sum[index] ?? 0) + random(at + 7) - 0.5;
      }
    }
  }
  const norm = Math.hypot(...sum) || 1;
  return sum.map((value) => value / norm);
}

function base64Of(vector: readonly number[]): string {
  return Buffer.from(Float32Array.from(vector).buffer).toString('base64');
}

const categories: Record<string, RegExp> = {
  sexual: /\bsex/i,
  'sexual/minors': /^$/,
  harassment: /\b(stupid|idiot|hate you)\b/i,
  'harassment/threatening': /\b(hurt|kill) (you|them|him|her)\b/i,
  hate: /\bhate\b/i,
  'hate/threatening': /^$/,
  illicit: /\b(steal|smuggle)\b/i,
  'illicit/violent': /^$/,
  'self-harm': /^$/,
  'self-harm/intent': /^$/,
  'self-harm/instructions': /^$/,
  violence: /\b(kill|hurt|shoot|burn (it|them) down)\b/i,
  'violence/graphic': /\bblood/i,
};

function moderate(text: string): object {
  const random = numbersOf(text);
  const scores = Object.entries(categories).map(([name, words], index) => {
    const score = words.test(text) && text !== '' ? 0.82 + random(index) * 0.17 : random(index) * 0.02;
    return [name, score] as const;
  });
  return {
    flagged: scores.some(([, score]) => score > 0.5),
    categories: Object.fromEntries(scores.map(([name, score]) => [name, score > 0.5])),
    category_scores: Object.fromEntries(scores),
    category_applied_input_types: Object.fromEntries(scores.map(([name]) => [name, ['text']])),
  };
}
