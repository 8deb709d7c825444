import { isUtf8 } from 'node:buffer';
import { findBuildPaths } from '../workspace/conf-paths.ts';
import type { Engine } from '../workspace/engine.ts';
import {
  type PackagedModule,
  type PackageFormat,
  packageFormats,
  packageModule,
} from '../workspace/packaging/package-module.ts';
import { refuse, styled, type Terminal } from './terminal.ts';

export interface PackageArguments {
  /** A folder with one module, or its dkms.conf. */
  readonly path: string;
  /** What to make, as it was typed. */
  readonly as: string;
  readonly output?: string;
  readonly maintainer?: string;
  readonly version?: string;
  readonly isDryRun: boolean;
}

/** Runs `dkms-tools package`: makes a source package of one module, or prints what would be in it; returns the exit code. */
export async function runPackage(
  engine: Engine,
  { as, ...given }: PackageArguments & { readonly format: 'text' | 'json' },
  terminal: Terminal,
): Promise<number> {
  const format = packageFormats.find(({ id }) => id === as)?.id;
  if (!format)
    return refuse(terminal, `--as ${as}: expected one of ${packageFormats.map(({ id }) => id).join(', ')}`);
  const files = await findBuildPaths(given.path);
  if ('wrong' in files) return refuse(terminal, files.wrong);
  const [path, second] = files.paths;
  if (path === undefined || second !== undefined)
    return refuse(
      terminal,
      `${given.path} contains several modules; name one of them: ${files.paths.join(', ')}`,
    );
  const made = await packageModule(engine, {
    ...{ path, format, write: !given.isDryRun, date: dateOfPackage() },
    ...(given.output !== undefined && { output: given.output }),
    ...(given.maintainer !== undefined && { maintainer: given.maintainer }),
    ...(given.version !== undefined && { version: given.version }),
  });
  if ('wrong' in made) return refuse(terminal, made.wrong);
  terminal.out.write(
    given.format === 'json'
      ? `${JSON.stringify(asDocument(made, format, given.isDryRun))}\n`
      : asText(made, given.isDryRun, terminal),
  );
  return 0;
}

/** https://reproducible-builds.org/specs/source-date-epoch/, else now. */
function dateOfPackage(): Date {
  const given = process.env.SOURCE_DATE_EPOCH ?? '';
  return /^\d{1,11}$/.test(given) ? new Date(Number(given) * 1000) : new Date();
}

function asDocument(made: PackagedModule, format: PackageFormat, isDryRun: boolean): unknown {
  return {
    ...{ version: 1, format, folder: made.folder, main: made.main, written: !isDryRun },
    files: [...made.tree].map(([path, entry]) => ({
      path,
      ...(entry.kind === 'link' ? { link: entry.target } : { text: textOf(entry.bytes) }),
    })),
    notes: made.notes,
    next: made.next ?? null,
  };
}

function asText(made: PackagedModule, isDryRun: boolean, { out, err }: Terminal): string {
  for (const note of made.notes) err.write(`dkms-tools: ${note}\n`);
  if (!isDryRun) {
    const { next } = made;
    const folder = next?.folder ? `${made.folder}/${next.folder}` : made.folder;
    const then = next ? `Next, in ${folder}:\n  ${next.command}\n` : '';
    return `Created ${made.folder}.\n${then}`;
  }
  return [...made.tree]
    .map(([path, entry]) => {
      const heading = `${styled(out, 'bold', `==> ${made.folder}/${path}`)}\n`;
      if (entry.kind === 'link') return `${heading}(a link to ${entry.target})\n`;
      return `${heading}${textOf(entry.bytes) ?? `(${entry.bytes.length} bytes)\n`}`;
    })
    .join('');
}

function textOf(bytes: Uint8Array): string | null {
  return bytes.includes(0) || !isUtf8(bytes) ? null : Buffer.from(bytes).toString('utf8');
}
