import { posix } from 'node:path';
import * as vscode from 'vscode';
import type { CopyFormat } from '../../protocol/requests.ts';
import { parseCell } from '../notebook/cell.ts';
import { insertCells } from '../notebook/insertCells.ts';
import { loadEndpoints } from '../notebook/loadEndpoints.ts';
import type { Parts } from '../parts.ts';
import { cellOfRequest } from './cellOfRequest.ts';
import { exchangeOf, fixtureOf, parseFixture } from './fixture.ts';
import type { RecordedRequest } from './recordedRequest.ts';

type ActionParts = Pick<Parts, 'account' | 'log' | 'replay' | 'requests'>;

/** What fits into a text. */
const mostFixtureBytes = 500e6;

const names: Record<CopyFormat, string> = { curl: 'curl', typescript: 'TypeScript', python: 'Python' };

/** Puts a request into the clipboard as code, with the key as a variable. */
export async function copyRequest(app: ActionParts, request: RecordedRequest, format: CopyFormat): Promise<void> {
  const { text } = cellOf(app, request);
  const [{ readCall }, { write }, endpoints] = await Promise.all([
    import('../notebook/copyAs/readCall.ts'),
    writerOf(format),
    loadEndpoints(),
  ]);
  const { account } = app;
  const call = readCall(parseCell(text), [account.profile, ...account.profiles()], endpoints, () => undefined);
  await vscode.env.clipboard.writeText(write(call));
  vscode.window.setStatusBarMessage(`$(check) Copied as ${names[format]}`, 4_000);
}

async function writerOf(format: CopyFormat) {
  switch (format) {
    case 'curl':
      return { write: (await import('../notebook/copyAs/writeCurl.ts')).writeCurl };
    case 'typescript':
      return { write: (await import('../notebook/copyAs/writeTypeScript.ts')).writeTypeScript };
    case 'python':
      return { write: (await import('../notebook/copyAs/writePython.ts')).writePython };
  }
}

/** Puts a request into the active API notebook, or a new one; `edit` puts the cursor into it. Runs nothing. */
export async function openAsCell(
  app: ActionParts,
  request: RecordedRequest,
  { edit }: { edit: boolean },
): Promise<void> {
  const { text, notes } = cellOf(app, request);
  await insertCells([text]);
  if (edit) await vscode.commands.executeCommand('notebook.cell.edit');
  if (notes.length > 0) void vscode.window.showInformationMessage(notes.join(' '));
}

function cellOf({ account }: ActionParts, request: RecordedRequest) {
  return cellOfRequest(request, { active: account.profile, all: account.profiles() });
}

/** Writes the requests of the list to a file that answers in place of a server. */
export async function exportSession(
  { log, requests }: ActionParts,
  featureOf: (label?: string) => string,
): Promise<void> {
  const exchanges = requests.requests.flatMap(
    (request) => exchangeOf(request, featureOf(request.sent.label), log.hidden) ?? [],
  );
  if (exchanges.length === 0) throw new Error('There is no answered request of HTTP that could be replayed.');
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const target = await vscode.window.showSaveDialog({
    title: 'Export Requests as Fixture',
    filters: { JSON: ['json'] },
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, 'requests.json') }),
  });
  if (!target) return;
  const text = `${JSON.stringify(fixtureOf(exchanges), undefined, 2)}\n`;
  await vscode.workspace.fs.writeFile(target, Buffer.from(text));
  const left = requests.requests.length - exchanges.length;
  const open = 'Open';
  const chosen = await vscode.window.showInformationMessage(
    `${exchanges.length} requests are in ${posix.basename(target.path)}, with all that was sent and answered but the keys.` +
      (left > 0 ? ` ${left} without an answer to replay are not.` : ''),
    open,
  );
  if (chosen === open) await vscode.window.showTextDocument(target);
}

/** Asks for a fixture and lets it answer in place of a server. */
export async function replayFixture({ replay }: ActionParts, given?: vscode.Uri): Promise<void> {
  const [file] = given
    ? [given]
    : ((await vscode.window.showOpenDialog({
        title: 'Replay Requests from a Fixture',
        openLabel: 'Replay',
        filters: { 'Exported requests': ['json', 'jsonl'] },
      })) ?? []);
  if (!file) return;
  const { size } = await vscode.workspace.fs.stat(file);
  if (size > mostFixtureBytes) throw new Error('This file is larger than 500 MB: it is too big to be replayed.');
  const fixture = parseFixture(Buffer.from(await vscode.workspace.fs.readFile(file)).toString('utf8'));
  const pace = [
    { label: 'At the pace of the recording', paced: true },
    { label: 'At once', paced: false },
  ];
  const chosen = await vscode.window.showQuickPick(pace, {
    title: 'Replay',
    placeHolder: 'How fast do the answers come?',
  });
  if (!chosen) return;
  await replay.start(fixture, posix.basename(file.path), chosen);
}
