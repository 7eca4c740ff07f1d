import type { Item, Usage } from '../transcript.ts';
import { imageTokens } from '../tokens/imageTokens.ts';
import type { ModelRequest } from './modelStream.ts';

/** English has about so many bytes of UTF-8 to a token; code and other languages have somewhat fewer. */
const bytesPerToken = 4;

/** What a request uses with what was `said` to it, about: for answers that end before the server says it. */
export function estimateUsage({ model, instructions, transcript, tools }: ModelRequest, said: string): Usage {
  const usage = estimateTexts([instructions, JSON.stringify(tools), ...transcript.flatMap(sentTexts)], said);
  const images = transcript.flatMap(sentImages).map(({ data }) => imageTokens(model, Buffer.from(data, 'base64')));
  return { ...usage, inputTokens: images.reduce((sum, tokens) => sum + tokens, usage.inputTokens) };
}

/** The same of texts. Nothing is taken for cached. */
export function estimateTexts(sent: readonly string[], said: string): Usage {
  const inputTokens = sent.reduce((sum, text) => sum + tokensOf(text), 0);
  return { inputTokens, cachedTokens: 0, outputTokens: tokensOf(said), reasoningTokens: 0, estimated: true };
}

const tokensOf = (text: string): number => Math.ceil(Buffer.byteLength(text) / bytesPerToken);

function sentTexts(item: Item): readonly string[] {
  switch (item.type) {
    case 'user':
      return [item.text, ...(item.facts ?? []), ...item.attachments.map((each) => ('text' in each ? each.text : ''))];
    case 'assistant':
      return [item.text];
    case 'toolCall':
      return [item.name, item.arguments, item.output ?? ''];
    case 'serverCall':
      return [item.input];
    case 'reasoning':
    case 'question':
    case 'result':
      return [];
  }
}

function sentImages(item: Item) {
  if (item.type === 'toolCall') return item.images ?? [];
  return item.type === 'user' ? item.attachments.filter((each) => each.kind === 'image') : [];
}
