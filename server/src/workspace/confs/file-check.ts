import type { Conf } from '../../conf/conf.ts';
import { type ConfKind, confKindOf, isConfPointer } from '../../conf/conf-kind.ts';
import { restrictsKernels } from '../../conf/reading/exclusion.ts';
import type { Reading } from '../../conf/reading/reading.ts';
import { dependsOnKernelConfig } from '../../conf/rules/config-symbol-unset.ts';
import type { Finding } from '../../conf/rules/finding.ts';
import type { SourceFacts } from '../../conf/rules/source-facts.ts';
import { findUnreadable } from '../../conf/rules/unreadable-conf.ts';
import { applyEdits, LineIndex, type Range, type TextEdit } from '../../conf/text.ts';
import type { ConfFileFailure } from '../../module/conf-file.ts';
import type { Engine } from '../engine.ts';
import { withParser } from '../parser-files.ts';
import type { ReadingTarget } from './reading-target.ts';

/** What `dkms add` of one version would make of a file: its exit code and the numbers of its messages (docs/dkms-messages.md). */
export interface Prediction {
  readonly version: string;
  /** `null` if it can't be known without running the file; `unknown` says why. */
  readonly add: number | null;
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  readonly unknown?: string;
}

/** A finding with its range, as editors count. */
export interface PlacedFinding {
  readonly finding: Finding;
  readonly range: Range;
}

/** One checked file. A file that can't be read has one finding, which says so, and an empty text. */
export interface FileCheck {
  readonly path: string;
  readonly text: string;
  readonly lines: LineIndex;
  readonly findings: readonly PlacedFinding[];
  readonly prediction: Prediction;
}

/** Checks a file for each of the choices (kernels); the same finding for several of them is reported once. */
export async function checkFile(
  engine: Engine,
  path: string,
  choices: readonly ReadingTarget[],
): Promise<FileCheck> {
  const file = await engine.readFile(path);
  if (file.kind !== 'text') return unreadable(path, file, engine);
  if (isConfPointer(path, file.text)) return pointer(path, file.text, engine);
  const sourceFacts = await engine.checks.gatherSourceFacts(path);
  return withParser(() => checkText(engine, path, file.text, choices, sourceFacts));
}

async function checkText(
  engine: Engine,
  path: string,
  text: string,
  choices: readonly ReadingTarget[],
  sourceFacts: SourceFacts | undefined,
): Promise<FileCheck> {
  const conf = engine.openConf(text);
  try {
    const kind = confKindOf(path);
    const readings = await Promise.all(
      (choices.length > 0 ? choices : [{}]).map((choice) => engine.readings.readHere(conf, path, choice)),
    );
    // Only a conf that restricts its kernels, or modules that depend on the kernel's configuration, may be wrong for every kernel of the
    // machine; otherwise the kernels are not needed.
    for (const reading of readings)
      if (restrictsKernels(reading) || dependsOnKernelConfig(sourceFacts))
        await engine.kernelFacts(reading.facts.dkmsVersion);
    const findings = new Map<string, PlacedFinding>();
    for (const reading of readings) {
      for (const finding of engine.checks.findingsOf(conf, reading, path, sourceFacts)) {
        const key = `${finding.span.start}:${finding.span.end}:${finding.rule}:${finding.message}`;
        if (!findings.has(key)) findings.set(key, { finding, range: conf.lines.rangeOf(finding.span) });
      }
    }
    const placed = [...findings.values()].sort((a, b) => a.finding.span.start - b.finding.span.start);
    const prediction = predict(readings, kind);
    const isFilledIn =
      kind === 'template' || placed.some(({ finding }) => finding.rule.startsWith('placeholder-'));
    const hasErrors = placed.some(({ finding }) => finding.severity === 'error');
    return {
      ...{ path, text, lines: conf.lines, findings: placed },
      prediction: isFilledIn && !hasErrors ? withoutRefusal(prediction) : prediction,
    };
  } finally {
    conf.dispose();
  }
}

/** The prediction for `dkms add`; with several kernels, it is known where it is the same for all of them. */
function predict(readings: readonly Reading[], kind: ConfKind): Prediction {
  const [first, ...others] = readings.map(predictOne);
  if (!first) throw new Error('a file is read at least once');
  const different = others.find((other) => JSON.stringify(other) !== JSON.stringify(first));
  if (kind !== 'conf' && kind !== 'template') {
    const unknown =
      kind === 'fragment'
        ? 'it is a part of a dkms.conf, and dkms never reads it by itself'
        : 'dkms reads this file beside the dkms.conf of a module, and never adds it by itself';
    return { version: first.version, add: null, errors: [], warnings: [], unknown };
  }
  if (!different) return first;
  return { ...first, add: null, unknown: 'it differs between the kernels that were named' };
}

/** The prediction for a template whose only mistakes are placeholders that are filled in before dkms reads it. */
function withoutRefusal(prediction: Prediction): Prediction {
  if (prediction.add === null || prediction.add === 0) return prediction;
  const unknown = 'it is a template, and what it leaves open is filled in before dkms reads it';
  return { ...prediction, add: null, errors: [], unknown };
}

function predictOne(reading: Reading): Prediction {
  const numbers = [...new Set(reading.conditions.map((condition) => condition.number))];
  return {
    version: reading.facts.dkmsVersion.text,
    add: 'exit' in reading.add ? reading.add.exit : null,
    errors: numbers.filter((number) => number.startsWith('E')),
    warnings: numbers.filter((number) => number.startsWith('W')),
    ...('unknown' in reading.add && { unknown: reading.add.unknown }),
  };
}

/** The finding for a text that is not checked, although dkms would read it: nothing is known to be wrong with it. */
export function findUnchecked(why: string): Finding {
  return { ...findUnreadable(why), severity: 'information' };
}

/** Such a file is read by dh_dkms, and names the dkms.conf to use. */
function pointer(path: string, text: string, engine: Engine): FileCheck {
  const unknown = 'it tells dh_dkms where the dkms.conf is, and dkms never reads it';
  const version = engine.dkmsVersionFor(path).text;
  const prediction: Prediction = { version, add: null, errors: [], warnings: [], unknown };
  return { path, text, lines: new LineIndex(text), findings: [], prediction };
}

function unreadable(path: string, failure: ConfFileFailure, engine: Engine): FileCheck {
  const finding = findUnreadable(failure.message, failure.kind === 'too-large' ? 'information' : undefined);
  const lines = new LineIndex('');
  const version = engine.dkmsVersionFor(path).text;
  // Only running dkms would show what it does with a file that it can open but that is not text.
  const opened = failure.kind === 'binary' || failure.kind === 'too-large';
  const prediction: Prediction = opened
    ? { version, add: null, errors: [], warnings: [], unknown: failure.message }
    : { version, add: 4, errors: ['E4'], warnings: [] };
  return {
    path,
    text: '',
    lines,
    findings: [{ finding, range: lines.rangeOf(finding.span) }],
    prediction,
  };
}

// The fixes of a round can make others possible (a second `.ko`); no real file needs more rounds.
const mostRounds = 10;

/** The text after every preferred fix, repeated until none is left; the unchanged text if there is nothing to fix. */
export function fixText(
  engine: Engine,
  file: Pick<FileCheck, 'path' | 'text'>,
  choice: ReadingTarget,
  sourceFacts: SourceFacts | undefined,
): string {
  let fixed = file.text;
  for (let round = 0; round < mostRounds; round++) {
    const conf: Conf = engine.openConf(fixed);
    const edits = preferredEdits(
      engine.checks.findingsOf(conf, engine.readings.read(conf, file.path, choice), file.path, sourceFacts),
    );
    conf.dispose();
    if (edits.length === 0) break;
    fixed = applyEdits(fixed, edits);
  }
  return fixed;
}

/** The edits of all preferred fixes, except fixes that would overlap an earlier one. */
export function preferredEdits(findings: readonly Finding[]): readonly TextEdit[] {
  const chosen: TextEdit[] = [];
  for (const finding of findings) {
    const edits = finding.fixes.find((fix) => fix.preferred)?.edits ?? [];
    const overlaps = edits.some((edit) =>
      chosen.some((other) => edit.span.start <= other.span.end && other.span.start <= edit.span.end),
    );
    if (!overlaps) chosen.push(...edits);
  }
  return chosen;
}
