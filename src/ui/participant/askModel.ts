import * as vscode from 'vscode';
import { messageOf } from '../../agent/failure.ts';
import { cutMiddle } from '../../editor/tools/output.ts';

/** More often than this the tools are not called for one answer. */
const mostRounds = 8;

interface Question {
  model: vscode.LanguageModelChat;
  messages: readonly vscode.LanguageModelChatMessage[];
  /** What the user attached of the tools of `vscode.lm`. */
  tools: readonly vscode.LanguageModelToolInformation[];
  /** Ties the tools' questions to this answer in the chat. */
  request?: Pick<vscode.ChatRequest, 'toolInvocationToken'>;
  stream: Pick<vscode.ChatResponseStream, 'markdown' | 'progress'>;
  token: vscode.CancellationToken;
}

/**
 * Shows the model's answer as it comes, calls the tools that it asks for, and answers with all its text. Rejects with what
 * the model's provider threw. A tool that fails is told to the model.
 */
export async function askModel({ model, messages, tools, request, stream, token }: Question): Promise<string> {
  const conversation = [...messages];
  const texts: string[] = [];
  for (let round = 0; ; round++) {
    if (tools.length > 0 && round === mostRounds)
      stream.progress(`The tools were called ${mostRounds} times. Answering with what there is…`);
    const { text, calls } = await askOnce(round < mostRounds ? tools : [], round === 0);
    if (text !== '') texts.push(text);
    if (calls.length === 0 || token.isCancellationRequested) return texts.join('\n\n');
    if (text !== '') stream.markdown('\n\n');
    const said = text === '' ? [] : [new vscode.LanguageModelTextPart(text)];
    conversation.push(vscode.LanguageModelChatMessage.Assistant([...said, ...calls]));
    // One after the other: each may ask the user.
    const results: vscode.LanguageModelToolResultPart[] = [];
    for (const call of calls) results.push(await run(call));
    conversation.push(vscode.LanguageModelChatMessage.User(results));
  }

  async function askOnce(
    offered: readonly vscode.LanguageModelToolInformation[],
    first: boolean,
  ): Promise<{ text: string; calls: vscode.LanguageModelToolCallPart[] }> {
    // The user attached it to have it called. Of several, not every model can be made to call one.
    const must = first && offered.length === 1;
    const mode = must ? vscode.LanguageModelChatToolMode.Required : vscode.LanguageModelChatToolMode.Auto;
    const options: vscode.LanguageModelChatRequestOptions = {
      justification: 'To answer what you ask @parley.',
      ...(offered.length > 0 && {
        tools: offered.map(({ name, description, inputSchema }) => ({
          name,
          description,
          ...(inputSchema && { inputSchema }),
        })),
        toolMode: mode,
      }),
    };
    const response = await model.sendRequest(conversation, options, token);
    let text = '';
    const calls: vscode.LanguageModelToolCallPart[] = [];
    for await (const part of response.stream) {
      if (token.isCancellationRequested) break;
      if (part instanceof vscode.LanguageModelTextPart) {
        text += part.value;
        stream.markdown(part.value);
      } else if (part instanceof vscode.LanguageModelToolCallPart) {
        calls.push(part);
      }
    }
    return { text, calls };
  }

  async function run({
    callId,
    name,
    input,
  }: vscode.LanguageModelToolCallPart): Promise<vscode.LanguageModelToolResultPart> {
    const answer = (content: unknown[]) => new vscode.LanguageModelToolResultPart(callId, content);
    // A model may name any tool that it has heard of.
    if (!tools.some((tool) => tool.name === name))
      return answer([new vscode.LanguageModelTextPart(`There is no tool ${name} here.`)]);
    try {
      const { content } = await vscode.lm.invokeTool(
        name,
        { toolInvocationToken: request?.toolInvocationToken, input },
        token,
      );
      return answer(content.map((part) => cut(part, model.maxInputTokens)));
    } catch (error) {
      if (token.isCancellationRequested) throw error;
      return answer([new vscode.LanguageModelTextPart(`The tool failed: ${messageOf(error)}`)]);
    }
  }
}

/** With about four characters a token, a result takes a quarter of the model's context at most. */
const cut = (part: unknown, mostCharacters: number): unknown =>
  part instanceof vscode.LanguageModelTextPart && part.value.length > mostCharacters
    ? new vscode.LanguageModelTextPart(cutMiddle(part.value, mostCharacters))
    : part;
