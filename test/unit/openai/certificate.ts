import { generateKeyPairSync, sign } from 'node:crypto';

/** A key and a certificate that signs itself, as PEM. */
export interface Certificate {
  key: string;
  cert: string;
}

/** Makes a certificate for these hosts, valid for a day on either side of now. Node can sign but not build one, hence the DER. */
export function createCertificate(dnsName: string, ipAddress: string): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const ecdsaWithSha256 = sequence(objectId(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
  const name = sequence(tag(0x31, sequence(objectId(0x55, 0x04, 0x03), tag(0x0c, Buffer.from('Parley test')))));
  const dayMs = 86_400_000;
  const validity = sequence(utcTime(Date.now() - dayMs), utcTime(Date.now() + dayMs));
  const names = sequence(tag(0x82, Buffer.from(dnsName)), tag(0x87, Buffer.from(ipAddress.split('.').map(Number))));
  const isAuthority = sequence(tag(0x01, Buffer.from([0xff])));
  const extensions = sequence(
    sequence(objectId(0x55, 0x1d, 0x11), tag(0x04, names)),
    sequence(objectId(0x55, 0x1d, 0x13), tag(0x04, isAuthority)),
  );
  const body = sequence(
    tag(0xa0, integer(2)),
    integer(1),
    ecdsaWithSha256,
    name,
    validity,
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tag(0xa3, extensions),
  );
  const signature = sign('sha256', body, privateKey);
  const certificate = sequence(body, ecdsaWithSha256, tag(0x03, Buffer.concat([Buffer.from([0]), signature])));
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64')}\n-----END CERTIFICATE-----\n`,
  };
}

function tag(type: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([type, ...size]), content]);
}

const sequence = (...parts: Buffer[]) => tag(0x30, Buffer.concat(parts));
const objectId = (...bytes: number[]) => tag(0x06, Buffer.from(bytes));
const integer = (value: number) => tag(0x02, Buffer.from([value]));
const utcTime = (ms: number) =>
  tag(0x17, Buffer.from(`${new Date(ms).toISOString().replace(/\D/g, '').slice(2, 14)}Z`));
