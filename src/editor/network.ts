import tls from 'node:tls';
import type { DispatcherOptions } from '../openai/dispatcher.ts';

/** VS Code's `http.*` settings that apply to requests of ours. */
export interface HttpSettings {
  proxy: string;
  noProxy: readonly string[];
  proxyAuthorization: string;
  proxyStrictSSL: boolean;
  proxySupport: string;
  systemCertificates: boolean;
}

/** A proxy cannot reach the user's own machine, and VS Code never asks it to. */
const loopback = ['localhost', '127.0.0.1', '[::1]'];

/** How VS Code would connect: `http.proxy`, else the proxy of the environment; `http.noProxy`, else NO_PROXY. */
export function dispatcherOptions(http: HttpSettings, environment: NodeJS.ProcessEnv): DispatcherOptions {
  const proxyUrl = http.proxySupport === 'off' ? undefined : proxyOf(http, environment);
  const ca = http.systemCertificates ? systemCertificates() : [];
  return {
    rejectUnauthorized: http.proxyStrictSSL,
    ...(ca.length > 0 && { ca }),
    ...(proxyUrl && { proxyUrl, noProxy: [...loopback, ...noProxyOf(http, environment)] }),
    ...(proxyUrl && http.proxyAuthorization && { proxyAuthorization: http.proxyAuthorization }),
  };
}

function proxyOf({ proxy }: HttpSettings, env: NodeJS.ProcessEnv): string | undefined {
  const url = [proxy.trim(), env.https_proxy, env.HTTPS_PROXY, env.http_proxy, env.HTTP_PROXY].find(Boolean);
  if (url === undefined) return undefined;
  return url.includes('://') ? url : `http://${url}`;
}

function noProxyOf({ noProxy }: HttpSettings, env: NodeJS.ProcessEnv): readonly string[] {
  if (noProxy.length > 0) return noProxy;
  return (
    [env.no_proxy, env.NO_PROXY]
      .find(Boolean)
      ?.split(/[,\s]+/)
      .filter(Boolean) ?? []
  );
}

/** The system's certificates that Node does not trust by itself. */
function systemCertificates(): readonly string[] {
  const known = new Set(tls.getCACertificates('default'));
  return tls.getCACertificates('system').filter((certificate) => !known.has(certificate));
}
