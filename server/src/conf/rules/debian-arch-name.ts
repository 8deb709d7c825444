import { matchesRegex } from '../evaluation/extended-regex.ts';
import { WorkLimit } from '../evaluation/work.ts';
import type { Fix } from './finding.ts';
import { knownElements, labelOf } from './known-elements.ts';
import { isRegexRead } from './regular-expressions.ts';
import type { Rule } from './rule.ts';

/** For all expressions of a file together. */
const workOfRule = 200_000;

/** Debian's names of architectures, with the output of `uname -m` there. */
const archOf: Readonly<Record<string, string>> = {
  amd64: 'x86_64',
  arm64: 'aarch64',
  armhf: 'armv7l',
  ppc64el: 'ppc64le',
};

export const debianArchName: Rule = {
  id: 'debian-arch-name',
  severity: 'warning',
  summary: "BUILD_EXCLUSIVE_ARCH uses Debian's name for an architecture, which dkms never matches.",
  messages: [],
  *check({ conf, reading }) {
    const work = new WorkLimit(workOfRule);
    for (const known of knownElements(reading, 'BUILD_EXCLUSIVE_ARCH')) {
      if (!isRegexRead(reading, known)) continue;
      for (const [debian, arch] of Object.entries(archOf)) {
        const names = new RegExp(`(?<!\\w)${debian}(?!\\w)`, 'g');
        // A pattern that also matches the output of `uname -m` is right.
        if (!names.test(known.text) || matchesRegex(known.text, arch, work) !== false) continue;
        const raw = conf.text.slice(known.span.start, known.span.end);
        names.lastIndex = 0;
        const edits = [...raw.matchAll(names)].map(({ index }) => ({
          span: { start: known.span.start + index, end: known.span.start + index + debian.length },
          newText: arch,
        }));
        const fixes: Fix[] = edits.length > 0 ? [{ title: `Change to ${arch}`, edits, preferred: true }] : [];
        yield {
          message: `${labelOf(known)} names ${debian}, but dkms compares it with what "uname -m" prints, which is ${arch} there: the module is not built for it. Write ${arch}.`,
          span: known.span,
          fixes,
        };
      }
    }
  },
};
