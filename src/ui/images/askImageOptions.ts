import * as vscode from 'vscode';
import { modelRules } from '../../agent/models/catalog.ts';

/** Sizes that models know, and qualities; no model knows all. */
export const sizes = [
  'auto',
  '1024x1024',
  '1536x1024',
  '1024x1536',
  '1792x1024',
  '1024x1792',
  '512x512',
  '256x256',
] as const;
export const qualities = ['auto', 'max', 'xhigh', 'high', 'medium', 'low', 'standard', 'hd'] as const;

export interface ImageOptions {
  size?: (typeof sizes)[number];
  quality?: (typeof qualities)[number];
}

/** The values of a parameter that a model takes; none where nothing is known of the model. */
function valuesOf<Value extends string>(model: string, name: string, values: readonly Value[]): Value[] {
  const rules = modelRules(model);
  const rule = rules?.values[name];
  return rule && !rules.refuses.includes(name) ? values.filter((value) => rule.takes(value)) : [];
}

/**
 * Asks for the size and the quality, of those the model has; the last choice comes first. Throws a `CancellationError`
 * where a question is closed.
 */
export async function askImageOptions(memory: vscode.Memento, model: string, what: string): Promise<ImageOptions> {
  const size = await ask(memory, 'image.size', valuesOf(model, 'size', sizes), `${what}: Size`);
  const quality = await ask(memory, 'image.quality', valuesOf(model, 'quality', qualities), `${what}: Quality`);
  return { ...(size && { size }), ...(quality && { quality }) };
}

/** Asks only where there is a choice. */
async function ask<Value extends string>(
  memory: vscode.Memento,
  key: string,
  values: readonly Value[],
  title: string,
): Promise<Value | undefined> {
  if (values.length < 2) return values[0];
  const last = memory.get<string>(key);
  const ordered = values.toSorted((a, b) => Number(b === last) - Number(a === last));
  const picked = await vscode.window.showQuickPick(
    ordered.map((value) => ({ label: value, value, ...(value === last && { description: 'last time' }) })),
    { title },
  );
  if (!picked) throw new vscode.CancellationError();
  await memory.update(key, picked.value);
  return picked.value;
}
