import { basename } from 'node:path';
import { decodeInput, type InputKind, kindOfText } from '../../output/log/decoded-input.ts';
import { LogReader, type ReadLog } from '../../output/log/log-reader.ts';
import type { LoggedBuild } from '../../output/log/logged-build.ts';
import type { JudgedResult } from '../results/judged-result.ts';

/** What the caller knows about the log. */
export interface LogInput {
  readonly name: string;
  readonly source?: string;
  /** The same for the module of each build, in place of `source`. */
  readonly sourceOf?: (module: string | undefined) => string | undefined;
  /** The release to assume if the log does not name one. */
  readonly kernel?: string;
}

/** One build of a log, as far as the log says how it ended. */
export interface LogOutcome {
  readonly module: string | undefined;
  readonly kernel: string | undefined;
  readonly outcome: 'failed' | 'succeeded' | 'unknown';
}

/** What the log of any build says, in the form of a build's own results. */
export interface ExplainedLog {
  /** One for each build in the log. */
  readonly results: readonly JudgedResult[];
  /** How each of them ended according to its own lines; another part of the log may say that it failed. */
  readonly endings: readonly LogOutcome['outcome'][];
  readonly logs: readonly LogOutcome[];
  /** Whether some messages are in a language other than English, so that some may not be recognised. */
  readonly isLocalised: boolean;
  /** What the input is, if it is not recognised as build output. */
  readonly unrecognised?: InputKind;
}

const keptHead = 65_536;

/**
 * Parses a make.log of dkms, or the output of any build of kernel modules. Paths of staged files are mapped to the user's files in `source`;
 * `kernel` is the release to assume if the log does not name one.
 */
export function explainLog(text: string, given: LogInput): ExplainedLog {
  const reader = readerFor(given);
  reader.write(text);
  return explained(reader.end(), given, text.slice(0, keptHead));
}

/** The same for the bytes of a file or a pipe, of any length and in any supported encoding. */
export async function explainBytes(
  chunks: AsyncIterable<Uint8Array>,
  given: LogInput,
): Promise<ExplainedLog> {
  const reader = readerFor(given);
  let decoder: ReturnType<typeof decodeInput>['decoder'] | undefined;
  let head = '';
  for await (const chunk of chunks) {
    if (!decoder) {
      const input = decodeInput(Buffer.from(chunk));
      if (input.kind !== undefined) return unrecognised(input.kind);
      decoder = input.decoder;
    }
    const text = decoder.decode(chunk, { stream: true });
    if (head.length < keptHead) head += text.slice(0, keptHead - head.length);
    reader.write(text);
  }
  if (!decoder) return unrecognised('empty');
  reader.write(decoder.decode());
  return explained(reader.end(), given, head);
}

function readerFor(given: LogInput): LogReader {
  return new LogReader({
    name: given.name,
    ...(given.source !== undefined && { sourceDir: given.source }),
    ...(given.sourceOf && { sourceOf: given.sourceOf }),
    ...(given.kernel !== undefined && { kernel: given.kernel }),
  });
}

function unrecognised(kind: InputKind): ExplainedLog {
  return { results: [], endings: [], logs: [], isLocalised: false, unrecognised: kind };
}

function explained(log: ReadLog, given: LogInput, head: string): ExplainedLog {
  if (!log.isRecognised) return unrecognised(kindOfText(head));
  return {
    results: log.builds.map((build) => resultOf(build, given)),
    endings: log.builds.map(({ outcome }) => outcome),
    logs: outcomesOf(log),
    isLocalised: log.isLocalised,
  };
}

function resultOf(build: LoggedBuild, given: LogInput): JudgedResult {
  const isFailed = build.outcome === 'failed';
  return {
    module: build.module ?? basename(given.name),
    path: given.sourceOf?.(build.module) ?? given.source ?? given.name,
    kernel: build.kernel ?? 'unknown',
    status: isFailed ? 'failed' : 'ok',
    ...(isFailed && { reason: 'The log contains errors.' }),
    ...{ durationMs: 0, built: [], problems: build.problems },
  };
}

/** The builds whose output is in the log, and those of which dkms reports only the outcome. */
function outcomesOf({ builds, outcomes }: ReadLog): readonly LogOutcome[] {
  const logs: LogOutcome[] = [];
  const isOf = (
    one: LogOutcome,
    { module, kernel }: { readonly module?: string; readonly kernel?: string },
  ) =>
    (module === undefined || one.module === undefined || nameOf(one.module) === nameOf(module)) &&
    (kernel === undefined || one.kernel === undefined || one.kernel === kernel);
  for (const { module, kernel, outcome } of outcomes) {
    const at = logs.findIndex((one) => isOf(one, { ...(module && { module }), ...(kernel && { kernel }) }));
    const known = at < 0 ? undefined : logs[at];
    const merged: LogOutcome = {
      module: longest(known?.module, module),
      kernel: known?.kernel ?? kernel,
      outcome: known?.outcome ?? outcome,
    };
    if (at < 0) logs.push(merged);
    else logs[at] = merged;
  }
  for (const build of builds) {
    const at = logs.findIndex((one) => isOf(one, build));
    const known = logs[at];
    if (!known) logs.push({ module: build.module, kernel: build.kernel, outcome: build.outcome });
    else {
      // dkms can fail a build in which make succeeded, for example if a module was not built.
      const isKnown =
        build.outcome === 'unknown' || (known.outcome === 'failed' && build.outcome === 'succeeded');
      const outcome = isKnown ? known.outcome : build.outcome;
      logs[at] = {
        module: longest(known.module, build.module),
        kernel: known.kernel ?? build.kernel,
        outcome: builds.length > 1 || known.module === undefined ? outcome : known.outcome,
      };
    }
  }
  return logs;
}

function nameOf(module: string): string {
  return module.split('/')[0] ?? module;
}

function longest(a: string | undefined, b: string | undefined): string | undefined {
  return (b?.length ?? 0) > (a?.length ?? 0) ? b : a;
}
