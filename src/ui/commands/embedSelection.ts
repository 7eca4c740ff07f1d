import * as vscode from 'vscode';
import { callCost } from '../../agent/models/callCost.ts';
import { formatCount } from '../../protocol/figures.ts';
import type { App } from '../app.ts';
import { costNote, doneMessage } from '../doneMessage.ts';
import { withProgress } from '../progress.ts';
import { taskModel } from '../taskModel.ts';
import { selectedText } from '../text/selectedText.ts';
import { excerpt, norm, similarity, similarityWord } from '../text/similarity.ts';

interface Embedded {
  text: string;
  vector: Float32Array;
  model: string;
  /** The name of the profile: another server may have other models. */
  profile: string;
  cost: string | undefined;
}

/** The argument that ends a comparison; the status bar gives it. */
const STOP = 'stopComparing';
const COPY = 'Copy Vector';
const COMPARE = 'Compare with Another Selection';
const REPLACE = 'Compare Others with This';

/** What the next selections are compared with, until another takes its place or the status bar item is clicked. */
let first: Embedded | undefined;
let waiting: vscode.StatusBarItem | undefined;

/** Embeds what is selected, and compares it with what was selected for that before. */
export async function run(app: App, ...args: unknown[]): Promise<void> {
  if (args[0] === STOP) {
    compareWith(app, undefined);
    return;
  }
  const { text, label } = await selectedText(app, args);
  if (first && first.profile !== app.account.profile.name) compareWith(app, undefined);
  const model = first?.model ?? (await taskModel(app, 'embedding'));
  const embedded = await withProgress(`Embedding ${label} with ${model}…`, (signal) => embed(app, text, model, signal));
  void offer(app, embedded, describe(embedded, first));
}

async function embed({ account }: App, text: string, model: string, signal: AbortSignal): Promise<Embedded> {
  const { profile } = account;
  const client = await account.client(profile, 'Embed');
  signal.throwIfAborted();
  const request = { model, input: text };
  const answer = await client.embeddings.create(request, { signal });
  const vector = answer.data[0]?.embedding;
  if (!vector || vector.length === 0) throw new Error(`${model} answered without a vector.`);
  return {
    text,
    vector,
    model,
    profile: profile.name,
    cost: costNote(callCost({ path: '/embeddings', request, answer }), profile),
  };
}

function describe({ text, vector, model, cost }: Embedded, other: Embedded | undefined): string {
  const size = `${formatCount(vector.length)} dimensions, norm ${norm(vector).toFixed(3)}`;
  if (!other) return doneMessage(size, model, cost);
  const value = similarity(other.vector, vector);
  const result = `${excerpt(other.text)} and ${excerpt(text)} are ${similarityWord(value)}: ${value.toFixed(3)}`;
  return doneMessage(result, model, cost);
}

async function offer(app: App, embedded: Embedded, message: string): Promise<void> {
  const chosen = await vscode.window.showInformationMessage(message, COPY, first ? REPLACE : COMPARE);
  if (chosen === COPY) await vscode.env.clipboard.writeText(JSON.stringify(Array.from(embedded.vector)));
  else if (chosen !== undefined) compareWith(app, embedded);
}

function compareWith({ context }: App, embedded: Embedded | undefined): void {
  first = embedded;
  if (!embedded) {
    waiting?.hide();
    return;
  }
  if (!waiting) {
    waiting = vscode.window.createStatusBarItem('parley.compare', vscode.StatusBarAlignment.Left);
    waiting.name = 'Parley: Comparing';
    context.subscriptions.push(waiting);
  }
  const what = excerpt(embedded.text);
  // A text may hold what the status bar shows as an icon.
  waiting.text = `$(git-compare) Comparing with ${what.replaceAll('$(', '$ (')}`;
  waiting.tooltip = `Select another text and run Embed Selection to compare it with ${what}. Click to stop.`;
  waiting.accessibilityInformation = { label: `Comparing with ${what}. Press to stop.`, role: 'button' };
  waiting.command = { command: 'parley.embedSelection', arguments: [STOP], title: 'Stop Comparing' };
  waiting.show();
}
