import * as vscode from 'vscode';
import type { App } from '../app.ts';
import type { ApiAnswers } from './apiAnswers.ts';
import { ApiError } from './apiError.ts';
import { callerOf, filesOnStack } from './callerOf.ts';
import { cancellableEvents } from './cancellableEvents.ts';
import type { Caller } from './extensionAccess.ts';
import type { ParleyApi, ParleyEvent, ParleyExports } from './parleyApi.ts';

/**
 * What other extensions get of this one: models by their names, and answers that the user allows. VS Code does not say
 * which extension calls, so it is read from the call stack. Extensions of one host trust each other anyway: any of them
 * could pretend to be another. The question is a courtesy to the user, who learns what spends their money; it is no wall.
 * What answers is loaded with the first call.
 */
export function registerExtensionApi(context: vscode.ExtensionContext, open: () => Promise<App>): ParleyExports {
  const changed = new vscode.EventEmitter<void>();
  context.subscriptions.push(changed);
  let followed: Promise<vscode.Disposable> | undefined;
  const follow = () => (followed ??= open().then(({ account }) => account.onDidChange(() => changed.fire())));

  const getAPI = (version: number): ParleyApi => {
    if (version !== 1) throw new ApiError('notFound', `Parley has no API of version ${version}: ask for 1.`);
    const extension = callerOf(filesOnStack(getAPI), vscode.extensions.all);
    if (!extension || extension.id === context.extension.id)
      throw new ApiError('permission', 'Parley could not tell which extension asks: call getAPI from its own code.');
    void follow();
    return apiFor(callerFrom(extension));
  };
  return Object.freeze<ParleyExports>({ getAPI });

  function apiFor(caller: Caller): ParleyApi {
    let loaded: Promise<ApiAnswers> | undefined;
    const answers = () =>
      (loaded ??= Promise.all([open(), import('./apiAnswers.ts')]).then(
        ([app, { ApiAnswers }]) => new ApiAnswers(app, caller, () => changed.fire()),
      ));
    return Object.freeze<ParleyApi>({
      version: 1,
      listModels: async () => (await answers()).models(),
      onDidChangeModels: changed.event,
      sendRequest: (request, token) =>
        cancellableEvents(
          async function* (signal): AsyncGenerator<ParleyEvent, void> {
            yield* (await answers()).answer(request, signal);
          },
          () => new vscode.CancellationError(),
          token,
        ),
    });
  }
}

function callerFrom({ id, packageJSON }: vscode.Extension<unknown>): Caller {
  const { displayName } = packageJSON as { displayName?: unknown };
  return { id, name: typeof displayName === 'string' && displayName !== '' ? displayName : id };
}
