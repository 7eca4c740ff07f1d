/** Short options of curl that take a value, by the long name; `o` of `-o file` and of `-ofile`. */
const SHORT_WITH_VALUE: Readonly<Record<string, string>> = {
  A: 'user-agent',
  b: 'cookie',
  c: 'cookie-jar',
  C: 'continue-at',
  d: 'data',
  D: 'dump-header',
  e: 'referer',
  E: 'cert',
  F: 'form',
  H: 'header',
  K: 'config',
  m: 'max-time',
  o: 'output',
  P: 'ftp-port',
  Q: 'quote',
  r: 'range',
  t: 'telnet-option',
  T: 'upload-file',
  u: 'user',
  U: 'proxy-user',
  w: 'write-out',
  x: 'proxy',
  X: 'request',
  y: 'speed-time',
  Y: 'speed-limit',
  z: 'time-cond',
};

const SHORT_FLAGS: Readonly<Record<string, string>> = {
  '0': 'http1.0',
  '1': 'tlsv1',
  '2': 'sslv2',
  '3': 'sslv3',
  '4': 'ipv4',
  '6': 'ipv6',
  '#': 'progress-bar',
  ':': 'next',
  a: 'append',
  B: 'use-ascii',
  f: 'fail',
  g: 'globoff',
  G: 'get',
  h: 'help',
  i: 'include',
  I: 'head',
  j: 'junk-session-cookies',
  J: 'remote-header-name',
  k: 'insecure',
  l: 'list-only',
  L: 'location',
  M: 'manual',
  n: 'netrc',
  N: 'no-buffer',
  O: 'remote-name',
  p: 'proxytunnel',
  q: 'disable',
  R: 'remote-time',
  s: 'silent',
  S: 'show-error',
  v: 'verbose',
  V: 'version',
  Z: 'parallel',
};

const words = (text: string) => text.trim().split(/\s+/);

const LONG_WITH_VALUE = new Set([
  ...Object.values(SHORT_WITH_VALUE),
  ...words(`
    abstract-unix-socket alt-svc aws-sigv4 cacert capath cert-type ciphers connect-timeout connect-to create-file-mode crlfile
    curves data-ascii data-binary data-raw data-urlencode delegation dns-interface dns-ipv4-addr dns-ipv6-addr dns-servers
    doh-url ech egd-file engine etag-compare etag-save expect100-timeout form-string ftp-account ftp-alternative-to-user
    ftp-method ftp-ssl-ccc-mode happy-eyeballs-timeout-ms haproxy-clientip hostpubmd5 hostpubsha256 hsts interface ip-tos
    ipfs-gateway json keepalive-cnt keepalive-time key key-type krb libcurl limit-rate local-port login-options mail-auth
    mail-from mail-rcpt max-filesize max-redirs netrc-file noproxy oauth2-bearer output-dir parallel-max pass pinnedpubkey
    preproxy proto proto-default proto-redir proxy-cacert proxy-capath proxy-cert proxy-cert-type proxy-ciphers proxy-crlfile
    proxy-header proxy-key proxy-key-type proxy-pass proxy-pinnedpubkey proxy-service-name proxy-tls13-ciphers
    proxy-tlsauthtype proxy-tlspassword proxy-tlsuser proxy1.0 pubkey random-file rate request-target resolve retry
    retry-delay retry-max-time sasl-authzid service-name socks4 socks4a socks5 socks5-gssapi-service socks5-hostname stderr
    tftp-blksize tls-max tls13-ciphers tlsauthtype tlspassword tlsuser trace trace-ascii trace-config unix-socket url
    url-query variable vlan-priority`),
]);

const LONG_FLAGS = new Set([
  ...Object.values(SHORT_FLAGS),
  ...words(`
    anyauth basic ca-native cert-status compressed compressed-ssh create-dirs crlf digest disable-eprt disable-epsv
    disallow-username-in-url doh-cert-status doh-insecure fail-early fail-with-body false-start form-escape ftp-create-dirs
    ftp-pasv ftp-pret ftp-skip-pasv-ip ftp-ssl-ccc ftp-ssl-control haproxy-protocol http0.9 http1.1 http2
    http2-prior-knowledge http3 http3-only ignore-content-length keepalive location-trusted mail-rcpt-allowfails metalink
    negotiate netrc-optional no-alpn no-clobber no-keepalive no-npn no-progress-meter no-sessionid ntlm ntlm-wb
    parallel-immediate path-as-is post301 post302 post303 progress-meter proxy-anyauth proxy-basic proxy-ca-native
    proxy-digest proxy-http2 proxy-insecure proxy-negotiate proxy-ntlm proxy-ssl-allow-beast proxy-ssl-auto-client-cert
    proxy-tlsv1 raw remote-name-all remove-on-error retry-all-errors retry-connrefused sasl-ir show-headers
    socks5-basic socks5-gssapi socks5-gssapi-nec ssl ssl-allow-beast ssl-auto-client-cert ssl-no-revoke ssl-reqd
    ssl-revoke-best-effort styled-output suppress-connect-headers tcp-fastopen tcp-nodelay tftp-no-options tlsv1.0 tlsv1.1
    tlsv1.2 tlsv1.3 tr-encoding trace-ids trace-time xattr`),
]);

/** An option as it was given; `name` is the long one. */
export interface CurlOption {
  name: string;
  value?: string;
}

export interface CurlArguments {
  options: readonly CurlOption[];
  /** What is no option: URLs. */
  rest: readonly string[];
  /** As they were written. */
  unknown: readonly string[];
}

/** Tells options, their values and URLs apart, with the options that curl has. Throws a sentence for a missing value. */
export function readArguments(args: readonly string[]): CurlArguments {
  const options: CurlOption[] = [];
  const rest: string[] = [];
  const unknown: string[] = [];
  let next = 0;
  const valueOf = (option: string): string => {
    const value = args[next++];
    if (value === undefined) throw new Error(`The option ${option} has no value.`);
    return value;
  };
  while (next < args.length) {
    const argument = (args[next++] ?? '').replace(/^[–—](?=[A-Za-z]{2})/, '--').replace(/^[–—]/, '-');
    if (argument.startsWith('--')) {
      const [name = '', ...joined] = argument.slice(2).split('=');
      const value = joined.length > 0 ? joined.join('=') : undefined;
      if (LONG_WITH_VALUE.has(name)) options.push({ name, value: value ?? valueOf(argument) });
      else if (LONG_FLAGS.has(name.replace(/^no-/, '')) || LONG_FLAGS.has(name)) options.push({ name });
      else unknown.push(argument);
    } else if (/^-./.test(argument)) readShort(argument.slice(1));
    else rest.push(argument);
  }
  return { options, rest, unknown };

  /** `sSX`, with the value of the last one glued to it or in the next word. */
  function readShort(letters: string): void {
    for (let index = 0; index < letters.length; index++) {
      const letter = letters[index] ?? '';
      const withValue = SHORT_WITH_VALUE[letter];
      if (withValue !== undefined) {
        const glued = letters.slice(index + 1);
        options.push({ name: withValue, value: glued === '' ? valueOf(`-${letter}`) : glued });
        return;
      }
      const flag = SHORT_FLAGS[letter];
      if (flag === undefined) unknown.push(`-${letter}`);
      else options.push({ name: flag });
    }
  }
}
