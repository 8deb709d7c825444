import { isInside } from '../../is-inside.ts';
import type { Problem } from '../../output/problem.ts';
import { type ConfLocation, confLocation, problemAt } from '../conf-location.ts';
import type { Plan } from '../plan.ts';
import type { Step } from '../steps/step.ts';
import { placeInMakefiles } from '../warnings/foreign-modules.ts';

/** A path below one of the folders in which builds look for kernels. */
const kernelPath = /\/(?:usr\/)?lib\/modules\/[^\s'":;,)]+|\/usr\/src\/linux-headers-[^\s'":;,)]+/g;

/** How programs say that a file does not exist; builds run with messages in English. */
const absent =
  /No such file or directory|[Nn]ot found|[Cc]an(?:no|')t (?:find|open|access)|does(?:n't| not) exist|missing/;

/** Whether a message is about a path at which the build would have seen its kernel if this system allowed the namespace. */
export function isAboutUnseen({ view }: Pick<Plan, 'view'>, message: string): boolean {
  if (view?.kind !== 'refused' || !absent.test(message)) return false;
  const named = message.match(kernelPath) ?? [];
  return named.some((name) => view.paths.some(({ path }) => isInside(name, path) || isInside(path, name)));
}

/**
 * The problem of a step that failed because it looked for its kernel in a place that exists only in the build's namespace, which this
 * system does not allow; `undefined` if it failed for another reason. `output` is the end of what the step printed. The problem is
 * located at the line of the dkms.conf or Makefile that names the place.
 */
export async function unseenKernel(plan: Plan, step: Step, output: string): Promise<Problem | undefined> {
  const { view, kernel } = plan;
  if (view?.kind !== 'refused' || !output.split('\n').some((line) => isAboutUnseen(plan, line)))
    return undefined;
  const [headers] = view.paths;
  if (!headers) return undefined;
  const place = await placeOfPath(plan, step);
  const isConf = place.file === plan.conf.path && plan.conf.proposedAt === undefined;
  const change = isConf
    ? 'write $kernel_source_dir in this line instead of the path'
    : 'let this line take the folder from a variable that MAKE in dkms.conf sets to $kernel_source_dir';
  const { because, remedy } = view.refused;
  const message =
    `The build looks for kernel ${kernel.release} at ${headers.path}, but its headers are in ${kernel.buildDir}. ` +
    `${because} ${remedy}, or ${change}.`;
  return problemAt(place, 'error', 'make', message);
}

async function placeOfPath(plan: Plan, step: Step): Promise<ConfLocation> {
  const names = (text: string) => /\/lib\/modules\/|\/usr\/src\/linux-headers-/.test(text);
  if (names(step.command)) return step.location;
  return (await placeInMakefiles(plan, names)) ?? confLocation(plan.conf);
}
