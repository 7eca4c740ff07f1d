import * as vscode from 'vscode';
import { isPricedByOpenAI } from '../../editor/profile.ts';
import { readSettings, updateSetting } from '../../editor/settings.ts';
import {
  eventsAtOnce,
  type RequestRow,
  type RequestsEvents,
  type RequestsMethods,
  type RequestsState,
} from '../../protocol/requests.ts';
import { emit, serve } from '../../protocol/rpc.ts';
import type { Parts } from '../parts.ts';
import { webviewHtml, webviewOptions } from '../webviewHtml.ts';
import { portOf } from '../webviewPort.ts';
import { describeRequest } from './describeRequest.ts';
import { featureOf } from './featureLabel.ts';
import { copyRequest, exportSession, openAsCell, replayFixture } from './requestActions.ts';
import { detailsOf, shownEvents } from './requestDetails.ts';
import type { RecordedRequest } from './recordedRequest.ts';

/** Requests that changed within this time are told together. */
const tellEveryMs = 100;

/** Fills the panel “Requests” and keeps it up to date for as long as it is there. */
export function openRequestsView(app: Parts, view: vscode.WebviewView): void {
  const { context, conversations, log, replay, requests, requestDocuments } = app;
  const { webview } = view;
  const port = portOf(view);
  let titles: ReadonlyMap<string, string> = new Map();
  const changed = new Map<number, RecordedRequest>();
  const removed = new Set<number>();
  let timer: NodeJS.Timeout | undefined;

  const nameOf = (label?: string) => featureOf(label, titles);
  const readTitles = async () => {
    titles = new Map((await conversations.list()).map(({ id, title }) => [id, title]));
  };
  const isPriced = (url: string) =>
    app.account.profiles().some((profile) => isPricedByOpenAI(profile) && url.startsWith(profile.baseURL));
  const rowOf = (request: RecordedRequest): RequestRow => describeRequest(request, nameOf, isPriced);
  const find = (id: number): RecordedRequest => {
    const request = requests.get(id);
    if (!request) throw new Error('This request is no longer kept.');
    return request;
  };
  const state = (): RequestsState => ({
    paused: requests.paused,
    recording: readSettings().requests.recorded,
    ...(replay.name !== undefined && { replaying: replay.name }),
  });
  const tellState = () => emit<RequestsEvents, 'state'>(port, 'state', state());
  const tell = async () => {
    timer = undefined;
    const [rows, gone] = [[...changed.values()], [...removed]];
    changed.clear();
    removed.clear();
    if (rows.some(({ sent }) => nameOf(sent.label) === 'Chat')) await readTitles();
    emit<RequestsEvents, 'rows'>(port, 'rows', { changed: rows.map(rowOf), removed: gone });
  };
  const report = (error: unknown) => log.error('The list of requests could not be shown.', error);

  const stops = [
    requests.onDidChange((change) => {
      for (const request of change.changed) changed.set(request.id, request);
      for (const id of change.removed) {
        changed.delete(id);
        removed.add(id);
      }
      timer ??= setTimeout(() => void tell().catch(report), tellEveryMs);
    }),
    serve<RequestsMethods>(
      port,
      {
        ready: async () => {
          await readTitles();
          return { rows: requests.requests.map(rowOf), state: state() };
        },
        details: (id) => {
          const request = requests.get(id);
          return request && detailsOf(request, log.hidden);
        },
        events: ({ id, from }) => shownEvents(find(id), log.hidden, { from, count: eventsAtOnce }),
        copyAs: ({ id, format }) => copyRequest(app, find(id), format),
        saveAsCell: (id) => openAsCell(app, find(id), { edit: false }),
        resend: (id) => openAsCell(app, find(id), { edit: true }),
        compare: (id) => requestDocuments.compare(find(id)),
        clear: () => requests.clear(),
        pause: (paused) => {
          requests.paused = paused;
          tellState();
        },
        record: async (recording) => {
          if (recording && !(await mayRecord())) return;
          await updateSetting('requests.record', recording);
          tellState();
        },
        exportSession: () => exportSession(app, nameOf),
        replay: () => replayFixture(app),
        stopReplay: () => replay.stop(),
      },
      (error, method) => log.warn(`${method} of the panel Requests failed.`, error),
    ),
  ];
  const subscriptions = [replay.onDidChange(tellState), app.account.onDidChange(tellState)];
  view.onDidDispose(() => {
    clearTimeout(timer);
    for (const stop of stops) stop();
    for (const subscription of subscriptions) subscription.dispose();
  });
  webview.options = webviewOptions(context.extensionUri);
  webview.html = webviewHtml(webview, context.extensionUri, 'requests');
}

async function mayRecord(): Promise<boolean> {
  const record = 'Record';
  const detail =
    'Each request and its answer are written to a file in Parley’s own storage on this machine: your messages, your code and what the model answers, without keys and without the content of files that are uploaded. The last ten files are kept.';
  const chosen = await vscode.window.showInformationMessage(
    'Write all requests to a file?',
    { modal: true, detail },
    record,
  );
  return chosen === record;
}
