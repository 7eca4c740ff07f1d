import type { ToolOutput } from '../../agent/tool.ts';
import type { ImageAttachment } from '../../agent/transcript.ts';
import { imageType } from '../imageType.ts';
import { dataOf, isTextType, textOf } from '../languageModelParts.ts';
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
    } else if (isTextType(data.mimeType)) {
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
