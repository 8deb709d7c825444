import type { Value } from '../conf/evaluation/value.ts';
import type { DirectiveElement, ModuleRecord, Reading } from '../conf/reading/reading.ts';
import type { LineIndex, Span } from '../conf/text.ts';
import { findConfFiles } from '../workspace/conf-paths.ts';
import { resolveReadingTarget, runningRelease } from '../workspace/confs/typed-target.ts';
import type { Engine } from '../workspace/engine.ts';
import { refuse, styled, type Terminal, type Writer } from './terminal.ts';

export interface ShowArguments {
  readonly path: string;
  readonly kernel?: string;
  readonly arch?: string;
  readonly dkmsVersion?: string;
}

/** Runs `dkms-tools show`: what dkms would read from one file, for one kernel; returns the exit code. */
export async function runShow(
  engine: Engine,
  given: ShowArguments & { readonly format: 'text' | 'json' },
  terminal: Terminal,
): Promise<number> {
  const choice = await resolveReadingTarget(engine, { ...given, kernel: given.kernel ?? runningRelease() });
  if ('wrong' in choice) return refuse(terminal, choice.wrong);
  const files = await findConfFiles([given.path]);
  if ('wrong' in files) return refuse(terminal, files.wrong);
  const [path, second] = files.paths;
  if (path === undefined || second !== undefined) {
    return refuse(
      terminal,
      `${given.path} contains several dkms.conf files; name one of them: ${files.paths.join(', ')}`,
    );
  }
  const file = await engine.readFile(path);
  if (file.kind !== 'text') return refuse(terminal, file.message);
  const conf = engine.openConf(file.text);
  const overrides = await engine.readings.findOverrides(conf, path, choice);
  // A variable of this terminal may or may not reach dkms (sudo removes most of them); one that is not set here is not set for dkms,
  // either.
  const environmentNames = new Set(Object.keys(process.env));
  const reading = await engine.readings.readHere(
    conf,
    path,
    { ...choice, overrides, environmentNames },
    (one, full) => engine.readings.readAsAdded(one, path, full),
  );
  terminal.out.write(
    given.format === 'json'
      ? `${JSON.stringify(asDocument(path, reading, conf.lines))}\n`
      : asText(path, reading, terminal.out),
  );
  conf.dispose();
  return 0;
}

interface UnknownDocument {
  readonly unknown: string;
  readonly line?: number;
  readonly character?: number;
}

function asDocument(path: string, reading: Reading, lines: LineIndex): unknown {
  const { kernel, dkmsVersion } = reading.facts;
  const elementOf = ({ index, value, presence }: DirectiveElement) => ({
    index,
    ...(presence === 'maybe'
      ? {
          unknown:
            'it is set only on some paths through the file, and which one is taken is not known without running it',
        }
      : valueDocument(value, lines)),
  });
  const { modules } = reading;
  return {
    version: 1,
    path,
    kernel: kernel?.release,
    arch: kernel?.arch,
    dkmsVersion: dkmsVersion.text,
    directives: Object.fromEntries(
      [...reading.directives].map(([name, elements]) => [name, elements.map(elementOf)]),
    ),
    modules:
      'unknown' in modules
        ? unknownDocument(modules.unknown, modules.span, lines)
        : modules.records.map(moduleDocument),
    make: textOrNull(reading.make),
    clean: textOrNull(reading.clean) || null,
    patches: reading.patches.map(textOrNull),
    excluded: reading.excluded,
  };
}

function valueDocument(value: Value, lines: LineIndex): { readonly value: string } | UnknownDocument {
  switch (value.kind) {
    case 'known':
      return { value: value.text };
    case 'one-of':
      return { unknown: `it is one of: ${value.texts.join(' | ')}` };
    case 'unknown':
      return unknownDocument(value.reason, value.span, lines);
    default:
      return value satisfies never;
  }
}

function unknownDocument(reason: string, span: Span | undefined, lines: LineIndex): UnknownDocument {
  return { unknown: reason, ...(span && lines.positionAt(span.start)) };
}

function moduleDocument(record: ModuleRecord): unknown {
  return {
    index: record.index,
    builtName: textOrNull(record.builtName),
    builtLocation: textOrNull(record.builtLocation),
    destName: textOrNull(record.destName),
    destLocation: textOrNull(record.destLocation),
    strip: record.strip === 'unknown' ? null : record.strip,
  };
}

function textOrNull(value: Value): string | null {
  return value.kind === 'known' ? value.text : null;
}

function asText(path: string, reading: Reading, out: Writer): string {
  const { kernel, dkmsVersion } = reading.facts;
  const heading = (text: string) => `${styled(out, 'bold', text)}\n`;
  const shown = (value: Value) => shownValue(value, out);
  const part = (value: Value) => shownPart(value, out);
  let text = heading(
    `${path}, as dkms ${dkmsVersion.text} reads it for ${kernel?.release} (${kernel?.arch})`,
  );
  for (const [name, elements] of reading.directives) {
    for (const { index, value, presence } of elements) {
      const perhaps = presence === 'maybe' ? styled(out, 'dim', '  (on some path only)') : '';
      text += `  ${`${name}[${index}]`.padEnd(28)} ${shown(value)}${perhaps}\n`;
    }
  }
  text += heading('Modules');
  const { modules } = reading;
  const records = 'records' in modules ? modules.records : modules.certain.filter(isKnown);
  for (const { builtLocation, builtName, destLocation, destName } of records)
    text += `  ${part(builtLocation)}${part(builtName)}.ko -> ${part(destLocation)}/${part(destName)}.ko\n`;
  if ('unknown' in modules) {
    const others = records.length > 0 ? 'whether there are others is unknown' : 'unknown';
    text += `  ${styled(out, 'yellow', `${others}: ${modules.unknown}`)}\n`;
  } else if (records.length === 0) text += '  none\n';
  text += `${heading('Command')}  ${shown(reading.make)}\n`;
  if (reading.clean.kind !== 'known' || reading.clean.text !== '')
    text += `${heading('Clean')}  ${shown(reading.clean)}\n`;
  if (reading.patches.length > 0)
    text += `${heading('Patches')}${reading.patches.map((patch) => `  ${shown(patch)}\n`).join('')}`;
  const { excluded } = reading;
  if (excluded === 'unknown') text += `${heading('Excluded')}  unknown\n`;
  else if (excluded) text += `${heading('Excluded')}  by ${excluded.directive}: ${excluded.reason}\n`;
  return text;
}

function shownValue(value: Value, out: Writer): string {
  switch (value.kind) {
    case 'known':
      return value.text;
    case 'one-of':
      return styled(out, 'yellow', `one of: ${value.texts.join(' | ')}`);
    case 'unknown':
      return styled(out, 'yellow', `unknown: ${value.reason}`);
    default:
      return value satisfies never;
  }
}

/** A value as a part of a path. Why it is not known stands at its directive. */
function shownPart(value: Value, out: Writer): string {
  switch (value.kind) {
    case 'known':
      return value.text;
    case 'one-of':
      return styled(out, 'yellow', `{${value.texts.join('|')}}`);
    case 'unknown':
      return styled(out, 'yellow', '<unknown>');
    default:
      return value satisfies never;
  }
}

/** Whether every value shown for a module is known. */
function isKnown({ builtLocation, builtName, destLocation, destName }: ModuleRecord): boolean {
  return [builtLocation, builtName, destLocation, destName].every(({ kind }) => kind === 'known');
}
