import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { plainEnvironment } from './surroundings.ts';

/**
 * What the compiler gets of each C file for the kernel with these headers, by gcc's preprocessor: without comments and without the lines
 * for other versions, and with its #include directives as they are, except that of linux/version.h. Files with the same text compile
 * alike. `undefined` for a file with a condition on anything but the version, which only the headers that it includes could decide.
 */
export function compiledTexts(buildDir: string, texts: readonly string[]): readonly (string | undefined)[] {
  const input = texts
    .flatMap((text, at) => (hasOnlyVersionConditions(text) ? [separated(text, at)] : []))
    .join('\n');
  const version = join(buildDir, 'include/generated/uapi/linux/version.h');
  const words = ['-E', '-P', '-undef', '-nostdinc', '-w', '-x', 'c', '-imacros', version, '-'];
  const output = execFileSync('gcc', words, { input, encoding: 'utf8', env: plainEnvironment() });
  const found: (string | undefined)[] = texts.map(() => undefined);
  let lines: string[] = [];
  for (const line of output.split('\n')) {
    const at = /^@end (\d+)$/.exec(line)?.[1];
    if (at === undefined) lines.push(line);
    else {
      found[Number(at)] = lines.join('\n');
      lines = [];
    }
  }
  return found;
}

function hasOnlyVersionConditions(text: string): boolean {
  const conditions = text.match(/^[ \t]*#[ \t]*(?:el)?if.*$/gm) ?? [];
  return conditions.every((line) =>
    /^\s*#\s*(?:el)?if\s+(?:LINUX_VERSION_CODE|KERNEL_VERSION|[\s\d()&|!<>=,])+$/.test(line),
  );
}

/** The file with a mark at its end. Its macros end there too, so that one process can read all files. */
function separated(text: string, at: number): string {
  const macros = [...text.matchAll(/^[ \t]*#[ \t]*define[ \t]+(\w+)/gm)].map(([, name]) => `#undef ${name}`);
  const kept = text
    .replace(/^[ \t]*#[ \t]*include[ \t]*<linux\/version\.h>.*$/gm, '')
    .replace(/^[ \t]*#[ \t]*include\b/gm, '@include');
  return [kept, `@end ${at}`, ...macros, ''].join('\n');
}
