import * as vscode from 'vscode';
import { fencedAttachment } from '../../agent/models/userText.ts';
import type { ImageAttachment, TextAttachment } from '../../agent/transcript.ts';
import { dataPart } from '../../editor/dataPart.ts';
import { cutAtLine, fitTexts, latestThatFit } from './fitTexts.ts';

/** Of what the model takes, the part that is filled: its tokens are counted, but what stands around them is not. */
const filled = 0.9;
const imageTokens = 1000;

interface Content {
  instructions: string;
  history: vscode.ChatContext['history'];
  /** What may be cut. */
  context: readonly TextAttachment[];
  /** What may not: it is to be replaced as a whole. */
  subject?: TextAttachment | undefined;
  images: readonly ImageAttachment[];
  text: string;
}

interface Composed {
  messages: vscode.LanguageModelChatMessage[];
  /** The labels of what was cut to fit. */
  cut: readonly string[];
  /** The labels of the pictures that this VS Code cannot send. */
  unsent: readonly string[];
}

/**
 * A request and what came before it, as messages that fit into the model: what goes along is cut first, then the oldest
 * messages are left out. Throws a sentence where what may not be cut does not fit.
 */
export async function composeMessages(
  model: vscode.LanguageModelChat,
  { instructions, history, context, subject, images, text }: Content,
  token: vscode.CancellationToken,
): Promise<Composed> {
  const count = (some: string): Thenable<number> => model.countTokens(some, token);
  const whole = [instructions, text, ...(subject ? [fencedAttachment(subject)] : [])];
  const turns = exchangesOf(history);
  const [fixed, sizes, before] = await Promise.all([
    Promise.all(whole.map(count)),
    Promise.all(context.map((each) => count(each.text))),
    Promise.all(turns.map(({ said, answered }) => count(`${said}\n${answered}`))),
  ]);
  const sum = (tokens: readonly number[]): number => tokens.reduce((all, each) => all + each, 0);
  const shown = images.map(({ label, data, mediaType }) => ({
    label,
    part: dataPart(Buffer.from(data, 'base64'), mediaType),
  }));
  const pictures = shown.flatMap(({ part }) => part ?? []);
  const room = model.maxInputTokens * filled - sum(fixed) - pictures.length * imageTokens;
  if (room < 0) throw new Error('That is too much for this model at once. Select the part that matters.');
  const allowed = fitTexts(
    context.map((each, index) => ({ characters: each.text.length, tokens: sizes[index] ?? 0 })),
    room,
  );
  const sent = context.map((each, index) => cutTo(each, allowed[index] ?? 0));
  const cut = context.flatMap(({ label, text: complete }, index) => (sent[index]?.text === complete ? [] : [label]));
  const used = sum(
    sizes.map(
      (tokens, index) => (tokens * (sent[index]?.text.length ?? 0)) / Math.max(1, context[index]?.text.length ?? 0),
    ),
  );
  const kept = turns.slice(turns.length - latestThatFit(before, room - used));
  const blocks = [...sent, ...(subject ? [subject] : [])].map(fencedAttachment);
  return {
    messages: [
      vscode.LanguageModelChatMessage.User(instructions),
      ...kept.flatMap(({ said, answered }) => [
        vscode.LanguageModelChatMessage.User(said),
        ...(answered === '' ? [] : [vscode.LanguageModelChatMessage.Assistant(answered)]),
      ]),
      vscode.LanguageModelChatMessage.User([
        ...pictures,
        new vscode.LanguageModelTextPart([...blocks, text].join('\n\n')),
      ]),
    ],
    cut,
    unsent: shown.flatMap(({ label, part }) => (part ? [] : [label])),
  };
}

function cutTo(attachment: TextAttachment, characters: number): TextAttachment {
  const text = cutAtLine(attachment.text, characters);
  if (text === attachment.text) return attachment;
  const { startLine = 1 } = attachment;
  return { ...attachment, text, startLine, endLine: startLine + text.split('\n').length - 1 };
}

interface Exchange {
  said: string;
  answered: string;
}

function exchangesOf(history: vscode.ChatContext['history']): Exchange[] {
  const exchanges: Exchange[] = [];
  for (const turn of history) {
    if (turn instanceof vscode.ChatRequestTurn) {
      const command = turn.command === undefined ? '' : `/${turn.command} `;
      exchanges.push({ said: `${command}${turn.prompt}`.trim() || '…', answered: '' });
    } else if (turn instanceof vscode.ChatResponseTurn) {
      const texts = turn.response.flatMap((part) =>
        part instanceof vscode.ChatResponseMarkdownPart ? [part.value.value] : [],
      );
      const last = exchanges.at(-1);
      if (last) last.answered += texts.join('');
    }
  }
  return exchanges;
}
