import { isDeepStrictEqual } from 'node:util';
import { variantOf } from '../triage/api-variant.ts';
import type { Cause } from '../triage/cause.ts';
import type { Change } from '../triage/change.ts';
import type { HeaderIndex } from '../triage/headers/header-index.ts';
import { firstVersionsOf } from '../triage/history/first-versions.ts';
import type { KernelHistory } from '../triage/history/kernel-history.ts';
import {
  type ChangeFix,
  findChangeFixes,
  type KernelVariant,
  versionBetween,
} from '../triage/rewrite/change-fixes.ts';
import { findFeatureProbe } from '../triage/rewrite/feature-probe.ts';
import type { TargetKernel } from '../triage/uses/target-kernel.ts';
import { findCompatHeader, findRedHatHabit } from './compat-habit.ts';
import { isGenerated } from './generated-source.ts';
import { LineActivities, lineOfOffset } from './line-activity.ts';
import { replaceInFile } from './line-ends.ts';
import type { FileTexts, PortEdit } from './port-edit.ts';

/** How kernels that differ are told apart: by version, by a test in the Kbuild file, by a header of old names, or not at all. */
export type PortStyle = 'guard' | 'probe' | 'compat' | 'plain';

/** The fixes of each style, the preferred first; the last one does where versions do not tell the kernels apart. */
const kindsOf: Readonly<Record<PortStyle, readonly ChangeFix['kind'][]>> = {
  guard: ['new-form', 'header-guard', 'version-guard', 'feature-test'],
  probe: ['new-form', 'feature-test', 'header-guard', 'version-guard'],
  compat: ['new-form', 'compat-header', 'header-guard', 'version-guard', 'feature-test'],
  plain: ['new-form'],
};

/** A change, the files where it is needed, and the kernels that the files must build for. */
export interface NeededChange {
  readonly change: Change;
  readonly cause: Cause;
  readonly certainty: PortEdit['certainty'];
  readonly caution?: string;
  /** The kernels whose builds show the need. */
  readonly failing: readonly string[];
  readonly paths: readonly string[];
  /** The lines of these files that are complained of, as texts. */
  readonly reported: ReadonlyMap<string, ReadonlySet<string>>;
  readonly kernels: readonly TargetKernel[];
  readonly style: PortStyle;
  readonly history?: KernelHistory;
  /** Kernels that have to get the code that they had before, even if they take the new form. */
  readonly keeping?: ReadonlySet<string>;
}

/** The edit that makes a change in some files, for the kernels that need it; guarded where others compile the same line. */
export function editForChange(needed: NeededChange): PortEdit {
  const { change, cause, certainty, caution, failing, paths } = needed;
  const title = titleOf(needed);
  return {
    ...{ key: `${change.id}:${[...paths].sort().join(':')}`, title, cause, certainty, kernels: failing },
    ...(caution !== undefined && { caution }),
    apply: (texts) => applyFix(texts, fixFor(needed, texts)),
    ...(needed.style !== 'plain' && {
      keeping: (kept) => editForChange({ ...needed, keeping: new Set([...(needed.keeping ?? []), ...kept]) }),
    }),
  };
}

function titleOf(needed: NeededChange): string {
  const { change, history } = needed;
  const forms = formsOf(needed);
  const { replacement } = change;
  const isRemoval = change.rewrite?.every(
    (one) =>
      ((one.kind === 'initializer' || one.kind === 'assignment') && one.to === undefined) ||
      one.kind === 'drop-call',
  );
  if (isRemoval) return `Remove ${change.symbol}`;
  const what =
    replacement === undefined || replacement.length > 60
      ? `the new form of ${change.symbol}`
      : /^[a-z]\w*$/.test(replacement) && change.new.includes(`${replacement}(`)
        ? `${replacement}()`
        : replacement;
  const verb = what.startsWith('#include') ? `Write ${what}` : `Use ${what}`;
  if (forms.every(({ form }) => form !== 'old')) return verb;
  if (keepsCode(needed) || isWithoutOld(change)) return `${verb} where ${shortName(change)} is gone`;
  const isDated = change.since !== undefined || change.available !== undefined;
  const version = isDated
    ? undefined
    : versionBetween(change, forms, history ? firstVersionsOf(change, history) : []);
  // Which kernels between those that are known have it, nobody has looked at.
  const known = version === undefined ? '' : `, as far as is known from Linux ${version} on`;
  return `${verb} where the kernel has it${known}`;
}

/** Whether only kernels that lack the old form count as having the new one. */
function isWithoutOld({ oldForm, newForm }: Change): boolean {
  const tests = 'all' in newForm ? newForm.all : [newForm];
  return tests.some((one) => 'not' in one && isDeepStrictEqual(one.not, oldForm));
}

/** What changed, as a title names it. */
function shortName({ symbol }: Change): string {
  return symbol.length > 60 ? 'the old form' : symbol;
}

function applyFix(texts: FileTexts, fix: ChangeFix | undefined): FileTexts | undefined {
  if (!fix) return undefined;
  const changed = new Map<string, string>();
  for (const { path, replacements } of fix.files) {
    const text = texts.get(path) ?? '';
    if (replacements.some((each, at) => (replacements[at + 1]?.start ?? Infinity) < each.end))
      return undefined;
    const next = replaceInFile(text, replacements);
    if (next !== text) changed.set(path, next);
  }
  return changed.size > 0 ? changed : undefined;
}

function fixFor(needed: NeededChange, texts: FileTexts): ChangeFix | undefined {
  const { change, paths, kernels, style, failing, keeping } = needed;
  const files = paths.flatMap((path) => {
    const text = texts.get(path);
    return text === undefined ? [] : [{ path, text }];
  });
  const unnamed = [...texts].flatMap(([path, text]) =>
    paths.includes(path) || !/\.[ch]$/.test(path) || isGenerated(text) ? [] : [{ path, text }],
  );
  const activities = new Map<string, LineActivities>();
  const activityOf = (path: string) => {
    const known = activities.get(path) ?? new LineActivities(texts.get(path) ?? '', kernels);
    activities.set(path, known);
    return known;
  };
  const kbuild = kbuildOf(paths, texts);
  const probe = findFeatureProbe(
    change,
    kernels.map(({ headers }) => headers),
  );
  const reported = new Map(
    files.map(({ path, text }) => {
      const wanted = needed.reported.get(path);
      return [
        path,
        new Set(text.split('\n').flatMap((line, line0) => (wanted?.has(line) ? [line0 + 1] : []))),
      ];
    }),
  );
  const seenIn = needed.history ? firstVersionsOf(change, needed.history) : [];
  const isProbed = kbuild !== undefined && probe !== undefined;
  const compat = findCompatHeader(paths, texts);
  const redHatHabit = findRedHatHabit(texts);
  const preferred = formsOf(needed);
  // Tests of the headers find the new form where it has to be left alone.
  const own = compat && style === 'guard' ? (['compat-header'] as const) : [];
  const kinds = keepsCode(needed) ? (['version-guard'] as const) : [...own, ...kindsOf[style]];
  const attempts = [
    { forms: preferred, kinds },
    ...(keeping ? [] : [{ forms: actualForms(change, kernels), kinds: kindsOf[style] }]),
  ];
  for (const { forms, kinds } of attempts) {
    const needing = new Set([
      ...forms.filter(({ form }) => form === 'new' || form === 'both').map(({ release }) => release),
      ...failing,
    ]);
    const others = forms.filter(({ form }) => form === 'old').map(({ release }) => release);
    const fixes = findChangeFixes(change, files, forms, {
      ...(isProbed && { kbuild, probe }),
      ...(compat && { compat }),
      ...(redHatHabit && { redHatHabit }),
      ...{ reported, others: unnamed, seenIn },
      placeOf: (path, offset) => {
        const activity = activityOf(path);
        const line0 = lineOfOffset(texts.get(path) ?? '', offset);
        const compiles = (release: string) => activity.compiles(release, line0) !== false;
        if (![...needing].some(compiles)) return 'elsewhere';
        return others.some(compiles) ? 'shared' : 'new-only';
      },
    });
    for (const kind of kinds) {
      const found = fixes.find((fix) => fix.kind === kind);
      if (found) return found;
    }
  }
  return undefined;
}

/**
 * A kernel that takes both forms keeps the old one, so that it gets the same code as before, where others need the old one anyway, where the new form
 * means something else, and where it was seen to get other code.
 */
function formsOf(needed: NeededChange): readonly KernelVariant[] {
  const { style, keeping } = needed;
  const forms = neededForms(needed);
  if (style === 'plain') return forms.filter(({ form }) => form !== 'old');
  if (forms.every(({ form }) => form !== 'old') && !keepsCode(needed)) return forms;
  return forms.map((each) =>
    each.form === 'both' || keeping?.has(each.release) ? { ...each, form: 'old' } : each,
  );
}

/** Whether some kernels have to keep the old form although they take the new one. */
function keepsCode(needed: NeededChange): boolean {
  if (needed.style === 'plain') return false;
  if (needed.keeping) return true;
  const forms = neededForms(needed);
  if (!forms.some(({ form }) => form === 'new')) return false;
  const both = forms.filter(({ form }) => form === 'both').map(({ release }) => release);
  const { change, kernels } = needed;
  return (
    both.length > 0 &&
    (change.semantics !== undefined ||
      kernels.some(({ release, headers }) => both.includes(release) && hasTwoFunctions(change, headers)))
  );
}

/** Whether a kernel has the function and the one that takes its place as two, so that a call of the other is other code. */
function hasTwoFunctions({ rewrite = [] }: Change, headers: HeaderIndex): boolean {
  return rewrite.some((one) => {
    if (one.kind !== 'rename') return false;
    const [old, now] = [headers.find(one.from), headers.find(one.to)];
    const names = (declared: typeof old, name: string) =>
      declared.some(({ declaration }) => new RegExp(`\\b${name}\\b`).test(declaration));
    const isFunction = (declared: typeof old) =>
      declared.length > 0 && declared.every(({ kind }) => kind === 'function');
    return isFunction(old) && isFunction(now) && !names(old, one.to) && !names(now, one.from);
  });
}

/** The forms of the kernels; one that fails does not take the old one, whatever its headers have. */
function neededForms({ change, kernels, failing }: NeededChange): readonly KernelVariant[] {
  return actualForms(change, kernels).map((each) =>
    each.form === 'both' && failing.includes(each.release) ? { ...each, form: 'new' } : each,
  );
}

function actualForms(change: Change, kernels: readonly TargetKernel[]): readonly KernelVariant[] {
  return kernels.map(({ release, headers, macros }) => {
    const redHat = macros.valueOf('RHEL_RELEASE_CODE');
    return {
      ...{ release, version: headers.version },
      form: variantOf(change, headers),
      ...(redHat !== undefined && { redHat }),
    };
  });
}

/** The Kbuild file or Makefile in the folder of the files, for a test of the headers. */
function kbuildOf(
  paths: readonly string[],
  texts: FileTexts,
): { readonly path: string; readonly text: string } | undefined {
  const folders = new Set(paths.map((path) => path.slice(0, path.lastIndexOf('/'))));
  const [folder] = folders;
  if (folders.size !== 1 || folder === undefined) return undefined;
  for (const name of ['Kbuild', 'Makefile']) {
    const text = texts.get(`${folder}/${name}`);
    if (text !== undefined && /^[ \t]*obj-/m.test(text)) return { path: `${folder}/${name}`, text };
  }
  return undefined;
}
