import * as vscode from 'vscode';
import { callCost } from '../../agent/models/callCost.ts';
import { modelInfo } from '../../agent/models/catalog.ts';
import { countTokens } from '../../agent/tokens/countTokens.ts';
import type { Profile } from '../../editor/profile.ts';
import { formatCount } from '../../protocol/figures.ts';
import type { App } from '../app.ts';
import { costNote, doneMessage } from '../doneMessage.ts';
import { askStrict } from '../extract/askStrict.ts';
import { extract, type Extracted } from '../extract/extract.ts';
import { pickSchema } from '../extract/pickSchema.ts';
import { readSchema } from '../../editor/readSchema.ts';
import { withProgress } from '../progress.ts';
import { requireTrust } from '../requireTrust.ts';
import { selectedText, type SelectedText } from '../text/selectedText.ts';

/** Takes what a JSON Schema asks for from the selection into a new editor. A third argument names the schema's file. */
export async function run(app: App, ...args: unknown[]): Promise<void> {
  requireTrust('extracts nothing by a schema of its files');
  const selected = await selectedText(app, args);
  const given = args[2];
  const uri = given instanceof vscode.Uri ? given : await pickSchema(app, pickOf(selected));
  if (!uri) return;
  const document = await vscode.workspace.openTextDocument(uri);
  const schema = readSchema(uri.path.slice(uri.path.lastIndexOf('/') + 1), document.getText());
  const strict = await askStrict(schema, uri);
  if (strict === undefined) return;
  const model = await app.account.model();
  if (!(await confirmSize(selected, model))) return;
  const { account } = app;
  const { profile } = account;
  const extracted = await withProgress(`Extracting ${schema.name} from ${selected.label}…`, async (signal) => {
    const client = await account.client(profile, 'Extract to JSON');
    signal.throwIfAborted();
    return extract(client, { api: account.api(), model, text: selected.text, schema, strict }, signal);
  });
  await show(extracted, model, profile);
}

const pickOf = ({ label, isWhole }: SelectedText) => ({
  title: `Extract to JSON from ${isWhole ? 'all of ' : ''}${label}`,
  placeHolder: 'Choose the JSON Schema of what is to be extracted',
});

async function show(extracted: Extracted, model: string, profile: Profile): Promise<void> {
  const cost = costNote(callCost(extracted.call), profile);
  switch (extracted.type) {
    case 'refusal':
      throw new Error(doneMessage(`The model refused: ${extracted.text}`, model, cost));
    case 'json':
      await openJson(JSON.stringify(extracted.value, null, 2));
      void vscode.window.showInformationMessage(doneMessage('Extracted as the schema asks', model, cost));
      return;
    case 'mismatch':
      if (extracted.text !== '') await openJson(indented(extracted.text));
      void vscode.window.showInformationMessage(doneMessage(extracted.problem, model, cost));
  }
}

async function openJson(content: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language: 'json', content: `${content}\n` });
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preview: false });
}

function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text; // No JSON, which is what the message beside it says.
  }
}

/** Asks before a text is sent that the model has no room for. */
async function confirmSize({ text, label }: SelectedText, model: string): Promise<boolean> {
  const { contextTokens } = modelInfo(model);
  const tokens = await countTokens(model, text);
  if (contextTokens === undefined || tokens < contextTokens) return true;
  const sizes = `about ${formatCount(tokens)} tokens; ${model} takes ${formatCount(contextTokens)}`;
  return confirm(`${label} is too long: ${sizes}. The server will most likely refuse it.`, 'Send It Anyway');
}

async function confirm(question: string, answer: string): Promise<boolean> {
  return (await vscode.window.showInformationMessage(question, { modal: true }, answer)) === answer;
}
