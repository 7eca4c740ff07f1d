import type { ConnectionSettings } from '../../../src/editor/connection.ts';
import type { HttpSettings } from '../../../src/editor/network.ts';

/** VS Code's defaults, but that no certificates of the system are read. */
export const http: HttpSettings = {
  proxy: '',
  noProxy: [],
  proxyAuthorization: '',
  proxyStrictSSL: true,
  proxySupport: 'override',
  systemCertificates: false,
};

/** Settings for requests that fail at once, with these changes to VS Code's. */
export const settings = (change: Partial<HttpSettings> = {}): ConnectionSettings => ({
  http: { ...http, ...change },
  request: { maxRetries: 0, maxRetryWaitMs: 0, firstByteTimeoutMs: 5000, idleTimeoutMs: 5000 },
});
