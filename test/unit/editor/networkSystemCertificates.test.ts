import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { promisify } from 'node:util';
import { modelList, startHttpServer } from '../../support/httpServer.ts';
import { selfSigned } from '../../support/selfSigned.ts';
import { settings } from './connectionSettings.ts';

const run = promisify(execFile);
let folder = '';
let certificateFile = '';

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-certificates-'));
  certificateFile = join(folder, 'system.pem');
  await writeFile(certificateFile, selfSigned.cert);
});
after(() => rm(folder, { recursive: true }));

/** Lists the models of a server in a Node that finds the system's certificates in `certificateFile`. */
async function listModelsWith(systemCertificates: boolean, baseURL: string): Promise<string> {
  const connection = new URL('../../../src/editor/connection.ts', import.meta.url).href;
  const script = `
    const { listModels } = await import(${JSON.stringify(connection)});
    const answer = listModels(${JSON.stringify({ name: '', baseURL })}, async () => undefined, ${JSON.stringify(settings({ systemCertificates }))});
    console.log(await answer.then(String, (error) => error.code));`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script], {
    env: { ...process.env, SSL_CERT_FILE: certificateFile },
  });
  return stdout.trim();
}

it('trusts the certificates of the system, but only with http.systemCertificates', async () => {
  await using server = await startHttpServer(modelList(['m']), { secure: true });
  assert.equal(await listModelsWith(true, `${server.origin}/v1`), 'm');
  assert.equal(await listModelsWith(false, `${server.origin}/v1`), 'DEPTH_ZERO_SELF_SIGNED_CERT');
});
