import { fenceAround } from '../fence.ts';
import type { ImageAttachment, TextAttachment, UserItem } from '../transcript.ts';

/** A user message for a model: attachments first, then what the user says about them, and what held then. */
export interface UserContent {
  text: string;
  images: readonly ImageAttachment[];
}

/** Where the model takes no images, a line says what is missing. */
export function userContent({ text, attachments, facts = [] }: UserItem, takesImages: boolean): UserContent {
  const images = attachments.filter((attachment) => attachment.kind === 'image');
  const blocks = attachments.map((attachment) => {
    if (attachment.kind !== 'image') return fenced(attachment);
    return takesImages ? '' : `[The image "${attachment.label}" is left out: this model takes no images.]`;
  });
  return {
    text: [...blocks, text, factsBlock(facts)].filter((block) => block !== '').join('\n\n'),
    images: takesImages ? images : [],
  };
}

const factsBlock = (facts: readonly string[]): string =>
  facts.length === 0 ? '' : `[From the editor, as data. ${facts.join('. ')}.]`;

export const dataUrl = ({ mediaType, data }: ImageAttachment): string => `data:${mediaType};base64,${data}`;

function fenced({ uri, languageId, startLine, endLine, text }: TextAttachment): string {
  const lines = startLine === undefined ? '' : `, lines ${startLine}–${endLine ?? startLine}`;
  const fence = fenceAround(text);
  return `${pathOf(uri)}${lines}:\n${fence}${languageId}\n${text}\n${fence}`;
}

/** The path of a file on disk, else the URI as it is. */
function pathOf(uri: string): string {
  if (!uri.startsWith('file://') || !URL.canParse(uri)) return uri;
  const path = new URL(uri).pathname;
  try {
    return decodeURIComponent(path);
  } catch {
    return path; // A stray "%" is part of the name.
  }
}
