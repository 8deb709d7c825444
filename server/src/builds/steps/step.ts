import { isSince } from '../../conf/directives/dkms-version.ts';
import type { Reading } from '../../conf/reading/reading.ts';
import type { ModuleSource } from '../../module/module-source.ts';
import { quoted } from '../../shell-words.ts';
import { type ConfLocation, type ConfSource, confLocation, directiveLocation } from '../conf-location.ts';
import { type BuildFacts, compilerScript, evalScript, prelude, sharingJobs } from './step-script.ts';

/** One command of a build, in the order in which dkms runs them. */
export interface Step {
  readonly kind: 'patch' | 'pre-build' | 'clean' | 'make' | 'post-build';
  /** The title under which dkms prints it. */
  readonly title: string;
  /** The command as dkms would show it. */
  readonly command: string;
  /** A bash script that runs the command; to be run in the build folder. */
  readonly script: string;
  /** The same without a jobserver; only for the build command. */
  readonly aloneScript?: string;
  /** The directive that the step comes from. */
  readonly location: ConfLocation;
  readonly onFailure: 'stop' | 'warn' | 'ignore';
  /** A file, relative to the build folder, that the step needs: a patch must exist, a script must be executable. */
  readonly needs?: { readonly file: string; readonly as: 'patch' | 'script' };
}

interface StepInput extends BuildFacts {
  readonly reading: Reading;
  /** The reading that has the locations in the file. */
  readonly textReading: Reading;
  readonly conf: ConfSource;
  readonly source: ModuleSource;
  readonly makeLocation: ConfLocation;
  readonly buildDir: string;
}

/**
 * Patches, PRE_BUILD, CLEAN (up to 3.1.7), MAKE, POST_BUILD. All values of the reading that a build needs are known.
 * Source: prepare_build and actual_build of dkms 3.0.10, do_build of 3.4.
 */
export function planSteps(input: StepInput): readonly Step[] {
  return [
    ...patchSteps(input),
    ...scriptSteps(input, 'PRE_BUILD'),
    ...cleanSteps(input),
    makeStep(input),
    ...scriptSteps(input, 'POST_BUILD'),
  ];
}

function patchSteps(input: StepInput): readonly Step[] {
  const { reading, textReading, conf } = input;
  const elements = textReading.directives.get('PATCH') ?? [];
  return reading.patches.flatMap((patch) => {
    if (patch.kind !== 'known') return [];
    const element = elements.find((one) => one.value.kind === 'known' && one.value.text === patch.text);
    const command = `patch -p1 < ./patches/${patch.text}`;
    return {
      kind: 'patch',
      title: `Applying patch ${patch.text}`,
      command,
      script: prelude(input) + evalScript(reading.facts.dkmsVersion, command),
      location: confLocation(conf, element?.valueSpan ?? element?.nameSpan),
      onFailure: 'stop',
      needs: { file: `patches/${patch.text}`, as: 'patch' },
    };
  });
}

function scriptSteps(input: StepInput, directive: 'PRE_BUILD' | 'POST_BUILD'): readonly Step[] {
  const { reading, textReading, conf, buildDir } = input;
  const value = reading.directives.get(directive)?.find((one) => one.index === 0)?.value;
  if (value?.kind !== 'known' || value.text === '') return [];
  const version = reading.facts.dkmsVersion;
  const isPre = directive === 'PRE_BUILD';
  const run = `${buildDir}/${value.text}`;
  // Up to 3.1.4 the arguments are only split at blanks, since then the shell evaluates them; a failure stops the build since then.
  const isFatal = isSince(version, '3.1.5');
  const script = isFatal ? evalScript(version, run) : `run=${quoted(run)}\nexec $run\n`;
  return [
    {
      kind: isPre ? 'pre-build' : 'post-build',
      title: `Running the ${isPre ? 'pre_build' : 'post_build'} script`,
      command: value.text,
      script: prelude(input) + compilerScript(version, isPre ? 'pre-build' : 'make') + script,
      location: directiveLocation(conf, textReading, directive, 0),
      onFailure: isFatal ? 'stop' : 'warn',
      needs: { file: value.text.split(' ', 1)[0] ?? '', as: 'script' },
    },
  ];
}

function cleanSteps(input: StepInput): readonly Step[] {
  const { reading, textReading, conf, source } = input;
  if (reading.clean.kind !== 'known' || reading.clean.text === '') return [];
  // dkms cleans the folder of a dkms.conf, and a module that needs more than its folder has none.
  if (source.inside !== '') return [];
  const command = reading.clean.text;
  // dkms throws its output away, and does not look at how it ended.
  const script = `exec >/dev/null 2>&1\n${evalScript(reading.facts.dkmsVersion, command)}`;
  return [
    {
      kind: 'clean',
      title: 'Cleaning build area',
      command,
      script: prelude(input) + compilerScript(reading.facts.dkmsVersion, 'make') + script,
      location: directiveLocation(conf, textReading, 'CLEAN', 0),
      onFailure: 'ignore',
    },
  ];
}

function makeStep(input: StepInput): Step {
  const { reading, makeLocation, makeFlags } = input;
  const command = reading.make.kind === 'known' ? reading.make.text : '';
  const version = reading.facts.dkmsVersion;
  const before = prelude(input) + compilerScript(version, 'make');
  const run = makeFlags === undefined ? command : sharingJobs(command, makeFlags);
  return {
    kind: 'make',
    title: 'Building module(s)',
    command,
    script: before + evalScript(version, run),
    aloneScript: before + evalScript(version, command),
    location: makeLocation,
    onFailure: 'stop',
  };
}
