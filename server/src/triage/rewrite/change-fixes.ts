import { compareVersions, versionNumbers } from '../../versions.ts';
import type { ApiVariant, Change, Rewrite } from '../change.ts';
import { CSource } from './c-source.ts';
import { functionOf } from './callbacks/forwarded-parameter.ts';
import { moveCallback } from './callbacks/moved-callback.ts';
import { withCompatHeader, withExtendedHeader } from './compat-header.ts';
import type { FileReplacements, Replacement, ReportedLines, TextFile } from './replacement.ts';
import { isInOtherFile, type RewrittenSource, rewriteSource } from './rewrite.ts';
import { guardReplacements, type RedHatRelease, type VersionGuard } from './version-guard.ts';

/** A kernel that the fixed source must support, with the form of the change that its headers have. */
export interface KernelVariant {
  readonly release: string;
  /** `6.12.117`. */
  readonly version: string;
  readonly form: ApiVariant;
  /** RHEL_RELEASE_CODE of a kernel of Red Hat, which has much of later versions: 2308 for 9.4. */
  readonly redHat?: number;
}

/** A test for a Kbuild file: whole words that kernels with the new form have on one line of a header. */
export interface FeatureProbe {
  readonly header: string;
  readonly text: string;
}

/** A fix for every use of a change's old form in some files. */
export interface ChangeFix {
  readonly kind: 'new-form' | 'version-guard' | 'header-guard' | 'feature-test' | 'compat-header';
  /** As a menu shows it. */
  readonly title: string;
  /** The files with their current texts and what to replace in them. The text of a new file is empty. */
  readonly files: readonly FileReplacements[];
  /** What to check where the fixed source may behave differently; see `Change.semantics`. Not to be applied unasked. */
  readonly semantics?: string;
  /** Uses that a person must change. */
  readonly left: readonly { readonly path: string; readonly offset: number; readonly reason: string }[];
}

/** Where a use stands: `elsewhere` where it is not meant, `new-only` where no kernel with the old form compiles it. */
export type UsePlace = 'elsewhere' | 'new-only' | 'shared';

/** The meant replacements; none where all that is left is an `#include` for the others. */
function placed(
  replacements: readonly Replacement[],
  placeOf: (offset: number) => UsePlace,
): readonly Replacement[] {
  const meant = replacements.flatMap((each): Replacement[] => {
    // An added #include stands where no use is.
    if (each.harmless) return [each];
    const place = placeOf(each.start);
    return place === 'elsewhere' ? [] : [place === 'new-only' ? { ...each, harmless: true } : each];
  });
  return meant.length > replacements.filter(({ harmless }) => harmless).length ? meant : [];
}

/**
 * The fixes for a change in the files, best first. Kernels whose headers have neither form are ignored. Empty if the change has no
 * rewrite, the files do not use the old form, or no kernel needs the new one.
 */
export function findChangeFixes(
  change: Change,
  files: readonly TextFile[],
  kernels: readonly KernelVariant[],
  options: FixOptions = {},
): readonly ChangeFix[] {
  const { semantics } = change;
  const fixes = fixesOf(change, files, kernels, options);
  return semantics === undefined ? fixes : fixes.map((fix) => ({ ...fix, semantics }));
}

interface FixOptions {
  /** The Makefile or Kbuild of the files, for a feature test. */
  readonly kbuild?: TextFile;
  readonly probe?: FeatureProbe;
  /** A header of the module that gives older kernels the names of newer ones, and that all of the files include. */
  readonly compat?: TextFile;
  /** The lines of each file (from 1, by its path) that the compiler complains of for this change, where a build was asked. */
  readonly reported?: ReadonlyMap<string, ReportedLines>;
  /** The other files of the module: a callback may be defined in another file than where it is given, and declared in a header. */
  readonly others?: readonly TextFile[];
  /** Versions of other kernels that were the first to have the new form, for a change without a date. */
  readonly seenIn?: readonly string[];
  /** Whether the author tells kernels of Red Hat apart by RHEL_RELEASE_CODE, and has RHEL_RELEASE_VERSION() for other kernels. */
  readonly redHatHabit?: Pick<RedHatRelease, 'hasMacro'>;
  /** Which uses are meant, by their offset in a file, and which of them no kernel with the old form compiles; default: all, and none. */
  readonly placeOf?: (path: string, offset: number) => UsePlace;
}

function fixesOf(
  change: Change,
  files: readonly TextFile[],
  kernels: readonly KernelVariant[],
  options: FixOptions,
): readonly ChangeFix[] {
  const rewritten = rewriteFiles(change, files, options);
  const left = rewritten.flatMap(({ file, left }) => left.map((use) => ({ path: file.path, ...use })));
  const changed = rewritten.filter(({ replacements }) => replacements.length > 0);
  if (changed.length === 0) return [];

  const guarded = (guard: VersionGuard) =>
    changed.map(({ file, source, replacements }) => ({
      ...file,
      replacements: guardReplacements(source, replacements, guard),
    }));
  const form = newFormOf(
    change,
    changed.flatMap(({ applied }) => applied),
  );
  const onlyOld = kernels.filter(({ form }) => form === 'old');
  if (onlyOld.length === 0) {
    const title = `Use ${form}`;
    const plain = changed.map(({ file, replacements }) => ({ ...file, replacements }));
    return [{ kind: 'new-form', title, files: plain, left }];
  }

  const fixes: ChangeFix[] = [];
  const header = newHeader(change);
  if (header) {
    const title = `Use ${form} where the kernel has it`;
    fixes.push({ kind: 'header-guard', title, files: guarded({ kind: 'header', header }), left });
  }
  const version = versionBetween(change, kernels, options.seenIn);
  if (version) {
    const title = `Use ${form} on Linux ${version} and later`;
    fixes.push({ kind: 'version-guard', title, files: guarded({ kind: 'version', version }), left });
  }
  const until = version ? undefined : versionUntil(change, kernels, options.seenIn);
  if (until) {
    const title = `Use ${form} before Linux ${until}`;
    const files = guarded({ kind: 'version', version: until, before: true });
    fixes.push({ kind: 'version-guard', title, files, left });
  }
  const apart = version || until ? undefined : versionBesideRedHat(change, kernels, options);
  if (apart) {
    const { major, minor } = apart.redHat;
    const title = `Use ${form} on Linux ${apart.version} and on RHEL ${major}.${minor}, and later`;
    fixes.push({ kind: 'version-guard', title, files: guarded({ kind: 'version', ...apart }), left });
  }
  const { kbuild, probe } = options;
  if (kbuild && probe && !header) {
    const macro = featureMacro(change);
    const files = [...guarded({ kind: 'feature', macro }), defineFeature(kbuild, macro, probe)];
    fixes.push({
      kind: 'feature-test',
      title: `Use ${form} where the headers have it, tested in ${nameOf(kbuild.path)} (${macro})`,
      files,
      left,
    });
  }
  const names = version ? renamesOnly(change) : undefined;
  if (version && names) {
    const { compat } = options;
    const title = compat
      ? `Use ${form}, with a macro in ${nameOf(compat.path)} for Linux before ${version}`
      : `Use ${form}, with a compat header for Linux before ${version}`;
    const files = compat
      ? withExtendedHeader(
          changed,
          names.filter((each) => changed.some(({ applied }) => applied.includes(each))),
          version,
          compat,
        )
      : withCompatHeader(changed, names, version);
    if (files) fixes.push({ kind: 'compat-header', title, files, left });
  }
  return fixes;
}

interface RewrittenFile extends Omit<RewrittenSource, 'elsewhere'> {
  readonly file: TextFile;
  readonly source: CSource;
}

/** The files with something to rewrite: first the given ones, then those that define a callback of theirs. */
function rewriteFiles(
  change: Change,
  files: readonly TextFile[],
  { placeOf, reported, others = [] }: FixOptions,
): readonly RewrittenFile[] {
  const elsewhere = new Set<string>();
  const placesIn = ({ path }: TextFile, given?: ReadonlySet<string>) => {
    const lines = reported?.get(path);
    return { ...(lines && { reported: lines }), ...(given && { given }) };
  };
  const found = files.map((file) => {
    const source = new CSource(file.text, reported?.get(file.path));
    const result = rewriteSource(source, change, placesIn(file));
    for (const name of result.elsewhere) elsewhere.add(name);
    return { file, source, ...result };
  });
  moveBetween(found, change, others);
  if (elsewhere.size > 0) {
    const names = new RegExp(`\\b(?:${[...elsewhere].map(functionOf).join('|')})\\b`);
    for (const [at, one] of found.entries()) {
      // Its own callbacks are known to the file, and of which member each is.
      const own = new Set(
        one.elsewhere.filter((name) => one.source.functions(name).some(({ body }) => body)),
      );
      const places = placesIn(one.file, new Set([...elsewhere].filter((name) => !own.has(name))));
      if (names.test(one.file.text)) found[at] = { ...one, ...rewriteSource(one.source, change, places) };
    }
    const callbacks = {
      rewrite: (change.rewrite ?? []).filter(({ kind }) => /^callback|^forwarded-parameter$/.test(kind)),
    };
    for (const file of others.filter(({ text }) => names.test(text))) {
      const source = new CSource(file.text);
      found.push({ file, source, ...rewriteSource(source, callbacks, placesIn(file, elsewhere)) });
    }
    const isDefined = (name: string) =>
      found.some(({ source }) => source.functions(functionOf(name)).some(({ body }) => body !== undefined));
    for (const name of elsewhere) if (isDefined(name)) elsewhere.delete(name);
  }
  return found.flatMap(({ file, source, replacements: all, left: rest, applied, elsewhere: given }) => {
    const replacements = placeOf ? placed(all, (at) => placeOf(file.path, at)) : all;
    const isFound = given.length > 0 && given.every((name) => !elsewhere.has(name));
    const left = rest.filter(
      ({ offset, reason }) =>
        placeOf?.(file.path, offset) !== 'elsewhere' &&
        !(isFound && reason.endsWith('is not defined in this file')),
    );
    return replacements.length > 0 || left.length > 0 ? [{ file, source, replacements, left, applied }] : [];
  });
}

/** Adds what a callback needs that moves to a struct in another file. */
function moveBetween(
  found: (RewrittenSource & { readonly file: TextFile; readonly source: CSource })[],
  change: Change,
  others: readonly TextFile[],
): void {
  for (const rewrite of change.rewrite ?? []) {
    if (rewrite.kind !== 'moved-callback') continue;
    if (!found.some(({ left }) => left.some(({ reason }) => reason === isInOtherFile))) continue;
    const more = others.map((file) => ({ file, source: new CSource(file.text) }));
    const moved = moveCallback(
      [...found, ...more].map(({ file, source }) => ({ path: file.path, source })),
      rewrite,
    );
    for (const [path, replacements] of moved ?? []) {
      const at = found.findIndex(({ file }) => file.path === path);
      const one = found[at];
      const other = more.find(({ file }) => file.path === path);
      if (one)
        found[at] = {
          ...{ ...one, applied: [...one.applied, rewrite] },
          replacements: [...one.replacements, ...replacements].sort((a, b) => a.start - b.start),
          left: one.left.filter(({ reason }) => reason !== isInOtherFile),
        };
      else if (other) found.push({ ...other, replacements, left: [], applied: [rewrite], elsewhere: [] });
    }
  }
}

/** The name of the new form in a menu: the header, or the one or two functions and constants that these rewrites write. */
function newFormOf(change: Change, applied: readonly Rewrite[]): string {
  const header = newHeader(change);
  if (header) return `<${header}>`;
  const names = new Set(applied.flatMap((rewrite) => newNameOf(rewrite, change)));
  return names.size === 1 || names.size === 2 ? [...names].join(' and ') : 'the new form';
}

function newNameOf(rewrite: Rewrite, change: Change): readonly string[] {
  if (rewrite.kind === 'rename') {
    const isCalled = [change.new, change.advice].some((text) => text.includes(`${rewrite.to}(`));
    return /^\w+$/.test(rewrite.to) ? [isCalled ? `${rewrite.to}()` : rewrite.to] : [];
  }
  if (rewrite.kind === 'callback' || !('to' in rewrite) || typeof rewrite.to !== 'string') return [];
  const called = /^([A-Za-z_]\w*)\(/.exec(rewrite.to)?.[1];
  return called === undefined ? [] : [`${called}()`];
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The new header, if the change is nothing but another header. */
function newHeader(change: Change): string | undefined {
  const rewrites = change.rewrite ?? [];
  const [only] = rewrites;
  if (rewrites.length !== 1) return undefined;
  if (only?.kind === 'include') return only.to;
  return only?.kind === 'add-include' ? only.header : undefined;
}

/**
 * The first version for the new form, if a version separates the kernels: the mainline version if it does, else one in which other kernels have it (`seen`), else the line
 * of the oldest kernel that has the new form, since interfaces change between lines; at last that kernel's own version.
 */
export function versionBetween(
  change: Pick<Change, 'id' | 'since' | 'available'>,
  kernels: readonly KernelVariant[],
  seen: readonly string[] = [],
): string | undefined {
  const oldVersions = kernels.filter(({ form }) => form === 'old').map(({ version }) => version);
  const newVersions = kernels
    .filter(({ form }) => form === 'new' || form === 'both')
    .map(({ version }) => version);
  const order = (a: string, b: string) => compareVersions(versionNumbers(a), versionNumbers(b));
  const separates = (version: string) =>
    oldVersions.every((old) => order(old, version) < 0) &&
    newVersions.every((each) => order(version, each) <= 0);
  const lowest = [...newVersions].sort(order)[0];
  const line = lowest === undefined ? undefined : versionNumbers(lowest).slice(0, 2).join('.');
  return [change.available, change.since, ...seen, line, lowest].find(
    (version) => version !== undefined && separates(version),
  );
}

/** The first version for the new form, and the first release of RHEL, where these tell the kernels apart and the version alone does not. */
function versionBesideRedHat(
  change: Change,
  kernels: readonly KernelVariant[],
  { redHatHabit, seenIn }: FixOptions,
): { readonly version: string; readonly redHat: RedHatRelease } | undefined {
  const others = kernels.filter(({ redHat }) => redHat === undefined);
  const codes = (isOld: boolean) =>
    kernels.flatMap(({ redHat, form }) =>
      redHat !== undefined && form !== 'neither' && (form === 'old') === isOld ? [redHat] : [],
    );
  const first = Math.min(...codes(false));
  const version = versionBetween(change, others, seenIn);
  if (!redHatHabit || version === undefined || !Number.isFinite(first)) return undefined;
  if (codes(true).some((code) => code >= first)) return undefined;
  return { version, redHat: { major: first >> 8, minor: first & 255, ...redHatHabit } };
}

/** The first version without the form to write, if a version separates the kernels the other way round: a source is newer than some of them. */
function versionUntil(
  change: Change,
  kernels: readonly KernelVariant[],
  seen: readonly string[] | undefined,
): string | undefined {
  const swapped = kernels.map((kernel) => ({
    ...kernel,
    form: kernel.form === 'old' ? ('new' as const) : kernel.form === 'new' ? ('old' as const) : kernel.form,
  }));
  return versionBetween(change, swapped, seen);
}

function featureMacro(change: Change): string {
  const name = change.replacement && /^\w+$/.test(change.replacement) ? change.replacement : change.id;
  return `HAVE_${name.replace(/\W/g, '_').toUpperCase()}`;
}

/** Adds the macro to `ccflags-y` if grep finds the text, after the line that names the objects. */
function defineFeature(kbuild: TextFile, macro: string, { header, text }: FeatureProbe): FileReplacements {
  const folder = header.startsWith('asm/') ? 'arch/$(SRCARCH)/include' : 'include';
  const line = `ccflags-y += $(if $(shell grep -Fw '${text}' $(srctree)/${folder}/${header} 2>/dev/null),-D${macro})\n`;
  if (kbuild.text.includes(`-D${macro})`)) return { ...kbuild, replacements: [] };
  const objects = /^[ \t]*obj-(?:m|\$\([^)]*\))[^\n]*(?:\\\n[^\n]*)*\n?/m.exec(kbuild.text);
  const at = objects ? objects.index + objects[0].length : kbuild.text.length;
  const newline = at > 0 && kbuild.text[at - 1] !== '\n' ? '\n' : '';
  return { ...kbuild, replacements: [{ start: at, end: at, text: `${newline}${line}` }] };
}

/** The renames of a change that consists of nothing else. */
function renamesOnly(change: Change): readonly Extract<Rewrite, { kind: 'rename' }>[] | undefined {
  const names: Extract<Rewrite, { kind: 'rename' }>[] = [];
  for (const rewrite of change.rewrite ?? []) {
    if (
      rewrite.kind === 'rename' &&
      !rewrite.unusedValue &&
      /^\w+$/.test(rewrite.to) &&
      !/^\d/.test(rewrite.to)
    )
      names.push(rewrite);
    else return undefined;
  }
  return names.length > 0 ? names : undefined;
}
