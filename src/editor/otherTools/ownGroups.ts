import type { Tool } from '../../agent/tool.ts';
import { toolGroups } from '../tools/toolGroups.ts';
import type { ToolGroup } from './openTools.ts';

/** Our own tools: those of every request, and the groups that are opened on demand, without those that are empty. */
export function ownGroups(tools: readonly Tool[]): { always: readonly Tool[]; groups: readonly ToolGroup[] } {
  const groups = Object.entries(toolGroups).flatMap(([label, words]): ToolGroup[] => {
    const members = tools.filter(({ name }) => words[name] !== undefined);
    const about = members.map(({ name }) => words[name]).join(', ');
    return members.length > 0 ? [{ label, about, tools: members }] : [];
  });
  const grouped = new Set(groups.flatMap((group) => group.tools));
  return { always: tools.filter((tool) => !grouped.has(tool)), groups };
}
