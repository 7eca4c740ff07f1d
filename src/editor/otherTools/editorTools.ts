import * as vscode from 'vscode';
import type { Edits } from '../review/edits.ts';
import type { ToolHost } from './otherTool.ts';
import { findOtherTools, type OtherTool } from './sources.ts';

/** The tools that other extensions, MCP servers and VS Code itself have registered, as of now. */
export const listOtherTools = (): OtherTool[] => sourced(vscode.lm.tools);

const sourced = (tools: readonly vscode.LanguageModelToolInformation[]): OtherTool[] =>
  findOtherTools(
    tools,
    vscode.extensions.all.map(({ id, packageJSON }) => ({ id, manifest: packageJSON as unknown })),
  );

/** Runs them through VS Code, which may ask once more for those that say they want it. */
export const editorToolHost = (outputCharacters: () => number, edits: Pick<Edits, 'write'>): ToolHost => ({
  outputCharacters,
  find: (name) => sourced(vscode.lm.tools.filter((tool) => tool.name === name))[0],
  invoke: async (name, input, { signal, conversationId, messageId }) => {
    signal.throwIfAborted();
    const cancellation = new vscode.CancellationTokenSource();
    const cancel = (): void => cancellation.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    try {
      const options = { toolInvocationToken: undefined, input };
      // Which files it changes is not known, as with a command.
      const write = { files: [], origin: { conversationId, messageId }, byCommand: true };
      const { content } = await edits.write(write, async () => vscode.lm.invokeTool(name, options, cancellation.token));
      return content;
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof Error && error.name === 'Canceled')
        throw new Error('The call was declined or cancelled outside of the chat. Do not try it again by another way.', {
          cause: error,
        });
      throw error;
    } finally {
      signal.removeEventListener('abort', cancel);
      cancellation.dispose();
    }
  },
});
