import { spawn } from 'node:child_process';

/** What a person can do something about: shown without a stack. */
export class Problem extends Error {}

/** Runs one step and says how long it took, and what it answered if that is a text. */
export async function step(label, run) {
  const start = performance.now();
  const result = await run();
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`  ${label}: ${seconds} s${typeof result === 'string' ? `, ${result}` : ''}`);
  return result;
}

/** Runs a program to its end and answers with what it printed. `advice` says what to do when it fails. */
export function run(command, args, { advice, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      ...options,
      shell: process.platform === 'win32',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data));
    child.once('error', (error) =>
      reject(
        new Problem(error.code === 'ENOENT' ? `The program "${command}" is missing. ${advice ?? ''}` : error.message),
      ),
    );
    child.once('close', (code) => {
      if (code === 0) resolve(output);
      else
        reject(
          new Problem(`"${command} ${args.join(' ')}" failed (${code}).\n${output.slice(-3000)}\n${advice ?? ''}`),
        );
    });
  });
}

/** Runs npm. */
export const npm = (args, cwd) =>
  run('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd,
    advice: 'Packages come from the npm registry: check the network, or the registry and proxy in ~/.npmrc.',
  });

/** Runs a script's main function: a `Problem` ends it with its sentence, anything else with its stack. */
export async function main(body) {
  try {
    await body();
  } catch (error) {
    console.error(error instanceof Problem ? `\n${error.message.trim()}` : error);
    // Servers that the script started must not keep it alive.
    process.exit(1);
  }
}
