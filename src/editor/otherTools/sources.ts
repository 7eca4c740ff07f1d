import { createHash } from 'node:crypto';
import { plainLine } from './plainText.ts';

/** What VS Code says of a tool. */
export interface ToolInformation {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: object | undefined;
  readonly tags: readonly string[];
}

/** An installed extension, as far as it says which tools are its own. Nothing in the manifest is certain. */
export interface ToolOwner {
  id: string;
  manifest: unknown;
}

/** Who has a tool. */
export interface ToolSource {
  /** Stays the same while the extension or server keeps its name. */
  id: string;
  label: string;
  kind: 'extension' | 'server' | 'editor';
  /** Whether its tools are offered before the user has chosen. */
  offered: boolean;
}

/** A tool of another extension, of an MCP server or of the editor. */
export interface OtherTool {
  information: ToolInformation;
  source: ToolSource;
  /** For people. */
  title: string;
}

interface Contributed {
  owner: ToolOwner;
  displayName?: string;
}

const mostLabelCharacters = 40;

/** This extension: what it offers to others, its own agent has as tools of its own. */
const ownExtension = 'parley.parley';

/** Every tool but ours with its source, by source and name: VS Code lists them in the order in which they came. */
export function findOtherTools(tools: readonly ToolInformation[], owners: readonly ToolOwner[]): OtherTool[] {
  const contributed = new Map(owners.flatMap(contributions));
  return tools
    .filter(({ name }) => contributed.get(name)?.owner.id.toLowerCase() !== ownExtension)
    .map((information) => {
      const own = contributed.get(information.name);
      const source = own ? sourceOfExtension(own.owner) : sourceByName(information);
      const title = plainLine(own?.displayName ?? shortName(information.name, source), mostLabelCharacters);
      return { information, source, title };
    })
    .sort(
      (a, b) =>
        compare(a.source.label, b.source.label) ||
        compare(a.source.id, b.source.id) ||
        compare(a.information.name, b.information.name),
    );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function contributions(owner: ToolOwner): [string, Contributed][] {
  const manifest = owner.manifest as { contributes?: { languageModelTools?: unknown } } | undefined;
  const listed = manifest?.contributes?.languageModelTools;
  if (!Array.isArray(listed)) return [];
  return listed.flatMap((entry: unknown): [string, Contributed][] => {
    const { name, displayName } = (entry ?? {}) as { name?: unknown; displayName?: unknown };
    if (typeof name !== 'string') return [];
    return [[name, { owner, ...(typeof displayName === 'string' && displayName !== '' && { displayName }) }]];
  });
}

function sourceOfExtension({ id, manifest }: ToolOwner): ToolSource {
  const { displayName } = (manifest ?? {}) as { displayName?: unknown };
  const label = plainLine(typeof displayName === 'string' && displayName ? displayName : id, mostLabelCharacters);
  // Copilot's own tools repeat ours and want its chat around them.
  return { id: `extension:${id.toLowerCase()}`, label, kind: 'extension', offered: !/^github\.copilot/i.test(id) };
}

/** VS Code names a tool of a server `mcp_`, a short form of the server's name, `_` and the tool's name. */
function sourceByName({ name, tags }: ToolInformation): ToolSource {
  const server = /^mcp_([^_]+)_/.exec(name)?.[1];
  if (tags.includes('mcp') || server !== undefined) {
    const label = plainLine(server ?? 'MCP', mostLabelCharacters);
    return { id: `server:${label}`, label: `${label} (MCP)`, kind: 'server', offered: true };
  }
  return { id: 'editor', label: 'VS Code', kind: 'editor', offered: false };
}

const shortName = (name: string, { kind }: ToolSource): string =>
  kind === 'server' ? name.replace(/^mcp_[^_]+_/, '') : name;

/** Changes with what the tool says it is: what was approved is not another tool that took its name. */
export function definitionHash({ name, description, inputSchema }: ToolInformation, source: ToolSource): string {
  const definition = JSON.stringify([source.id, name, description, inputSchema ?? null]);
  return createHash('sha256').update(definition).digest('hex').slice(0, 12);
}

const mostNameCharacters = 64;

/** A name for each tool that the API takes and no other tool has, the ones of `taken` among them. */
export function wireNames(names: readonly string[], taken: Iterable<string>): string[] {
  const used = new Set(taken);
  return names.map((name) => {
    const plain = name.replaceAll(/[^a-zA-Z0-9_-]/g, '_').slice(0, mostNameCharacters) || 'tool';
    let free = plain;
    for (let count = 2; used.has(free); count++) {
      const end = `_${count}`;
      free = plain.slice(0, mostNameCharacters - end.length) + end;
    }
    used.add(free);
    return free;
  });
}
