import { BuildOutputParser } from '../../output/build-output.ts';
import type { Problem } from '../../output/problem.ts';
import { runCommand } from '../process.ts';
import type { ProcessGroups } from '../process-group.ts';
import { plainEnvironment } from '../steps/step-script.ts';
import { isClang, syntaxOnly } from './compile-command.ts';
import type { LastBuild } from './last-build.ts';
import type { SourceOverlay } from './source-overlay.ts';
import type { Unit } from './units.ts';

/** The result of recompiling a unit; `failed` if the compiler could not be run or was killed, so that nothing is known. */
export type UnitRecompilation =
  | { readonly kind: 'checked'; readonly problems: readonly Problem[] }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly reason: string };

/** Compiles the current text of a unit with the flags of the last build. Writes nothing. */
export async function recompileUnit(
  unit: Unit,
  place: { readonly last: LastBuild; readonly overlay: SourceOverlay },
  options: { readonly groups: ProcessGroups; readonly signal: AbortSignal },
): Promise<UnitRecompilation> {
  const { last, overlay } = place;
  const [program = '', ...args] = syntaxOnly(unit.words).map((word) => overlay.inside(word));
  const cwd = overlay.inside(unit.cwd);
  const parser = new BuildOutputParser({
    ...{ paths: overlay.paths, startDir: overlay.folder, kernelDir: last.kernelDir },
    compiler: isClang(unit.words) ? 'clang' : 'gcc',
  });
  const problems: Problem[] = [];
  // Relative paths start from this folder; in a build, make reports it.
  parser.write(`make: Entering directory '${cwd}'\n`);
  const env = { ...plainEnvironment(process.env), ...last.env };
  const end = await runCommand(
    { program, args, cwd, env },
    { ...options, graceMs: 0, onText: (text) => problems.push(...parser.write(text)) },
  );
  problems.push(...parser.end());
  switch (end.kind) {
    case 'cancelled':
      return end;
    case 'not-started':
      return { kind: 'failed', reason: end.reason };
    case 'signalled':
      return { kind: 'failed', reason: `${program} was ended by ${end.signal}` };
    case 'exited':
      return { kind: 'checked', problems };
    default:
      return end satisfies never;
  }
}
