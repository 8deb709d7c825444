import type { Plan } from '../plan.ts';
import { variablesText } from './build-variables.ts';

/** How a build differs from one by dkms, a line for each difference. */
export function planNotes({ view, kernel, variables, hasUnameShim }: Plan): string {
  const [headers] = view?.paths ?? [];
  const lines: string[] = [];
  if (view?.kind === 'given' && headers)
    lines.push(`This build sees ${headers.real} at ${headers.path}, in a mount namespace of its own.`);
  if (variables)
    lines.push(`This build gets ${variablesText(variables)} from your settings; a build by dkms does not.`);
  if (hasUnameShim)
    lines.push(
      `In this build, uname -r prints ${kernel.release}; in a build by dkms, it prints the release of the running kernel.`,
    );
  return lines.map((line) => `${line}\n`).join('');
}
