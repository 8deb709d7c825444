import { join } from 'node:path';
import { isSince } from '../conf/directives/dkms-version.ts';
import type { Value } from '../conf/evaluation/value.ts';
import type { DkmsMessage, ModuleRecord, Reading } from '../conf/reading/reading.ts';
import type { Kernel } from '../kernels/kernel.ts';
import { archFolder, sourceArch } from '../kernels/kernel-arch.ts';
import type { ModuleSource } from '../module/module-source.ts';
import { type ConfLocation, type ConfSource, confLocation, directiveLocation } from './conf-location.ts';
import { type FilledTemplate, templatePattern } from './filled-template.ts';
import type { KernelView } from './kernel-view/kernel-view.ts';
import { certainText, identityOf } from './module-identity.ts';
import { buildDirOf, isFolderName, type ModuleIdentity, type StageLayout } from './stage/stage-layout.ts';
import { type BuildVariables, makeFlagsOf } from './steps/build-variables.ts';
import { planSteps, type Step } from './steps/step.ts';
import { type BuildFacts, buildEnvironment } from './steps/step-script.ts';
import { type BuildDependency, buildDependencies } from './warnings/build-dependencies.ts';

/** Everything that a build will do, before any of it is done. */
export interface Plan {
  readonly kind: 'plan';
  readonly module: ModuleIdentity;
  readonly kernel: Kernel;
  readonly layout: StageLayout;
  /** The staged copy of the source. */
  readonly buildDir: string;
  /** Where the steps run: the copy of the module's own folder. */
  readonly moduleDir: string;
  readonly env: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
  readonly expected: readonly ExpectedModule[];
  /** The program that dkms strips with; for another architecture the one of its tools. */
  readonly strip: string;
  /** What BUILD_DEPENDS names. */
  readonly dependencies: readonly BuildDependency[];
  /** How its commands see a kernel that is not in its usual place; absent if it is there. */
  readonly view?: KernelView;
  /** Whether `uname -r` prints the kernel's release. */
  readonly hasUnameShim: boolean;
  /** What the user has set; it is in `env` as well. */
  readonly variables?: BuildVariables;
  readonly conf: ConfSource;
  readonly source: ModuleSource;
  /** The MAKE that runs, for problems that have no better place. */
  readonly makeLocation: ConfLocation;
  /** What dkms calls itself in the log. */
  readonly dkmsVersion: string;
}

/** A module that dkms looks for after the build. */
export interface ExpectedModule {
  readonly name: string;
  /** Path of its .ko in the build folder. */
  readonly file: string;
  readonly location: ConfLocation;
  /** dkms 3.3.0 and later do not miss a module whose own BUILD_EXCLUSIVE_* may exclude it. */
  readonly optional: boolean;
  /** Whether dkms strips its debugging information. */
  readonly stripped: boolean;
  /** If packaging fills in a part of the name: the names that it may come to. */
  readonly pattern?: RegExp;
}

/** A build that dkms would refuse or that can't begin; `message` is one sentence that says what to do. */
export interface Refusal {
  readonly kind: 'refused';
  readonly because: RefusalCause;
  readonly message: string;
  readonly location: ConfLocation;
}

export type RefusalCause =
  | 'bad-conf'
  | 'bad-name'
  | 'kernel-not-ready'
  | 'source-empty'
  | 'no-make'
  | 'no-bash'
  | 'no-compiler'
  | 'wrong-arch'
  | 'no-rust'
  | 'no-patch'
  | 'staging'
  | 'unresolved';

/** dkms would leave this kernel out, which is no failure. */
export interface Skip {
  readonly kind: 'skipped';
  readonly reason: string;
}

/** Something that the build needs is known only when the file runs. */
export interface Unresolved {
  readonly kind: 'unresolved';
  readonly what: string;
  readonly reason: string;
  readonly location: ConfLocation;
}

export interface PlanInput {
  readonly reading: Reading;
  readonly conf: ConfSource;
  readonly source: ModuleSource;
  readonly kernel: Kernel;
  readonly layout: StageLayout;
  readonly jobs: number;
  /** See `BuildFacts`; the variables are added to it. */
  readonly makeFlags?: string;
  /** The environment that the build starts from. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly view?: KernelView;
  readonly variables?: BuildVariables;
  /** A folder with a `uname` that comes before all others; absent if the system's own is to answer. */
  readonly unameFolder?: string;
  /** The template that `reading` is of; absent if it is of none. */
  readonly template?: FilledTemplate;
  /** The reading of the file's text, if `reading` comes from running the file: that has all values, but no locations. */
  readonly text?: Reading;
}

/**
 * Plans a build from what dkms makes of the conf for the kernel. Pure: what the machine lacks is checked elsewhere. The reading is one with
 * the layout's trees, the kernel, the module's name and its version as facts. Judges in dkms's order: a bad file first, then
 * BUILD_EXCLUSIVE, then the headers.
 */
export function planBuild(input: PlanInput): Plan | Refusal | Skip | Unresolved {
  const { reading, conf, source, kernel, layout } = input;
  const bad = refuseBadConf(input);
  if (bad) return bad;
  const module = identityOf(reading);
  if (reading.excluded !== null && reading.excluded !== 'unknown') {
    const { directive, value, reason } = reading.excluded;
    const clause = reason.charAt(0).toLowerCase() + reason.slice(1);
    return { kind: 'skipped', reason: `${directive} is "${value}": ${clause}` };
  }
  const notReady = refuseKernel(input);
  if (notReady) return notReady;
  const open = unresolvedOf(input);
  if (open) return open;
  if (!module || !('records' in reading.modules)) throw new Error('a reading without unknowns has a module');
  const badName = refuseName(input, module);
  if (badName) return badName;
  const makeLocation = locateMake(input);
  const { view, unameFolder, variables } = input;
  const flags = variables ? makeFlagsOf(variables) : '';
  const buildFacts = buildFactsOf(input, flags);
  const env: Record<string, string> = {
    ...kernel.makeVariables,
    // The user's own ARCH and CROSS_COMPILE take precedence where they are for this kernel's architecture.
    ...withoutForeignArch(buildEnvironment(input.env, buildFacts), kernel),
    // dkms unsets CC and the like, which must not affect variables that the user sets for a build.
    ...variables?.environment,
    ...(flags !== '' && { MAKEFLAGS: flags }),
  };
  return {
    kind: 'plan',
    ...{ module, kernel, layout, conf, source, makeLocation },
    buildDir: buildDirOf(layout, module),
    moduleDir: join(buildDirOf(layout, module), source.inside),
    env: unameFolder === undefined ? env : { ...env, PATH: `${unameFolder}:${env.PATH}` },
    ...(view && { view }),
    ...(variables && { variables }),
    hasUnameShim: unameFolder !== undefined,
    steps: planSteps({
      ...buildFacts,
      reading,
      textReading: input.text ?? reading,
      ...{ conf, source },
      makeLocation,
      buildDir: buildDirOf(layout, module),
    }),
    expected: reading.modules.records.map((record) => expectedModule(record, input)),
    dependencies: buildDependencies(reading, input.text ?? reading, conf),
    strip: stripProgram(input),
    dkmsVersion: reading.facts.dkmsVersion.text,
  };
}

/**
 * Leaves out the variables of a shell that is set up for another architecture, such as that of an SDK: a matrix may have kernels of
 * several.
 */
function withoutForeignArch(env: Record<string, string>, { arch }: Kernel): Record<string, string> {
  const { ARCH, CROSS_COMPILE, ...others } = env;
  const folder = archFolder(arch);
  const isForeign = ARCH !== undefined && folder !== undefined && sourceArch(ARCH) !== folder;
  return isForeign ? others : env;
}

/** llvm-strip for what clang compiled since dkms 3.1.2. */
function stripProgram({ reading, kernel }: PlanInput): Plan['strip'] {
  const isClang = kernel.compiler?.command.startsWith('clang') === true;
  return isClang && isSince(reading.facts.dkmsVersion, '3.1.2')
    ? 'llvm-strip'
    : `${kernel.makeVariables?.CROSS_COMPILE ?? ''}strip`;
}

function textOf(value: Value): string | undefined {
  return value.kind === 'known' ? value.text : undefined;
}

function buildFactsOf(
  { reading, layout, jobs, makeFlags }: Pick<PlanInput, 'reading' | 'layout' | 'jobs' | 'makeFlags'>,
  variableFlags: string,
): BuildFacts {
  const { kernel } = reading.facts;
  if (!kernel) throw new Error('a reading for a build has a kernel among its facts');
  return {
    facts: { ...reading.facts, kernel },
    ...{ layout, jobs },
    ...(makeFlags !== undefined && { makeFlags: makeFlags + variableFlags }),
  };
}

function refuseBadConf({ reading, conf }: PlanInput): Refusal | undefined {
  const errors = reading.conditions.filter(isError);
  const [first] = errors;
  if (!first || ('exit' in reading.add && reading.add.exit === 0)) return undefined;
  const { text } = reading.facts.dkmsVersion;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return {
    kind: 'refused',
    because: 'bad-conf',
    message: `dkms ${text} refuses this file: ${first.message.replace(/^dkms\.conf: Error! /, '')}${more}`,
    location: confLocation(conf, first.span),
  };
}

function isError(condition: DkmsMessage): boolean {
  return condition.number.startsWith('E');
}

function refuseKernel({ kernel, conf }: PlanInput): Refusal | undefined {
  if (kernel.status === 'ready') return undefined;
  const reason = kernel.reason ?? `The headers of kernel ${kernel.name} can't be used.`;
  const install = kernel.install === undefined ? '' : ` Install them with: ${kernel.install}`;
  return {
    kind: 'refused',
    because: 'kernel-not-ready',
    message: `${reason}${install}`,
    location: confLocation(conf),
  };
}

function unresolvedOf(input: PlanInput): Unresolved | undefined {
  const { reading, conf, text: textReading = reading } = input;
  const scalars = ['PACKAGE_NAME', 'PACKAGE_VERSION', 'PRE_BUILD', 'POST_BUILD'] as const;
  for (const name of scalars) {
    if (certainText(reading, name) !== undefined) continue;
    const value = reading.directives.get(name)?.find((one) => one.index === 0)?.value;
    return { ...openValue(name, value), location: directiveLocation(conf, textReading, name) };
  }
  if (!('records' in reading.modules)) {
    const { unknown, span } = reading.modules;
    return {
      kind: 'unresolved',
      what: 'the list of modules',
      reason: unknown,
      location: confLocation(conf, span),
    };
  }
  const values: readonly (readonly [string, Value])[] = [
    ['MAKE', reading.make],
    ['CLEAN', reading.clean],
    ...reading.patches.map((patch) => ['PATCH', patch] as const),
    ...reading.modules.records.flatMap((record) => [
      ['BUILT_MODULE_NAME', record.builtName] as const,
      ['BUILT_MODULE_LOCATION', record.builtLocation] as const,
    ]),
  ];
  for (const [what, value] of values) {
    if (value.kind === 'known') continue;
    const span = value.kind === 'unknown' ? value.span : undefined;
    return { ...openValue(what, value), location: confLocation(conf, span) };
  }
  if (!input.text && (reading.excluded === 'unknown' || 'unknown' in reading.add)) {
    const reason =
      'unknown' in reading.add ? reading.add.unknown : 'a BUILD_EXCLUSIVE directive is not known';
    return { kind: 'unresolved', what: 'the whole file', reason, location: confLocation(conf) };
  }
  return undefined;
}

function openValue(what: string, value: Value | undefined): Omit<Unresolved, 'location'> {
  const reason = value?.kind === 'unknown' ? value.reason : 'it depends on a condition';
  return { kind: 'unresolved', what, reason };
}

function refuseName(
  { conf, reading, text = reading }: PlanInput,
  module: ModuleIdentity,
): Refusal | undefined {
  for (const [name, part] of [
    ['PACKAGE_NAME', module.name],
    ['PACKAGE_VERSION', module.version],
  ] as const) {
    if (isFolderName(part)) continue;
    return {
      kind: 'refused',
      because: 'bad-name',
      message: `${name} is "${part}", which becomes part of the path that make builds in. Write it without spaces, slashes, and characters that are special to make or the shell.`,
      location: directiveLocation(conf, text, name, 0),
    };
  }
  return undefined;
}

/** MAKE_MATCH may have chosen any element; it is the one with whose text the command ends. */
function locateMake({ reading, conf, text = reading }: PlanInput): ConfLocation {
  const command = textOf(reading.make) ?? '';
  const elements = text.directives.get('MAKE') ?? [];
  const running = elements.findLast((element) => {
    const written = textOf(element.value);
    return written !== undefined && command.includes(written.replace(/^make/, '').trim());
  });
  return confLocation(conf, (running ?? elements[0])?.valueSpan ?? elements[0]?.nameSpan);
}

function expectedModule(
  record: ModuleRecord,
  { reading, conf, text = reading, template }: PlanInput,
): ExpectedModule {
  const name = textOf(record.builtName) ?? '';
  const pattern = templatePattern(name, template);
  const isOwnExclusion =
    record.index > 0 &&
    isSince(reading.facts.dkmsVersion, '3.3.0') &&
    [...reading.directives].some(
      ([directive, elements]) =>
        directive.startsWith('BUILD_EXCLUSIVE_') && elements.some((one) => one.index === record.index),
    );
  return {
    name,
    file: `${textOf(record.builtLocation) ?? ''}${name}.ko`,
    location: directiveLocation(conf, text, 'BUILT_MODULE_NAME', record.index),
    optional: isOwnExclusion,
    stripped: record.strip === true,
    ...(pattern && { pattern }),
  };
}
