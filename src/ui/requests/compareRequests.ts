import * as vscode from 'vscode';
import type { Log } from '../../editor/log.ts';
import { detailsOf, shownEvents } from './requestDetails.ts';
import type { RecordedRequest } from './recordedRequest.ts';
import type { RequestRecorder } from './requestRecorder.ts';
import { parsedJson } from './wireEvents.ts';

const scheme = 'parley-request';
const mostEvents = 5_000;

interface Ports {
  requests: RequestRecorder;
  log: Log;
}

type Half = 'request' | 'answer';

/** Texts of requests, read-only, for VS Code's diff. */
export class RequestDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #app: Ports;
  readonly #registration: vscode.Disposable;

  constructor(app: Ports) {
    this.#app = app;
    this.#registration = vscode.workspace.registerTextDocumentContentProvider(scheme, this);
  }

  /** Asks with which other, and shows what differs in what was sent and in what came. */
  async compare(request: RecordedRequest): Promise<void> {
    const others = this.#app.requests.requests.filter(({ id }) => id !== request.id).reverse();
    if (others.length === 0) throw new Error('There is no other request to compare it with.');
    // Those to the same path come first.
    const items = others
      .toSorted((a, b) => Number(b.sent.path === request.sent.path) - Number(a.sent.path === request.sent.path))
      .map((other) => ({ label: nameOf(other), description: timeOf(other), detail: other.sent.url, other }));
    const chosen = await vscode.window.showQuickPick(items, {
      title: `Compare ${nameOf(request)} of ${timeOf(request)}`,
      placeHolder: 'With which request?',
      matchOnDescription: true,
    });
    if (!chosen) return;
    for (const half of ['answer', 'request'] as const) {
      const title = `${half === 'request' ? 'Request' : 'Answer'}: ${timeOf(request)} ↔ ${timeOf(chosen.other)}`;
      const [left, right] = [uriOf(request, half), uriOf(chosen.other, half)];
      await vscode.commands.executeCommand('vscode.diff', left, right, title, { preview: false });
    }
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    const { id, half } = JSON.parse(uri.query) as { id: number; half: Half };
    const request = this.#app.requests.get(id);
    if (!request) return 'This request is no longer kept.';
    return half === 'request' ? sentText(request, this.#app.log.hidden) : answerText(request, this.#app.log.hidden);
  }

  dispose(): void {
    this.#registration.dispose();
  }
}

const nameOf = ({ sent, status }: RecordedRequest) => `${sent.method} ${sent.path}${status ? ` · ${status}` : ''}`;
const timeOf = ({ startedAt }: RecordedRequest) => new Date(startedAt).toLocaleTimeString();

function uriOf({ id, sent }: RecordedRequest, half: Half): vscode.Uri {
  const name = `${sent.path.replaceAll('/', '-').slice(1)}-${half}`;
  return vscode.Uri.from({ scheme, path: `/${name}.txt`, query: JSON.stringify({ id, half }) });
}

function sentText(request: RecordedRequest, secrets: Iterable<string>): string {
  const { url, requestHeaders, request: body } = detailsOf(request, secrets);
  return [`${request.sent.method} ${url}`, ...lines(requestHeaders), '', pretty(body?.text ?? '')].join('\n');
}

function answerText(request: RecordedRequest, secrets: Iterable<string>): string {
  const { answerHeaders, answer, eventCount } = detailsOf(request, secrets);
  const events = eventCount > 0 ? shownEvents(request, secrets, { from: 0, count: mostEvents }) : [];
  const told = events.map(({ direction, name, data }) => [direction, name, pretty(data)].filter(Boolean).join(' '));
  return [
    String(request.status ?? request.state),
    ...lines(answerHeaders),
    '',
    pretty(answer?.text ?? ''),
    ...told,
  ].join('\n');
}

const lines = (headers: readonly (readonly [string, string])[]) => headers.map(([name, value]) => `${name}: ${value}`);

function pretty(text: string): string {
  const value = parsedJson(text);
  return value === undefined ? text : JSON.stringify(value, undefined, 2);
}
