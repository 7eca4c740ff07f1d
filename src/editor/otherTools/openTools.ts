import { z } from 'zod';
import { defineTool, type Tool } from '../../agent/tool.ts';
import type { Transcript } from '../../agent/transcript.ts';
import { asData } from '../tools/output.ts';

/** Tools that are offered together. */
export interface ToolGroup {
  label: string;
  /** What is in it, in our own words: `open_tools` says so. Absent: it is named only when the groups are listed. */
  about?: string;
  tools: readonly Tool[];
}

/** With more than these in all, the groups of others are opened on demand. */
export const mostToolsAtOnce = 64;
/** The API takes no more in one request. */
const mostToolsOpen = 128;
const mostInGroup = 40;
const toolName = 'open_tools';

/** What a turn can offer. */
export interface Offer {
  /** Those of every request. */
  always: readonly Tool[];
  /** Our own that are opened on demand. */
  onDemand?: readonly ToolGroup[];
  /** Those of others: opened on demand where there are many tools in all. */
  others?: readonly ToolGroup[];
}

/** The tools of a request, given what came before it. What is opened comes last: the beginning stays as it was. */
export function openableTools({
  always,
  onDemand = [],
  others = [],
}: Offer): (transcript: Transcript) => readonly Tool[] {
  const count = [...onDemand, ...others].reduce((sum, { tools }) => sum + tools.length, always.length);
  const isMany = count > mostToolsAtOnce;
  const parts = [...onDemand, ...(isMany ? others.flatMap(splitGroup) : [])];
  const atOnce = isMany ? [] : others.flatMap(({ tools }) => tools);
  if (parts.length === 0) return () => [...always, ...atOnce];
  let open: readonly ToolGroup[] = [];
  const fixed: readonly Tool[] = [...always, openTools(parts, (more) => whyNoRoom(fixed, open, more)), ...atOnce];
  return (transcript) => {
    open = openedGroups(transcript, parts);
    return [...fixed, ...open.flatMap(({ tools }) => tools)].slice(0, mostToolsOpen);
  };
}

function whyNoRoom(fixed: readonly Tool[], open: readonly ToolGroup[], more: ToolGroup): string | undefined {
  const count = [...open, more].reduce((sum, { tools }) => sum + tools.length, fixed.length);
  if (open.includes(more) || count <= mostToolsOpen) return undefined;
  const labels = open.map(({ label }) => label).join(', ');
  return `There is no room for it: a request takes ${mostToolsOpen} tools, and ${labels} are open. A new conversation begins with none of them.`;
}

/** In the order in which they were opened. */
function openedGroups(transcript: Transcript, groups: readonly ToolGroup[]): ToolGroup[] {
  const labels = new Set<string>();
  for (const item of transcript) {
    if (item.type !== 'toolCall' || item.name !== toolName || item.status !== 'succeeded') continue;
    const { group } = JSON.parse(item.arguments) as { group?: unknown };
    if (typeof group === 'string') labels.add(group);
  }
  return [...labels].flatMap((label) => groups.find((group) => group.label === label) ?? []);
}

/** Large groups in parts, and each label once. */
function splitGroup(group: ToolGroup): ToolGroup[] {
  const { label, tools } = group;
  if (tools.length <= mostInGroup) return [group];
  const count = Math.ceil(tools.length / mostInGroup);
  return Array.from({ length: count }, (_, at) => ({
    label: `${label} ${at + 1}/${count}`,
    tools: tools.slice(at * mostInGroup, (at + 1) * mostInGroup),
  }));
}

function describe(groups: readonly ToolGroup[]): string {
  const own = groups.flatMap(({ label, about }) => (about === undefined ? [] : [`${label} (${about})`]));
  const named = own.length > 0 ? ` Groups: ${own.join('; ')}${own.length < groups.length ? '; and more' : ''}.` : '';
  return `Makes more tools available from the next step on.${named}`;
}

const openTools = (groups: readonly ToolGroup[], whyNot: (group: ToolGroup) => string | undefined): Tool =>
  defineTool({
    name: toolName,
    description: describe(groups),
    kind: 'read',
    parameters: z.strictObject({ group: z.string().nullable().describe('null: list them') }),
    prepare: ({ group: label }) => {
      const names = ({ tools }: ToolGroup) => tools.map(({ name }) => name).join(', ');
      if (label === null) {
        const list = groups.map((group) => `${group.label}: ${names(group)}`).join('\n');
        return Promise.resolve({
          title: 'List groups of tools',
          run: () => Promise.resolve(asData('The groups and their tools', list)),
        });
      }
      const group = groups.find((one) => one.label === label);
      if (!group) throw new Error(`There is no such group. There are: ${groups.map((one) => one.label).join(', ')}.`);
      const reason = whyNot(group);
      if (reason !== undefined) throw new Error(reason);
      return Promise.resolve({
        title: `Open the tools of ${label}`,
        run: () => Promise.resolve(asData('Available from now on', names(group))),
      });
    },
  });
