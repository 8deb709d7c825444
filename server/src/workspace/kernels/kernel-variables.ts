import type { BuildVariables } from '../../builds/steps/build-variables.ts';
import { type KernelSetEntry, parseKernelPattern } from './kernel-set.ts';

/** A setting that names variables, for all kernels and for some. */
export interface KernelVariables {
  readonly forAll: Readonly<Record<string, string>>;
  readonly forSome: readonly {
    readonly kernels: KernelSetEntry;
    readonly variables: Readonly<Record<string, string>>;
  }[];
}

/** make and the environment accept other names as well, but these could not be written in a shell. */
const variableName = /^[A-Za-z_]\w*$/;

/**
 * Reads `{"W": "1", "6.12.*": {"LLVM": "1"}}`: variables for every kernel, and those for the kernels of a pattern (see
 * `parseKernelPattern`). Invalid entries are left out and named in `complaints`, with the name of the setting.
 */
export function parseKernelVariables(value: unknown, setting: string, complaints: string[]): KernelVariables {
  const forAll: Record<string, string> = {};
  const forSome: { kernels: KernelSetEntry; variables: Record<string, string> }[] = [];
  if (value === undefined || value === null) return { forAll, forSome };
  if (!isRecord(value)) {
    complaints.push(`${setting} is ignored: expected an object such as {"W": "1"}.`);
    return { forAll, forSome };
  }
  for (const [key, given] of Object.entries(value)) {
    if (!isRecord(given)) {
      take(key, given, forAll);
      continue;
    }
    const kernels = parseKernelPattern(key);
    if (typeof kernels === 'string') {
      complaints.push(`${setting}: ${kernels}`);
      continue;
    }
    const variables: Record<string, string> = {};
    for (const [name, text] of Object.entries(given)) take(name, text, variables);
    forSome.push({ kernels, variables });
  }
  return { forAll, forSome };

  function take(name: string, text: unknown, into: Record<string, string>): void {
    if (!variableName.test(name)) {
      complaints.push(
        `${setting}: "${name}" is not the name of a variable. For some kernels only, write {"${name}": {"W": "1"}}.`,
      );
    } else if (typeof text === 'string' || typeof text === 'number') into[name] = String(text);
    else complaints.push(`${setting}: the value of ${name} must be a text, such as "1".`);
  }
}

/** Variables of a pattern take precedence over those for all kernels, and later patterns over earlier ones. */
function variablesFor(
  { forAll, forSome }: KernelVariables,
  kernel: Parameters<KernelSetEntry['includes']>[0],
): Readonly<Record<string, string>> {
  const fitting = forSome.filter(({ kernels }) => kernels.includes(kernel) !== kernels.isExclusion);
  return Object.assign({}, forAll, ...fitting.map(({ variables }) => variables));
}

/** The variables that builds for a kernel have in addition to those of dkms; `undefined` if there are none. */
export function buildVariablesFor(
  settings: { readonly environment: KernelVariables; readonly makeVariables: KernelVariables },
  kernel: Parameters<KernelSetEntry['includes']>[0],
): BuildVariables | undefined {
  const variables = {
    environment: variablesFor(settings.environment, kernel),
    make: variablesFor(settings.makeVariables, kernel),
  };
  return Object.values(variables).some((one) => Object.keys(one).length > 0) ? variables : undefined;
}

/** Whether a value of a setting is an object with names. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
