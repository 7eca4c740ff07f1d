import * as vscode from 'vscode';
import { chatModelIds, modelInfo } from '../agent/models/catalog.ts';
import { livePick } from './livePick.ts';
import type { Parts } from './parts.ts';

interface ModelItem extends vscode.QuickPickItem {
  /** Absent: a separator, or the error of a list that could not be read. */
  model?: string;
  error?: Error;
}

interface Asked {
  title: string;
  current: string;
  /** Offers an empty name, for what this chooses of the models that the server lists. */
  automatic?: (ids: readonly string[]) => string | undefined;
}

/** One of the models the server lists, or any that is typed; undefined where the list is closed. */
export async function pickModel(
  { account, log }: Pick<Parts, 'account' | 'log'>,
  { title, current, automatic }: Asked,
): Promise<string | undefined> {
  let ids: readonly string[] = [];
  let error: Error | undefined;
  const picked = await livePick<ModelItem>({
    title,
    placeholder: 'Choose a model, or type its name',
    items: (typed) => [...(error ? [errorItem(error)] : []), ...modelItems(ids, current, typed, automatic)],
    isActive: ({ model }) => model === current,
    fromText: (typed) => (typed ? { label: typed, model: typed } : undefined),
    load: async () => {
      try {
        ids = await account.models({ refresh: true });
      } catch (failure) {
        log.warn('The models could not be listed.', failure);
        error = failure as Error;
      }
    },
  });
  if (picked?.error) throw picked.error;
  return picked?.model;
}

const errorItem = (error: Error): ModelItem => ({
  label: '$(warning) The server gave no list',
  detail: error.message,
  error,
});

function modelItems(
  ids: readonly string[],
  current: string,
  typed: string,
  automatic: Asked['automatic'],
): readonly ModelItem[] {
  const chat = chatModelIds(ids);
  const others = ids.filter((id) => !chat.includes(id));
  const item = (id: string): ModelItem => ({
    label: id,
    model: id,
    ...(id === current && { iconPath: new vscode.ThemeIcon('check') }),
    description: describeModel(id),
  });
  const choice: ModelItem = {
    label: 'Automatic',
    model: '',
    description: automatic?.(ids) ?? 'a sensible one of those the server lists',
    ...(current === '' && { iconPath: new vscode.ThemeIcon('check') }),
  };
  return [
    ...(automatic ? [choice] : []),
    ...chat.map(item),
    ...(others.length > 0 ? [separator('Other models')] : []),
    ...others.map(item),
    ...(current && !ids.includes(current) ? [separator('In the settings'), item(current)] : []),
    ...(typed && typed !== current && !ids.includes(typed)
      ? [{ ...item(typed), label: `Use “${typed}”`, alwaysShow: true }]
      : []),
  ];
}

const separator = (label: string): ModelItem => ({ label, kind: vscode.QuickPickItemKind.Separator });

/** What the catalog knows: `400k context · $1.25 in, $10 out per million tokens`. */
function describeModel(id: string): string {
  const { contextTokens, price } = modelInfo(id);
  const context = contextTokens && `${Math.round(contextTokens / 1000)}k context`;
  const cost = price && `$${price.input} in, $${price.output} out per million tokens`;
  return [context, cost].filter(Boolean).join(' · ');
}
