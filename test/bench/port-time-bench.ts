import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundledCommandLine } from '../support/command-line.ts';
import { newerMake, testKernels, testModule, testRelease } from '../support/kernels.ts';
import { median } from './statistics.ts';

const rounds = 3;

/**
 * The time of a port of v4l2loopback to the oldest and the newest line beside the time in which at least one of its builds ran, in the same port. The headers of
 * the kernels are indexed already, as on a machine where something was explained before.
 */
export function measurePort(): void {
  const kernels = testKernels();
  const source = testModule('v4l2loopback');
  const newest = testRelease('7');
  if (!kernels || !source || newest === undefined) {
    console.log('port: skipped, the test kernels or v4l2loopback are not fetched (test/kernels)');
    return;
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-port-'));
  const times = path.join(folder, 'times');
  const make = path.join(folder, 'bin', 'make');
  const real = path.join(newerMake() ?? '/usr/bin', 'make');
  cpSync(source, path.join(folder, 'module'), { recursive: true });
  spawnSync('mkdir', [path.dirname(make)]);
  // Each make writes down when it ran; the makes that it starts go by its own path, not by this one.
  writeFileSync(
    make,
    `#!/bin/bash\nbegan=$(date +%s%N)\n${real} "$@"\ncode=$?\necho "$began $(date +%s%N)" >>${times}\nexit $code\n`,
  );
  chmodSync(make, 0o755);
  const port = () => {
    rmSync(times, { force: true });
    const words = ['port', 'module', '--kernel', kernels.release61, '--kernel', newest];
    const began = performance.now();
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [
        ...[bundledCommandLine, ...words, '--modules', kernels.modulesDir],
        ...['--confirm', 'likely', '--format', 'json'],
      ],
      {
        cwd: folder,
        encoding: 'utf8',
        env: {
          ...process.env,
          DKMS_TOOLS_CACHE: path.join(folder, 'cache'),
          PATH: `${path.dirname(make)}:${process.env.PATH}`,
        },
      },
    );
    const ms = performance.now() - began;
    if (!existsSync(times) || stdout === '') throw new Error(`nothing was built: ${stderr}`);
    const { rounds: tried } = JSON.parse(stdout) as { readonly rounds: number };
    return { ms, built: coveredMs(readFileSync(times, 'utf8')), tried };
  };
  port();
  const ports = Array.from({ length: rounds }, port);
  rmSync(folder, { recursive: true, force: true });
  const ratios = ports.map(({ ms, built }) => ms / built);
  const seconds = (values: readonly number[]) => (median(values) / 1000).toFixed(2);
  console.log(
    `port of v4l2loopback to ${kernels.release61} and ${newest} in ${ports[0]?.tried} rounds: ${seconds(ports.map(({ ms }) => ms))} s, ` +
      `its builds ${seconds(ports.map(({ built }) => built))} s; ratio ${median(ratios).toFixed(3)} ` +
      `(from ${Math.min(...ratios).toFixed(3)} to ${Math.max(...ratios).toFixed(3)}; aim 1.15)`,
  );
}

/** The time that at least one of some stretches covers; each line has begin and end in nanoseconds. */
function coveredMs(text: string): number {
  const stretches = text
    .trim()
    .split('\n')
    .map((line) => line.split(' ').map((nanoseconds) => Number(nanoseconds) / 1e6))
    .sort(([a = 0], [b = 0]) => a - b);
  let covered = 0;
  let until = 0;
  for (const [began = 0, ended = 0] of stretches) {
    covered += Math.max(0, ended - Math.max(began, until));
    until = Math.max(until, ended);
  }
  return covered;
}
