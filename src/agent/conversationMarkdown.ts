import { fenceAround } from './fence.ts';
import { dataImage } from './mediaOf.ts';
import type { ServerCall } from './serverCall.ts';
import type { Attachment, Item, Transcript } from './transcript.ts';

/** An image or a sound of a conversation, base64, with its name for people. */
export interface NamedMedia {
  mediaType: string;
  data: string;
  name: string;
}

/** What stands for it in Markdown: one line. */
type LinkOf = (media: NamedMedia) => string;

/**
 * The conversation for people: messages and answers as they are, tool calls folded. `linkOf` is asked for each image and
 * sound; without it they are named only.
 */
export function conversationMarkdown(title: string, transcript: Transcript, linkOf: LinkOf = named): string {
  const parts = transcript.map((item) => itemMarkdown(item, linkOf)).filter((text) => text !== '');
  return `${[`# ${oneLine(title)}`, ...parts].join('\n\n')}\n`;
}

const named: LinkOf = ({ name }) => `*Attached: ${oneLine(name)}*`;

function itemMarkdown(item: Item, linkOf: LinkOf): string {
  switch (item.type) {
    case 'user':
      return ['## You', ...item.attachments.map((each) => attachmentMarkdown(each, linkOf)), item.text].join('\n\n');
    case 'assistant':
      if (item.text === '' && !item.audio) return '';
      return [
        '## Answer',
        ...(item.audio ? [linkOf({ ...item.audio, name: 'Spoken answer' })] : []),
        item.text,
        ...sources(item.citations ?? []),
      ].join('\n\n');
    case 'reasoning':
      return item.text === '' ? '' : folded('Thoughts', item.text);
    case 'toolCall': {
      const output = item.output === undefined ? [] : [fenced(item.output)];
      const images = (item.images ?? []).map((image) => linkOf({ ...image, name: image.label }));
      return folded(item.title ?? item.name, [fenced(item.arguments), ...output, ...images].join('\n\n'));
    }
    case 'serverCall':
      return [
        ...(item.input === '' ? [] : [folded(item.call.kind, fenced(item.input))]),
        ...mediaOfCall(item.call).map(linkOf),
      ].join('\n\n');
    case 'question':
      return `> ${oneLine(item.question.text)}\n>\n> ${oneLine(item.answer?.text ?? item.answer?.option ?? 'No answer')}`;
    case 'result':
      return item.end === 'complete' ? `*${item.model}*` : `*${item.model}: ${item.end}*`;
  }
}

function mediaOfCall(call: ServerCall): NamedMedia[] {
  if (call.kind === 'imageGeneration') return call.image ? [{ ...call.image, name: call.prompt ?? 'Image' }] : [];
  if (call.kind !== 'codeInterpreter') return [];
  return call.outputs.flatMap((output) => {
    const image = output.type === 'image' ? dataImage(output.url) : undefined;
    return image ? [{ ...image, name: 'Figure' }] : [];
  });
}

function attachmentMarkdown(attachment: Attachment, linkOf: LinkOf): string {
  if (attachment.kind === 'image') return linkOf({ ...attachment, name: attachment.label });
  if (attachment.kind === 'audio')
    return linkOf({ ...attachment, mediaType: `audio/${attachment.format}`, name: attachment.label });
  return folded(attachment.label, fenced(attachment.text, attachment.languageId));
}

function sources(citations: readonly { kind: string; url?: string; title?: string; name?: string }[]): string[] {
  const lines = citations.map(({ url, title, name }, at) =>
    url === undefined
      ? `${at + 1}. ${oneLine(name ?? '')}`
      : `${at + 1}. ${oneLine(title ?? '')} <${url.replaceAll(/[\s<>]/g, '')}>`,
  );
  return lines.length > 0 ? [lines.join('\n')] : [];
}

const folded = (summary: string, text: string): string =>
  `<details>\n<summary>${escapeHtml(oneLine(summary))}</summary>\n\n${text}\n\n</details>`;

function fenced(text: string, language = ''): string {
  const fence = fenceAround(text);
  return `${fence}${language.replaceAll(/[^\w+#-]/g, '')}\n${text}\n${fence}`;
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
