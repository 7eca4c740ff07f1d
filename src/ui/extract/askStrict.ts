import * as vscode from 'vscode';
import { strictSchemaFaults } from '../../openai/strictSchema.ts';
import type { NamedSchema } from '../../editor/readSchema.ts';

interface Item extends vscode.QuickPickItem {
  takes?: 'lenient' | 'open';
}

/**
 * True for a schema that keeps to the rules of strict mode. Of another the faults are shown with their places: false to
 * send it without strict mode, undefined where the user closes the list or opens the schema to mend it.
 */
export async function askStrict({ schema }: NamedSchema, uri: vscode.Uri): Promise<boolean | undefined> {
  const faults = strictSchemaFaults(schema);
  if (faults.length === 0) return true;
  const items: Item[] = [
    {
      label: '$(send) Send It without Strict Mode',
      detail: 'The model may answer with something else; the answer is held against the schema all the same.',
      takes: 'lenient',
    },
    { label: '$(go-to-file) Open the Schema', takes: 'open' },
    { label: 'What strict mode does not take', kind: vscode.QuickPickItemKind.Separator },
    ...faults.map(({ path, message }): Item => ({ label: path, detail: message, takes: 'open' })),
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: `The schema breaks ${faults.length === 1 ? 'a rule' : `${faults.length} rules`} of strict mode`,
    matchOnDetail: true,
  });
  if (picked?.takes === 'lenient') return false;
  if (picked) await vscode.window.showTextDocument(uri, { preview: false });
  return undefined;
}
