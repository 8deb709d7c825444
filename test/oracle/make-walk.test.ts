import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { walkMake } from '../../server/src/conf/make/make-walk.ts';
import type { MakeWalk } from '../../server/src/conf/make/walk-results.ts';
import { marks } from '../../server/src/conf/make/walked-text.ts';
import { dkmsEnvironment, markedCommand } from '../../server/src/conf/rules/make-walks.ts';
import { escapeRegex } from '../../server/src/escape-regex.ts';
import { gatherSourceFacts } from '../../server/src/module/gather-source-facts.ts';
import { testOption } from '../support/surroundings.ts';
import { hangMs } from '../support/waiting.ts';
import { generateMake, type MakeCase } from './make-generator.ts';

/** A walk has to report what GNU make runs: a walk that claims to be complete is compared with it, call by call. */

const kernel = '6.1.0-99-test';
const running = '9.9.9-running';
const sourceDir = `/lib/modules/${kernel}/build`;
const seeds = Number(testOption('SEEDS') ?? '150');
const firstSeed = Number(testOption('FIRST_SEED') ?? '1');

interface Run {
  /** A call of make in the folder of a kernel: that folder, and the one of the modules. */
  readonly kbuild: readonly string[];
  readonly exit: number;
  /** make called itself until it was stopped, or crashed. */
  readonly endless: boolean;
  readonly output: string;
}

/** A make that only records calls in the folder of a kernel, since there is none, and runs all others; and a `uname` of another machine. */
const programs: Readonly<Record<string, string>> = {
  uname: `#!/bin/sh\nif [ "$*" = -r ]; then echo ${running}; else exec /bin/uname "$@"; fi\n`,
  make: `#!/bin/bash
# A Makefile that calls itself goes on for ever.
echo x >> "$CALLS.makes"
if (( $(wc -l < "$CALLS.makes") > 40 )); then exit 2; fi
folder= modules=
for ((i = 1; i <= $#; i++)); do
  word=\${!i}
  case $word in
    -C | --directory) ((i++)); folder=\${!i} ;;
    -C*) folder=\${word#-C} ;;
    --directory=*) folder=\${word#*=} ;;
    M=*) modules=\${word#M=} ;;
  esac
done
case $folder in
  /lib/modules* | /usr/src* | /build | '')
    if [ "$modules" ]; then
      case $modules in /*) ;; *) modules=$PWD/$modules ;; esac
      echo "$folder $(realpath -m "$modules")" >> "$CALLS"
      exit 0
    fi ;;
esac
exec -a make /usr/bin/make "$@"
`,
};

function writeCase(root: string, { files }: MakeCase): string {
  const source = path.join(root, 'hello/1.0/build');
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(source, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  writeFileSync(path.join(source, 'dkms.conf'), '');
  mkdirSync(path.join(root, 'bin'));
  for (const [name, text] of Object.entries(programs)) {
    writeFileSync(path.join(root, 'bin', name), text);
    chmodSync(path.join(root, 'bin', name), 0o755);
  }
  return source;
}

/** The command as dkms runs it. */
function runMake(root: string, source: string, make: string): Run {
  const calls = path.join(root, 'calls');
  writeFileSync(`${calls}.makes`, '');
  const command = make.startsWith('make') ? `make -j1 KERNELRELEASE=${kernel}${make.slice(4)}` : make;
  const run = spawnSync('bash', ['-c', command], {
    cwd: source,
    env: {
      ...{ PATH: `${path.join(root, 'bin')}:/usr/bin:/bin`, LC_ALL: 'C', CALLS: calls, PWD: source },
      ...{ kernelver: kernel, arch: 'x86_64', module: 'hello', module_version: '1.0' },
      ...{ kernel_source_dir: sourceDir, dkms_tree: root },
    },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: hangMs,
  });
  // GNU make 4.3 crashes on some recursive values.
  if (run.signal === 'SIGSEGV') return { kbuild: [], exit: 2, endless: true, output: '' };
  if (run.status === null) throw new Error(`make did not end: ${run.error ?? run.signal}`);
  const kbuild = existsSync(calls) ? readFileSync(calls, 'utf8').trimEnd().split('\n') : [];
  const endless = readFileSync(`${calls}.makes`, 'utf8').length > 80;
  return { kbuild, exit: run.status, endless, output: run.stdout + run.stderr };
}

/** The calls of Kbuild that the walk has found, as patterns of what the real one notes. */
function patternsOf(walk: MakeWalk, source: string): string[] {
  return walk.kbuild.map(({ kernel: named, folder }) => {
    const text = [...named]
      .map((character) => {
        if (character === marks.kernel) return kernel;
        if (character === marks.source) return source;
        const [origin] = walk.origins.of(character);
        if (origin) return origin.kernel === 'running' ? running : origin.kernel.release;
        return character === marks.unknown ? '.*' : escapeRegex(character);
      })
      .join('');
    const modules = folder === undefined ? '.*' : path.join(source, folder).replace(/\/$/, '');
    return `^${text} ${modules}$`;
  });
}

/** The mistakes of a walk; none if the walk calls itself incomplete. */
function mistakes(walk: MakeWalk, real: Run, source: string): string[] {
  if (!walk.complete || real.endless) return [];
  const patterns = patternsOf(walk, source);
  const wrong = real.kbuild
    .filter((call) => !patterns.some((pattern) => new RegExp(pattern).test(call)))
    .map((call) => `make calls ${call}`);
  // If something is missing, or a program decides which folder is the kernel's, make may stop before everything is called.
  if (walk.missing.length === 0 && !walk.kbuild.some(({ kernel: named }) => named.startsWith(marks.unknown)))
    for (const pattern of patterns)
      if (!real.kbuild.some((call) => new RegExp(pattern).test(call)))
        wrong.push(`make never calls ${pattern}`);
  if (walk.missing.length > 0 && !walk.mayMakeFiles && real.exit === 0)
    wrong.push(`make does not miss ${walk.missing.map(({ kind, name }) => `${kind} ${name}`).join(', ')}`);
  return wrong;
}

test('the walk reports only what GNU make runs', async () => {
  const wrong: string[] = [];
  let complete = 0;
  let calls = 0;
  let missing = 0;
  for (let seed = firstSeed; seed < firstSeed + seeds; seed++) {
    const one = generateMake(seed);
    const root = mkdtempSync(path.join(tmpdir(), 'make-walk-'));
    try {
      const source = writeCase(root, one);
      const facts = await gatherSourceFacts(source);
      const marked = one.make.replaceAll('$PWD', marks.source);
      const walk = walkMake({ ...markedCommand(marked), environment: dkmsEnvironment }, facts);
      const real = runMake(root, source, one.make);
      if (walk.complete) complete++;
      if (walk.complete && walk.missing.length > 0) missing++;
      calls += walk.complete ? walk.kbuild.length : 0;
      const found = mistakes(walk, real, source);
      if (found.length > 0) {
        const shown = Object.entries(one.files).filter(([name]) => !name.endsWith('.c'));
        const texts = shown.map(([name, text]) => `--- ${name}\n${text}`).join('');
        wrong.push(
          `seed ${seed}: ${found.join('; ')}\nMAKE=${one.make}\n${texts}--- it says\n${real.output}`.replaceAll(
            source,
            '<source>',
          ),
        );
      }
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  }
  console.log(
    `${seeds} sources from ${firstSeed} on: ${complete} followed to their end with ${calls} calls of Kbuild, ${missing} with something missing; ${wrong.length} wrong`,
  );
  expect(wrong.slice(0, 3)).toEqual([]);
  expect(complete).toBeGreaterThan(seeds / 10);
  expect(calls).toBeGreaterThan(seeds / 30);
}, 600_000);
