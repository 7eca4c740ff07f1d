import * as vscode from 'vscode';

/** Something is not done in Restricted Mode. Where it is shown, Manage Trust is offered. */
export class RestrictedError extends Error {
  override readonly name = 'RestrictedError';
}

/** Throws a `RestrictedError` in a workspace that is not trusted. `what` is what is not done there: "changes no file". */
export function requireTrust(what: string): void {
  if (vscode.workspace.isTrusted) return;
  throw new RestrictedError(
    `In a workspace that is not trusted Parley ${what}. Trust it with “Manage Workspace Trust” first.`,
  );
}
