import { fenceAround } from './fence.ts';
import type { Attachment, Item, Transcript } from './transcript.ts';

/** The conversation for people: messages and answers as they are, tool calls folded. Images are named, not included. */
export function conversationMarkdown(title: string, transcript: Transcript): string {
  const parts = transcript.map(itemMarkdown).filter((text) => text !== '');
  return `${[`# ${oneLine(title)}`, ...parts].join('\n\n')}\n`;
}

function itemMarkdown(item: Item): string {
  switch (item.type) {
    case 'user':
      return ['## You', ...item.attachments.map(attachmentMarkdown), item.text].join('\n\n');
    case 'assistant':
      return item.text === '' ? '' : ['## Answer', item.text, ...sources(item.citations ?? [])].join('\n\n');
    case 'reasoning':
      return item.text === '' ? '' : folded('Thoughts', item.text);
    case 'toolCall': {
      const output = item.output === undefined ? [] : [fenced(item.output)];
      return folded(item.title ?? item.name, [fenced(item.arguments), ...output].join('\n\n'));
    }
    case 'serverCall':
      return item.input === '' ? '' : folded(item.call.kind, fenced(item.input));
    case 'question':
      return `> ${oneLine(item.question.text)}\n>\n> ${oneLine(item.answer?.text ?? item.answer?.option ?? 'No answer')}`;
    case 'result':
      return item.end === 'complete' ? `*${item.model}*` : `*${item.model}: ${item.end}*`;
  }
}

function attachmentMarkdown(attachment: Attachment): string {
  if (!('text' in attachment)) return `*Attached: ${oneLine(attachment.label)}*`;
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
