import { createRequire } from 'node:module';
import * as vscode from 'vscode';
import { startControl } from './control.js';
import { reachableTexts } from './reachableTexts.js';

/** Another extension that asks models through Parley. Tests take its exports, or drive it through its control port. */
export async function activate(context) {
  const parley = vscode.extensions.getExtension('parley.parley');
  const { getAPI } = await parley.activate();
  const api = getAPI(1);
  if (process.env.SAMPLE_CONTROL_FILE) {
    context.subscriptions.push(await startControl(api, process.env.SAMPLE_CONTROL_FILE));
  }
  const { askFromCommonJs } = createRequire(import.meta.url)('./commonJs.cjs');
  return { api, getAPI: (version) => getAPI(version), askFromCommonJs: () => askFromCommonJs(getAPI), reachableTexts };
}
