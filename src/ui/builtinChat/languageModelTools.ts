import * as vscode from 'vscode';
import type { PreparedCall, Tool, ToolContext, ToolOutput } from '../../agent/tool.ts';
import { dataPart } from '../../editor/dataPart.ts';
import { readSettings } from '../../editor/settings.ts';
import { isObject } from '../../openai/isObject.ts';
import { createApiTools } from '../apiTools/index.ts';
import { confirm } from '../notebook/cellAccess.ts';
import type { Parts } from '../parts.ts';
import { confirmationMarkdown, confirmationText, escapeMarkdown } from './confirmationMarkdown.ts';

/** Asks in a dialog that has to be answered. */
export type Confirm = typeof confirm;

/** Our tools for VS Code's own chat and for other extensions: VS Code asks the user before each call. */
export class LanguageModelTools {
  readonly #tools: ReadonlyMap<string, Tool>;
  readonly #confirm: Confirm;

  constructor(parts: Pick<Parts, 'account' | 'conversations' | 'lastEditor' | 'log'>, ask: Confirm = confirm) {
    const tools = createApiTools({ ...parts, outputCharacters: () => readSettings().toolOutputCharacters });
    this.#tools = new Map(tools.map((tool) => [tool.name, tool]));
    this.#confirm = ask;
  }

  /** What the user is asked before a call. Rejects with a sentence for the model where the input does not fit. */
  async prepare(name: string, input: unknown, token: vscode.CancellationToken): Promise<vscode.PreparedToolInvocation> {
    return withSignal(token, async (signal) => {
      const { title, approval } = await this.#prepareCall(name, input, signal);
      const invocationMessage = new vscode.MarkdownString(escapeMarkdown(title));
      if (!approval) return { invocationMessage };
      const message = new vscode.MarkdownString(confirmationMarkdown(approval.detail));
      return { invocationMessage, confirmationMessages: { title: approval.title, message } };
    });
  }

  /** Rejects with a sentence for the model, or a `CancellationError`. */
  async invoke(name: string, input: unknown, token: vscode.CancellationToken): Promise<vscode.LanguageModelToolResult> {
    return withSignal(token, async (signal) => {
      const call = await this.#prepareCall(name, input, signal);
      const { approval } = call;
      // VS Code may have been told to ask no more about this tool; what nothing covers is asked all the same.
      if (approval && approval.scope === undefined) {
        const { title } = approval;
        const detail = confirmationText(approval.detail);
        if (!(await this.#confirm({ message: `${title}?`, detail, action: 'Continue' })))
          // To an error VS Code adds that the model should try again.
          return resultOf('The user declined. Do not try it by another way.');
      }
      signal.throwIfAborted();
      return resultOf(await call.run());
    });
  }

  async #prepareCall(name: string, input: unknown, signal: AbortSignal): Promise<PreparedCall> {
    const tool = this.#tools.get(name);
    if (!tool) throw new Error(`There is no tool ${name}.`);
    const { properties } = tool.parameters;
    // Models of VS Code leave out what they do not need; the schema of our own says null there.
    const absent = Object.keys(isObject(properties) ? properties : {}).map((key) => [key, null] as const);
    const given = isObject(input) ? input : {};
    const context: ToolContext = {
      conversationId: '',
      messageId: '',
      callId: '',
      signal,
      report: () => undefined,
      ask: () => Promise.reject(new Error('Nobody can be asked here.')),
    };
    return tool.prepare(JSON.stringify({ ...Object.fromEntries(absent), ...given }), context);
  }
}

async function withSignal<Result>(
  token: vscode.CancellationToken,
  run: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const abort = new AbortController();
  const cancel = () => abort.abort(new vscode.CancellationError());
  const cancelling = token.onCancellationRequested(cancel);
  if (token.isCancellationRequested) cancel();
  try {
    return await run(abort.signal);
  } finally {
    cancelling.dispose();
  }
}

function resultOf(output: string | ToolOutput): vscode.LanguageModelToolResult {
  const { text, images } = typeof output === 'string' ? { text: output, images: [] } : output;
  const result = new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
  result.content.push(
    ...images.flatMap(({ data, mediaType }) => dataPart(Buffer.from(data, 'base64'), mediaType) ?? []),
  );
  return result;
}
