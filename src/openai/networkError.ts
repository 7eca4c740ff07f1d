import { OpenAIError, type ErrorKind } from './errors.ts';

/**
 * What the socket, TLS or undici said, in words: before an answer came, or in the middle of one. A body that could not be
 * read says so itself.
 */
export function networkError(cause: unknown, origin: string): OpenAIError {
  if (cause instanceof OpenAIError) return cause;
  const { host } = new URL(origin);
  const { name, code, message, hostname, address, port } = detailsOf(cause);
  const error = (kind: ErrorKind, text: string) =>
    new OpenAIError({ kind, message: text, ...(code !== undefined && { code }) }, { cause });

  switch (code ?? '') {
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'ETIMEDOUT':
      return error('timeout', `Connecting to ${host} took too long.`);
    // What failed may be the proxy, not the host.
    case 'ECONNREFUSED':
      return error(
        'network',
        `Nothing answers at ${address ? `${address}:${port}` : host}: the connection was refused.`,
      );
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return error('network', `The name ${hostname ?? host} cannot be resolved. Check the address and the network.`);
    case 'UND_ERR_SOCKET':
    case 'ECONNRESET':
    case 'EPIPE':
      return error('network', `The connection to ${host} broke.`);
  }
  if (isProxyRefusal(message)) return error('network', `The proxy let nothing through to ${host}: ${message}`);
  if (isCertificateCode(code)) return error('network', `The certificate of ${host} is not trusted: ${message}`);
  if (name === 'HTTPParserError') return error('protocol', `${host} does not speak HTTP: ${message}`);
  if (code === 'UND_ERR_INVALID_ARG') return error('invalidRequest', `The request cannot be sent: ${message}.`);
  return error('network', `${host} cannot be reached: ${message}`);
}

/** True where trying again may help: not with a certificate, a proxy or a request that is refused each time. */
export function isPassing({ kind, code, cause }: OpenAIError): boolean {
  if (kind === 'timeout') return true;
  return kind === 'network' && !isCertificateCode(code) && !isProxyRefusal(detailsOf(cause).message);
}

function isCertificateCode(code = ''): boolean {
  return /CERT|^ERR_(SSL|TLS)|^UNABLE_TO_|^UND_ERR_PRX_TLS/.test(code);
}

function isProxyRefusal(message: string): boolean {
  return /^Proxy (response|Authentication)/.test(message);
}

interface Details {
  name?: string;
  message: string;
  code?: string;
  hostname?: string;
  address?: string;
  port?: number;
}

function detailsOf(cause: unknown): Details {
  return cause instanceof Error ? cause : { message: String(cause) };
}
