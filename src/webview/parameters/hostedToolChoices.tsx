import type { ControlStates, HostedTools } from '../../agent/models/requestParameters.ts';
import { Check, Choice, NumberField } from './controls.tsx';
import { TextList } from './lists.tsx';
import { McpServers } from './mcpServers.tsx';
import { without } from './without.ts';
import { VectorStores } from './vectorStores.tsx';

interface Props {
  states: ControlStates;
  tools: HostedTools;
  /** Labels of MCP servers. */
  authorized: readonly string[];
  onChange: (tools: HostedTools) => void;
}

const enabled = { enabled: true } as const;
const sizes = [
  ['low', 'Low'],
  ['medium', 'Medium'],
  ['high', 'High'],
] as const;

/** The tools that run at the server, each with what it can be told. */
export function HostedToolChoices({ states, tools, authorized, onChange }: Props) {
  const { web_search: web, file_search: files, image_generation: images } = tools;
  const change = <Name extends keyof HostedTools>(name: Name, value: HostedTools[Name] | undefined) => {
    const others = without(tools, name);
    onChange(value === undefined ? others : { ...others, [name]: value });
  };
  /** The tool with one thing of it changed. */
  const changeIn = <Name extends 'web_search' | 'image_generation'>(
    name: Name,
    key: keyof NonNullable<HostedTools[Name]>,
    value: unknown,
  ) => change(name, JSON.parse(JSON.stringify({ ...tools[name], [key]: value })) as HostedTools[Name]);
  return (
    <>
      <Check
        id="web_search"
        label="Web search"
        state={states.web_search}
        checked={web !== undefined}
        onChange={(on) => change('web_search', on ? {} : undefined)}
      >
        <Choice
          id="search_context_size"
          label="What is read of the pages"
          state={enabled}
          value={web?.search_context_size}
          options={sizes}
          onChange={(size) => changeIn('web_search', 'search_context_size', size)}
        />
        <TextList
          id="allowed_domains"
          label="Only these domains"
          hint="Written as example.com. Their subdomains count too."
          state={enabled}
          values={web?.allowed_domains ?? []}
          most={100}
          onChange={(domains) => changeIn('web_search', 'allowed_domains', domains)}
        />
      </Check>
      <VectorStores
        state={states.file_search}
        ids={files?.vector_store_ids}
        onChange={(ids) => change('file_search', ids && { ...files, vector_store_ids: ids })}
      >
        <NumberField
          id="max_num_results"
          label="Most results"
          state={enabled}
          value={files?.max_num_results}
          min={1}
          max={50}
          step={1}
          onChange={(most) => {
            const ids = { vector_store_ids: files?.vector_store_ids ?? [] };
            change('file_search', most === undefined ? ids : { ...ids, max_num_results: most });
          }}
        />
      </VectorStores>
      <Check
        id="code_interpreter"
        label="Code interpreter"
        hint="Runs Python at the server. Each container is paid for."
        state={states.code_interpreter}
        checked={tools.code_interpreter !== undefined}
        onChange={(on) => change('code_interpreter', on ? {} : undefined)}
      />
      <Check
        id="image_generation"
        label="Image generation"
        state={states.image_generation}
        checked={images !== undefined}
        onChange={(on) => change('image_generation', on ? {} : undefined)}
      >
        <Choice
          id="image_quality"
          label="Quality"
          state={enabled}
          value={images?.quality}
          options={sizes}
          onChange={(quality) => changeIn('image_generation', 'quality', quality)}
        />
        <Choice
          id="image_size"
          label="Size"
          state={enabled}
          value={images?.size}
          options={[
            ['1024x1024', 'Square'],
            ['1024x1536', 'Portrait'],
            ['1536x1024', 'Landscape'],
          ]}
          onChange={(size) => changeIn('image_generation', 'size', size)}
        />
        <NumberField
          id="partial_images"
          label="Pictures on the way"
          state={enabled}
          value={images?.partial_images}
          min={0}
          max={3}
          step={1}
          placeholder="0"
          onChange={(count) => changeIn('image_generation', 'partial_images', count)}
        />
      </Check>
      <McpServers
        state={states.mcp}
        servers={tools.mcp ?? []}
        authorized={authorized}
        onChange={(servers) => change('mcp', servers.length > 0 ? servers : undefined)}
      />
    </>
  );
}
