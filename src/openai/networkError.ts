import { OpenAIError } from './errors.ts';

/** What the socket, TLS or undici said, in words: before an answer came, or in the middle of one. */
export function networkError(cause: unknown, origin: string): OpenAIError {
  const { host } = new URL(origin);
  const { code, message } = causeOf(cause);
  const error = (kind: OpenAIError['kind'], text: string) =>
    new OpenAIError({ kind, message: text, ...(code !== undefined && { code }) }, { cause });

  switch (code ?? '') {
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'ETIMEDOUT':
      return error('timeout', `Connecting to ${host} took too long.`);
    case 'ECONNREFUSED':
      return error('network', `Nothing answers at ${host}: the connection was refused.`);
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return error('network', `The name ${host} cannot be resolved. Check the address and the network.`);
    case 'UND_ERR_SOCKET':
    case 'ECONNRESET':
    case 'EPIPE':
      return error('network', `The connection to ${host} broke.`);
    case 'UND_ERR_INVALID_ARG':
      if (!message.includes('407')) return error('invalidRequest', `The request cannot be sent: ${message}.`);
  }
  if (/proxy/i.test(message)) return error('network', `The proxy let nothing through to ${host}: ${message}`);
  if (code !== undefined && isCertificateCode(code)) {
    return error('network', `The certificate of ${host} is not trusted: ${message}`);
  }
  if (code?.startsWith('HPE_')) return error('protocol', `${host} does not speak HTTP: ${message}`);
  return error('network', `${host} cannot be reached: ${message}`);
}

/** True where trying again may help: not with a certificate, a proxy or a request that is refused each time. */
export function isPassing({ kind, code, cause }: OpenAIError): boolean {
  if (kind === 'timeout') return true;
  if (kind !== 'network') return false;
  return !(code !== undefined && isCertificateCode(code)) && !/proxy/i.test(causeOf(cause).message);
}

function isCertificateCode(code: string): boolean {
  return /CERT|^ERR_(SSL|TLS)|^UNABLE_TO_|^SELF_SIGNED|^UND_ERR_PRX_TLS|^HOSTNAME_MISMATCH/.test(code);
}

function causeOf(cause: unknown): { code?: string; message: string } {
  if (!(cause instanceof Error)) return { message: String(cause) };
  const { code } = cause as NodeJS.ErrnoException;
  return { message: cause.message, ...(code !== undefined && { code }) };
}
