import * as vscode from 'vscode';
import { countTokens } from '../../agent/tokens/countTokens.ts';
import { imageTokens } from '../../agent/tokens/imageTokens.ts';
import { contentOf } from './readMessages.ts';

/** What a message takes beside what it says: who says it, where it begins and ends. As OpenAI's cookbook has it. */
const frameTokens = 4;
/** What a tool call takes beside its name and arguments. */
const callTokens = 8;

/** How many tokens a message of VS Code's language model API takes of a model's context, about. */
export async function countMessage(
  model: string,
  { name, content }: vscode.LanguageModelChatRequestMessage,
): Promise<number> {
  const texts = [name ?? ''];
  const shown: unknown[] = [];
  let tokens = frameTokens;
  for (const part of content) {
    if (part instanceof vscode.LanguageModelToolCallPart) {
      tokens += callTokens;
      texts.push(part.name, JSON.stringify(part.input));
    } else if (part instanceof vscode.LanguageModelToolResultPart) {
      tokens += frameTokens;
      shown.push(...part.content);
    } else {
      shown.push(part);
    }
  }
  const { text, images } = contentOf(shown);
  for (const { data } of images) tokens += imageTokens(model, Buffer.from(data, 'base64'));
  for (const said of [...texts, text]) if (said !== '') tokens += await countTokens(model, said);
  return tokens;
}
