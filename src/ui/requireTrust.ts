import * as vscode from 'vscode';

/** Throws a sentence in a workspace that is not trusted. `what` is what is not done there: "changes no file". */
export function requireTrust(what: string): void {
  if (vscode.workspace.isTrusted) return;
  throw new Error(`In a workspace that is not trusted Parley ${what}. Trust it with “Manage Workspace Trust” first.`);
}
