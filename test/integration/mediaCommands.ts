import * as vscode from 'vscode';
import { startRawServer, type RawServer, type Respond } from '../support/rawServer.ts';
import { until } from '../support/until.ts';
import { useProfiles } from './accountSetup.ts';

/** Makes a server with these models the active profile; `respond` answers everything else. */
export async function useServer(models: readonly string[], respond: Respond): Promise<RawServer> {
  const data = models.map((id) => ({ id }));
  const server = await startRawServer((request, response, incoming) => {
    if (!request.url.endsWith('/models')) return respond(request, response, incoming);
    return response.setHeader('content-type', 'application/json').end(JSON.stringify({ data }));
  });
  await useProfiles({ name: 'Media', baseURL: `${server.origin}/v1` });
  return server;
}

export const run = (command: string, ...args: unknown[]) =>
  vscode.commands.executeCommand(`parley.${command}`, ...args);

/** Runs a command and takes the first row of each list, and the text of each box as it is. */
export async function runAndAccept(command: string, ...args: unknown[]): Promise<void> {
  let done = false;
  const running = Promise.resolve(run(command, ...args)).finally(() => (done = true));
  await until('the questions are answered', async () => {
    if (!done) await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    return done;
  });
  await running;
}
