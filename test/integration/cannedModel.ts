import type { ServerResponse } from 'node:http';
import { ReadableStream } from 'node:stream/web';
import * as vscode from 'vscode';
import { startHttpServer, type TestServer } from '../support/httpServer.ts';
import { setUserSettings, useProfiles } from './accountSetup.ts';

/** A request as Chat Completions has it. */
interface Body {
  tools?: { function: { name: string } }[];
  model: string;
  messages: { role: string; content: string | { type: string; text?: string }[] | null }[];
}

export interface CannedModel extends AsyncDisposable {
  server: TestServer;
  /** What the last message of each request said, oldest first. */
  prompts: string[];
  bodies: Body[];
}

/** Gives the pieces of an answer, at its own pace. */
export type Answer = (prompt: string) => readonly string[] | AsyncIterable<string>;

/** Makes a Chat Completions server on loopback the active profile. Disposing takes the settings back. */
export async function useCannedModel(answer: Answer): Promise<CannedModel> {
  const prompts: string[] = [];
  const bodies: Body[] = [];
  const server = await startHttpServer((request, response) => {
    if (request.url?.endsWith('/models')) {
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ data: [{ id: 'gpt-4.1' }] }));
      return;
    }
    let json = '';
    request.setEncoding('utf8').on('data', (part: string) => (json += part));
    request.on('end', () => {
      const body = JSON.parse(json) as Body;
      const prompt = textOf(body);
      bodies.push(body);
      prompts.push(prompt);
      void stream(response, answer(prompt));
    });
  });
  await useProfiles({ name: 'Canned', baseURL: `${server.origin}/v1` });
  return {
    server,
    prompts,
    bodies,
    [Symbol.asyncDispose]: async () => {
      await setUserSettings({ 'parley.profiles': undefined, 'parley.activeProfile': undefined });
      await server[Symbol.asyncDispose]();
    },
  };
}

function textOf({ messages }: Body): string {
  const content = messages.at(-1)?.content ?? '';
  return typeof content === 'string' ? content : content.map(({ text = '' }) => text).join('\n');
}

async function stream(response: ServerResponse, pieces: ReturnType<Answer>): Promise<void> {
  const send = (choices: object[], usage?: object) =>
    response.write(`data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', choices, usage })}\n\n`);
  response.setHeader('content-type', 'text/event-stream');
  for await (const content of ReadableStream.from(pieces)) send([{ index: 0, delta: { content } }]);
  send([{ index: 0, delta: {}, finish_reason: 'stop' }]);
  send([], { prompt_tokens: 1000, completion_tokens: 234, total_tokens: 1234 });
  response.end('data: [DONE]\n\n');
}

/** Opens a new file of the workspace with the cursor or a selection at these 0-based places. */
export async function openDocument(
  name: string,
  text: string,
  selection: vscode.Selection,
): Promise<vscode.TextEditor> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (!folder) throw new Error('No workspace is open.');
  const uri = vscode.Uri.joinPath(folder.uri, 'src', name);
  await vscode.workspace.fs.writeFile(uri, Buffer.from(text));
  return vscode.window.showTextDocument(uri, { selection, preview: false });
}
