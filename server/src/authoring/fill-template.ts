import { compareVersions, type VersionNumbers, versionNumbers } from '../versions.ts';
import { alignArguments, alignDefines } from './align-arguments.ts';
import { kernelPattern } from './kernel-pattern.ts';
import type { NewModule } from './new-module.ts';
import { resolveGuards } from './resolve-guards.ts';

/** The texts of the templates, by their paths in a new module; `skeleton` stands for the module's name. */
export type Templates = ReadonlyMap<string, string>;

/**
 * The files of a new module, by their paths in its folder. Pure. In the templates, `skeleton` is the module's name (where `_` follows, as a C
 * identifier), and a line with a `@PLACEHOLDER@` whose value is empty is left out.
 */
export function fillTemplates(
  templates: Templates,
  module: NewModule,
  more: { readonly year: number; readonly usage: string },
): ReadonlyMap<string, string> {
  const { name, kind, licence, kernelMin, author } = module;
  const values: Readonly<Record<string, string>> = {
    YEAR: `${more.year}`,
    AUTHOR: author ?? '',
    TITLE: `${kind.title.charAt(0).toUpperCase()}${kind.title.slice(1)}`,
    USAGE: withNames(more.usage.trimEnd(), name),
    CONFIG: kind.config.join(' '),
    KERNEL_MIN: kernelMin.join('.'),
    KERNEL_PATTERN: kernelPattern({ from: kernelMin }),
    LICENSE: licence.spdx,
  };
  const files = new Map<string, string>();
  for (const [path, template] of templates) {
    const resolved = path.endsWith('.c')
      ? resolveGuards(template, kernelMin)
      : supportedImages(template, kernelMin);
    const named = withNames(resolved, name);
    const text = withoutEmptyEnd(
      withValues(path.endsWith('.c') ? alignDefines(alignArguments(resolved, named)) : named, values),
    )
      .replace(/^(.*SPDX-License-Identifier: ).*$/m, `$1${licence.spdx}`)
      .replace('MODULE_LICENSE("GPL")', `MODULE_LICENSE("${licence.moduleLicence}")`);
    files.set(withNames(path, name), text);
  }
  return files;
}

function withNames(text: string, name: string): string {
  const identifier = name.replaceAll('-', '_');
  return text
    .replace(/skeleton(?=_)/g, identifier)
    .replace(/SKELETON(?=_)/g, identifier.toUpperCase())
    .replaceAll('skeleton', name);
}

function withValues(text: string, values: Readonly<Record<string, string>>): string {
  const placeholder = /@([A-Z_]+)@/g;
  return text
    .split('\n')
    .filter((line) => ![...line.matchAll(placeholder)].some(([, name = '']) => values[name] === ''))
    .map((line) => line.replace(placeholder, (whole, name: string) => values[name] ?? whole))
    .join('\n');
}

/** Removes the blank line at the end of a comment, which remains when the comment's last lines were left out. */
function withoutEmptyEnd(text: string): string {
  return text.replace('\n *\n */', '\n */');
}

/** Removes the distributions whose kernels are too old from the workflow. */
function supportedImages(text: string, oldest: VersionNumbers): string {
  return text
    .split('\n')
    .filter((line) => {
      const [, version] = /\{ kernel: "([\d.]+)"/.exec(line) ?? [];
      return version === undefined || compareVersions(versionNumbers(version), oldest) >= 0;
    })
    .join('\n');
}
