import type { Tool } from '../../agent/tool.ts';
import { otherTool, type ToolHost } from './otherTool.ts';
import type { ToolGroup } from './openTools.ts';
import { toolGroups } from '../tools/toolGroups.ts';
import { wireNames, type OtherTool } from './sources.ts';
import { otherKey, ownKey, type ToolChoices } from './toolChoices.ts';

/** The tools that the user offers: our own, and those of others by their source. */
export function chosenTools(
  own: readonly Tool[],
  others: readonly OtherTool[],
  choices: Pick<ToolChoices, 'reader'>,
  host: ToolHost,
): { own: readonly Tool[]; groups: readonly ToolGroup[] } {
  const isChosen = choices.reader();
  const chosen = others.filter(({ information, source }) =>
    isChosen(otherKey(source.id, information.name), source.offered),
  );
  // Names stay the same whatever is chosen, and no tool takes one of ours.
  const names = wireNames(
    others.map(({ information }) => information.name),
    [...own.map(({ name }) => name), 'open_tools'],
  );
  const nameOf = new Map(others.map((tool, at) => [tool, names[at] ?? '']));
  const bySource = Map.groupBy(chosen, ({ source }) => source.id);
  const labels = new Set(Object.keys(toolGroups));
  const groups = [...bySource.values()].flatMap((tools): ToolGroup[] => {
    const [first] = tools;
    if (!first) return [];
    const { id, label } = first.source;
    const unique = labels.has(label) ? `${label} (${id})` : label;
    labels.add(unique);
    return [{ label: unique, tools: tools.map((tool) => otherTool(tool, nameOf.get(tool) ?? '', host)) }];
  });
  return { own: own.filter(({ name }) => isChosen(ownKey(name), true)), groups };
}
