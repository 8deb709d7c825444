import path from 'node:path';
import { plural } from '../plural.ts';
import { findBuildPaths } from '../workspace/conf-paths.ts';
import type { Engine } from '../workspace/engine.ts';
import { type ModernModule, moderniseModule, writeModern } from '../workspace/modernise/modernise-module.ts';
import { withSourceKernels } from '../workspace/modernise/source-kernels.ts';
import { unifiedDiff } from '../workspace/modernise/unified-diff.ts';
import type { CommandContext } from './command.ts';
import { refuse, styled, type Terminal } from './terminal.ts';

export interface ModerniseArguments {
  /** A folder with one module, or its dkms.conf. */
  readonly path: string;
  readonly isApplied: boolean;
  /** Releases; empty: every kernel. */
  readonly kernels: readonly string[];
}

/** Runs `dkms-tools modernise`: prints the changes that bring a module up to date as a patch, or makes them; returns the exit code. */
export async function runModernise(
  engine: Engine,
  given: ModerniseArguments & { readonly format: 'text' | 'json' },
  { terminal, dist }: Pick<CommandContext, 'terminal' | 'dist'>,
): Promise<number> {
  const found = await findBuildPaths(given.path);
  if ('wrong' in found) return refuse(terminal, found.wrong);
  const [file, second] = found.paths;
  if (file === undefined || second !== undefined)
    return refuse(
      terminal,
      `${given.path} contains several modules; name one of them: ${found.paths.join(', ')}`,
    );
  const known = await engine.kernels();
  const unknown = given.kernels.find((release) => !known.some((kernel) => kernel.release === release));
  if (unknown !== undefined)
    return refuse(terminal, `There is no kernel ${unknown}; "dkms-tools kernels" lists the kernels.`);
  const kernels =
    given.kernels.length > 0 ? known.filter(({ release }) => given.kernels.includes(release)) : known;
  const modern = await withSourceKernels(engine, dist, kernels, (read) =>
    moderniseModule(engine, file, read),
  );
  if ('wrong' in modern) return refuse(terminal, modern.wrong);
  const failure = given.isApplied ? await writeModern(modern) : undefined;
  if (failure !== undefined) return refuse(terminal, failure);
  const root = path.resolve(path.dirname(file));
  terminal.out.write(
    given.format === 'json'
      ? `${JSON.stringify(asDocument(modern, root, given.isApplied))}\n`
      : asText(modern, root, given.isApplied, terminal),
  );
  return 0;
}

function asDocument(modern: ModernModule, root: string, isApplied: boolean): unknown {
  return {
    ...{ version: 1, applied: isApplied },
    files: modern.files.map((file) => ({
      path: file.path,
      edits: file.hunks.map(({ range, newText, labels }) => ({ range, newText, labels })),
    })),
    ...{ left: modern.left, patch: patchOf(modern, root) },
  };
}

function asText(modern: ModernModule, root: string, isApplied: boolean, { out, err }: Terminal): string {
  for (const one of modern.left) err.write(`dkms-tools: ${one}\n`);
  if (modern.files.length === 0) return 'There is nothing to modernise.\n';
  if (!isApplied) return patchOf(modern, root);
  const rows = modern.files.map(({ path: file, hunks }) => {
    const labels = [...new Set(hunks.flatMap((hunk) => hunk.labels))];
    return `${styled(out, 'bold', file)}\n${labels.map((label) => `  ${label}\n`).join('')}`;
  });
  return `${rows.join('')}${plural(modern.files.length, 'file')} changed.\n`;
}

function patchOf({ files }: ModernModule, root: string): string {
  return files
    .map(({ path: file, before, after }) => unifiedDiff(path.relative(root, file), before, after))
    .join('');
}
