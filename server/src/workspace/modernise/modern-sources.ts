import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import type { TextStep } from '../../module/modern-makefile.ts';
import { variantOf } from '../../triage/api-variant.ts';
import type { Change } from '../../triage/change.ts';
import { changes } from '../../triage/changes/changes.ts';
import { findChangeFixes } from '../../triage/rewrite/change-fixes.ts';
import { applyReplacements } from '../../triage/rewrite/replacement.ts';
import { findMissingApiUses, namesDeclaredIn } from '../../triage/uses/missing-api-uses.ts';
import type { TargetKernel } from '../../triage/uses/target-kernel.ts';
import { ModuleSources } from '../explanation/module-sources.ts';

/** The kernels that the sources have to build for, by their headers. */
export type SourceKernels = () => Promise<readonly TargetKernel[]>;

/** A C file or header with what was done to it. */
export interface ModernSource {
  readonly path: string;
  readonly text: string;
  readonly steps: readonly TextStep[];
}

/** Fixes that build for every kernel that the source built for, and need no other file. */
const safeKinds: ReadonlySet<string> = new Set(['new-form', 'header-guard', 'version-guard']);

/**
 * The C files and headers below a folder, changed where they use something that some of the kernels no longer have; the new form is guarded
 * if other kernels have only the old one. Decided by the headers of the kernels and the known changes; nothing is compiled.
 */
export async function modernSources(
  folder: string,
  kernelsOf: SourceKernels,
  openText: (file: string) => string | undefined,
): Promise<{ readonly files: readonly ModernSource[]; readonly left: readonly string[] }> {
  const texts = new Map<string, string>();
  for (const path of await new ModuleSources().findFiles(folder)) {
    const text = openText(path) ?? (await readFile(path, 'utf8').catch(() => undefined));
    // Writing a file that is not UTF-8 would destroy its other bytes.
    if (text !== undefined && !text.includes('\uFFFD')) texts.set(path, text);
  }
  const kernels = texts.size === 0 ? [] : await kernelsOf();
  if (kernels.length === 0) return { files: [], left: [] };
  const steps = new Map<string, TextStep[]>();
  const left: string[] = [];
  const declared = [...texts.values()].map(namesDeclaredIn);
  const own = { has: (name: string) => declared.some((names) => names.has(name)) };
  for (const change of neededChanges([...texts.values()], kernels, own)) {
    const forms = kernels.map(({ release, headers }) => {
      const form = variantOf(change, headers);
      // A kernel that has both forms has built the old one, so it keeps that.
      return { release, version: headers.version, form: form === 'both' ? ('old' as const) : form };
    });
    // Only the files that fail: code that is guarded already is left alone.
    const failing = [...texts].filter(([, text]) => neededChanges([text], kernels, own).includes(change));
    const fix = findChangeFixes(
      change,
      failing.map(([path, text]) => ({ path, text })),
      forms,
    ).find(({ kind, semantics }) => safeKinds.has(kind) && semantics === undefined);
    if (!fix && failing.length > 0)
      left.push(
        withoutFix(
          change,
          failing.map(([path]) => relative(folder, path)),
        ),
      );
    for (const one of fix?.left ?? []) {
      const line = (texts.get(one.path) ?? '').slice(0, one.offset).split('\n').length;
      left.push(
        `${relative(folder, one.path)}:${line}: ${change.symbol} must be changed by hand: ${one.reason}`,
      );
    }
    for (const { path, text, replacements } of fix?.files ?? []) {
      const next = applyReplacements(text, replacements);
      if (next === text) continue;
      texts.set(path, next);
      steps.set(path, [
        ...(steps.get(path) ?? []),
        { label: `${fix?.title} (${change.symbol})`, text: next },
      ]);
    }
  }
  const files = await Promise.all(
    [...steps].map(async ([path, taken]) => ({
      ...{ path, steps: taken },
      text: openText(path) ?? (await readFile(path, 'utf8')),
    })),
  );
  return { files, left };
}

function withoutFix({ symbol }: Change, files: readonly string[]): string {
  return `${symbol}, used in ${files.join(', ')}, was removed or changed in some kernels, and no safe change is known. Build the module for these kernels to see what to write.`;
}

function neededChanges(
  texts: readonly string[],
  kernels: readonly TargetKernel[],
  own: { has(name: string): boolean },
): readonly Change[] {
  const needed = new Set(
    texts.flatMap((text) =>
      findMissingApiUses(text, kernels, changes, own).flatMap(({ change }) => change ?? []),
    ),
  );
  return changes.filter((change) => needed.has(change));
}
