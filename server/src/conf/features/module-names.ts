import type { Conf } from '../conf.ts';
import type { DirectiveName } from '../directives/directive.ts';
import type { DirectiveElement, Reading } from '../reading/reading.ts';
import type { Span, TextEdit } from '../text.ts';

/** A module as the conf names it, in plain text. */
export interface NamedModule {
  readonly name: string;
  /** The name alone, without quotes. */
  readonly span: Span;
  /** Where dkms expects it: relative to the conf, with `/` and without one at its end; empty for the folder of the conf. */
  readonly folder: string;
}

/** The modules that the conf names in plain text, in BUILT_MODULE_NAME or DEST_MODULE_NAME. */
export function findNamedModules(conf: Conf, reading: Reading): readonly NamedModule[] {
  if (!('records' in reading.modules)) return [];
  const found: NamedModule[] = [];
  const elements = {
    BUILT_MODULE_NAME: elementsByIndex(reading, 'BUILT_MODULE_NAME'),
    DEST_MODULE_NAME: elementsByIndex(reading, 'DEST_MODULE_NAME'),
  };
  for (const { index, builtName, builtLocation } of reading.modules.records) {
    for (const directive of ['BUILT_MODULE_NAME', 'DEST_MODULE_NAME'] as const) {
      const element = elements[directive].get(index);
      if (!element?.valueSpan || element.value.kind !== 'known' || builtName.kind !== 'known') continue;
      const span = withoutQuotes(conf, element.valueSpan);
      const name = conf.text.slice(span.start, span.end);
      if (name !== builtName.text || element.value.text !== name || builtLocation.kind !== 'known') continue;
      found.push({ name, span, folder: builtLocation.text.replace(/^(?:\.\/)+|\/+$/g, '') });
    }
  }
  return found;
}

function elementsByIndex(reading: Reading, name: DirectiveName): ReadonlyMap<number, DirectiveElement> {
  return new Map((reading.directives.get(name) ?? []).map((element) => [element.index, element]));
}

/** The module whose name an offset touches. */
export function findNamedModuleAt(conf: Conf, reading: Reading, offset: number): NamedModule | undefined {
  return findNamedModules(conf, reading).find(({ span }) => span.start <= offset && offset <= span.end);
}

/** The edits that give a module another name in the conf. */
export function renameModule(
  conf: Conf,
  reading: Reading,
  name: string,
  newName: string,
): readonly TextEdit[] {
  const spans = findNamedModules(conf, reading).filter((each) => each.name === name);
  const starts = new Set<number>();
  return spans.flatMap(({ span }) => {
    // A loop sets several elements at one place.
    if (starts.has(span.start)) return [];
    starts.add(span.start);
    return [{ span, newText: newName }];
  });
}

/** Where a Makefile or Kbuild names a module. */
export interface MakefileNames {
  /** In `obj-m` and the like, the lists of what Kbuild builds. */
  readonly targets: readonly Span[];
  /** In `name-objs`, `name-y` and the flags of `name.o`. */
  readonly others: readonly Span[];
  /** Whether it is linked from other objects, so that no source file needs to have its name. */
  readonly composite: boolean;
}

/** Finds a module in the text of a Makefile, except in names that are composed of variables. */
export function findInMakefile(text: string, name: string): MakefileNames {
  const targets: Span[] = [];
  const others: Span[] = [];
  let composite = false;
  let offset = 0;
  let isContinued = false;
  for (const line of text.split('\n')) {
    const code = line.replace(/(?:^|\s)#.*$/, '');
    const isTarget: boolean = isContinued || /^[ \t]*obj-(?:m|y|\$\(\w+\))[ \t]*[:+?]?=/.test(code);
    if (isTarget) {
      for (const match of code.matchAll(/(?<![\w$()/.-])([\w-]+)\.o(?![\w.])/g))
        if (match[1] === name)
          targets.push({ start: offset + match.index, end: offset + match.index + name.length });
    } else {
      const own =
        /^([ \t]*)((?:CFLAGS|CFLAGS_REMOVE|LDFLAGS|KASAN_SANITIZE|OBJECT_FILES_NON_STANDARD)_)?([\w-]+?)(-objs|-y|-m|-\$\(\w+\)|\.o)[ \t]*[:+?]?=/.exec(
          code,
        );
      if (own?.[3] === name && (own[2] === undefined) === (own[4] !== '.o')) {
        const start = offset + (own[1]?.length ?? 0) + (own[2]?.length ?? 0);
        others.push({ start, end: start + name.length });
        if (own[2] === undefined) composite = true;
      }
    }
    isContinued = isTarget && /\\\s*$/.test(code);
    offset += line.length + 1;
  }
  return { targets, others, composite };
}

function withoutQuotes(conf: Conf, { start, end }: Span): Span {
  return /^(["'])[^"']*\1$/.test(conf.text.slice(start, end))
    ? { start: start + 1, end: end - 1 }
    : { start, end };
}
