import type { ToolOutput } from '../../agent/tool.ts';
import type { ImageAttachment } from '../../agent/transcript.ts';
import { isObject } from '../../openai/isObject.ts';
import { imageType } from '../imageType.ts';
import { asData, cutMiddle } from '../tools/output.ts';
import { plainLine } from './plainText.ts';

const mostImages = 5;
const mostImageBytes = 5e6;

/** What a tool answered, for the model: text as data, pictures as such, of the rest what it was. */
export function resultOf(content: readonly unknown[], title: string, mostCharacters: number): ToolOutput {
  const texts: string[] = [];
  const images: ImageAttachment[] = [];
  for (const part of content) {
    const data = dataOf(part);
    // What it is, not what it says: the API refuses the whole conversation for one that is no image.
    const image = data && imageType(data.data);
    if (!data) {
      texts.push(textOf(part));
    } else if (isText(data.mimeType)) {
      texts.push(new TextDecoder().decode(data.data));
    } else if (image && data.data.length <= mostImageBytes && images.length < mostImages) {
      const label = `${title}, picture ${images.length + 1}`;
      images.push({ kind: 'image', label, mediaType: image, data: Buffer.from(data.data).toString('base64') });
    } else {
      texts.push(`[${plainLine(data.mimeType, 80)}, ${data.data.length} bytes: not shown]`);
    }
  }
  const text = texts.filter((one) => one !== '').join('\n');
  if (text !== '') return { text: asData(`The result of ${title}`, cutMiddle(text, mostCharacters)), images };
  return { text: images.length > 0 ? `${title} answered with pictures.` : `${title} answered with nothing.`, images };
}

const isText = (type: string): boolean => /^text\/|^application\/(json|xml)\b|[+](json|xml)$/.test(type);

/** A data part; older types of the editor's API do not know it. */
function dataOf(part: unknown): { mimeType: string; data: Uint8Array } | undefined {
  const { mimeType, data } = (part ?? {}) as { mimeType?: unknown; data?: unknown };
  return typeof mimeType === 'string' && data instanceof Uint8Array ? { mimeType, data } : undefined;
}

/** A text part, or the texts of a tree of prompt-tsx in their order. */
function textOf(part: unknown): string {
  const value = isObject(part) ? part.value : undefined;
  if (typeof value === 'string') return value;
  const found: string[] = [];
  collectTexts(value, found, 0);
  return found.join('');
}

function collectTexts(node: unknown, found: string[], level: number): void {
  if (level > 100 || typeof node !== 'object' || node === null) return;
  for (const [key, value] of Object.entries(node)) {
    if (key === 'text' && typeof value === 'string') found.push(value);
    else collectTexts(value, found, level + 1);
  }
}
