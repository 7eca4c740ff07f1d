import { useState } from 'preact/hooks';
import type { ControlState, RemoteMcpServer } from '../../agent/models/requestParameters.ts';
import { useHost } from '../host.ts';
import { IconButton } from '../icon.tsx';
import { describedBy, Row } from './controls.tsx';

interface Props {
  state: ControlState;
  servers: readonly RemoteMcpServer[];
  /** Labels of those that are shown an authorization. */
  authorized: readonly string[];
  onChange: (servers: readonly RemoteMcpServer[]) => void;
}

/** MCP servers that the model's server talks to. Each call of one that is added here is asked about. */
export function McpServers({ state, servers, authorized, onChange }: Props) {
  const host = useHost();
  const [label, setLabel] = useState('');
  const [url, setUrl] = useState('');
  const fits = /^[A-Za-z][\w-]*$/.test(label) && URL.parse(url)?.protocol === 'https:';
  const add = () => {
    if (!fits) return;
    const others = servers.filter(({ server_label: one }) => one !== label);
    onChange([...others, { server_label: label, server_url: url, require_approval: 'always' }]);
    setLabel('');
    setUrl('');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') add();
  };
  return (
    <Row
      id="mcp"
      label="Remote MCP servers"
      hint="A name and an https address. The server of the model sends them what it likes, once you have approved it."
      state={state}
      isSet={servers.length > 0}
      onReset={() => onChange([])}
    >
      {servers.length > 0 && (
        <ul class="chips" aria-label="Remote MCP servers">
          {servers.map(({ server_label: name, server_url: address, require_approval: asks }) => (
            <li key={name} class="chip" title={address}>
              <span class="chipLabel">
                <span class="chipText">
                  {name}: {address}
                  {asks === 'never' && ' (calls are not asked about)'}
                </span>
              </span>
              <IconButton
                icon={authorized.includes(name) ? 'lock' : 'key'}
                label={`${authorized.includes(name) ? 'Change' : 'Set'} the authorization of ${name}`}
                onClick={() => host.attempt(host.call('authorizeMcpServer', { label: name }))}
              />
              <IconButton
                icon="close"
                label={`Remove ${name}`}
                onClick={() => onChange(servers.filter(({ server_label: one }) => one !== name))}
              />
            </li>
          ))}
        </ul>
      )}
      <div class="range">
        <input
          id="mcp"
          class="input"
          placeholder="Name"
          aria-label="Name of the MCP server"
          aria-describedby={describedBy('mcp')}
          value={label}
          disabled={!state.enabled}
          onInput={(event) => setLabel(event.currentTarget.value.trim())}
          onKeyDown={onKeyDown}
        />
        <input
          class="input"
          placeholder="https://…"
          aria-label="Address of the MCP server"
          value={url}
          disabled={!state.enabled}
          onInput={(event) => setUrl(event.currentTarget.value.trim())}
          onKeyDown={onKeyDown}
        />
        <IconButton icon="add" label="Add the MCP server" disabled={!fits} onClick={add} />
      </div>
    </Row>
  );
}
