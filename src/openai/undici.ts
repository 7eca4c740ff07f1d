import type * as undici from 'undici';
import connect from 'undici/lib/api/api-connect.js';
import Agent from 'undici/lib/dispatcher/agent.js';
import Pool from 'undici/lib/dispatcher/pool.js';
import ProxyAgent from 'undici/lib/dispatcher/proxy-agent.js';

export type AgentOptions = undici.Agent.Options;
export type ProxyAgentOptions = undici.ProxyAgent.Options;
export type DispatchOptions = undici.Dispatcher.DispatchOptions;
export type DispatchHandler = undici.Dispatcher.DispatchHandler;
export type DispatchController = undici.Dispatcher.DispatchController;

/** A pool of connections for each origin. */
export function createAgent(options: AgentOptions): undici.Agent {
  return new Agent(options);
}

/** The same through a proxy: CONNECT for https, the absolute form for http. */
export function createProxyAgent(options: ProxyAgentOptions): undici.ProxyAgent {
  return new ProxyAgent({
    ...options,
    // undici's index puts `connect` on every dispatcher; here only the pool that talks to the proxy needs it.
    clientFactory: (origin, poolOptions) => Object.assign(new Pool(origin, poolOptions), { connect }),
  });
}
