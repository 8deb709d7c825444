import type { MakefileFacts, MakefileVariable } from '../conf/rules/source-facts.ts';

/**
 * Reads what a Makefile or Kbuild says without running it: assignments, recipes, the names that it uses.
 * Never throws; what is odder than this (`define`, assignments for one target, `eval`) is left out, so that rules which
 * need to know everything ask `uses` and `includes` first. `path` is relative to the folder of the conf.
 */
export function parseMakefile(path: string, text: string): MakefileFacts {
  const variables: MakefileVariable[] = [];
  const recipes: string[] = [];
  const includes: string[] = [];
  let depth = 0;
  let inDefine = false;
  for (const { text: line, number } of logicalLines(text)) {
    if (inDefine) {
      if (/^\s*endef\b/.test(line)) inDefine = false;
      continue;
    }
    if (line.startsWith('\t')) {
      recipes.push(line.replace(/^\t[\t @+-]*/, ''));
      continue;
    }
    const bare = withoutComment(line).trim();
    if (bare === '') continue;
    if (/^(?:override\s+)?define\b/.test(bare)) inDefine = true;
    else if (/^if(?:n?eq|n?def)\b/.test(bare)) depth++;
    else if (/^endif\b/.test(bare)) depth = Math.max(0, depth - 1);
    else if (/^else\b/.test(bare)) continue;
    else {
      const included = /^[-s]?include\s+(.*)$/.exec(bare);
      const assigned =
        /^(?:(?:override|export|private)\s+)*([^\s:#=+?!]+)\s*(\+=|\?=|!=|:{1,3}=|=)\s*(.*)$/.exec(bare);
      const rule = /^[^=]*?:(?![:=])[^;]*;(.*)$/.exec(bare);
      if (included?.[1]) includes.push(...included[1].split(/\s+/));
      else if (assigned?.[1] && assigned[2]) {
        const [, name, operator, value = ''] = assigned;
        variables.push({ name, operator, value, line: number, conditional: depth > 0 });
      } else if (rule?.[1]) recipes.push(rule[1].trim());
    }
  }
  return {
    path,
    folder: path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '',
    variables,
    recipes,
    uses: usedNames(text),
    includes,
  };
}

/** Lines with those that a backslash continues; a number is that of the first. */
function* logicalLines(text: string): Iterable<{ readonly text: string; readonly number: number }> {
  const lines = text.split(/\r?\n/);
  for (let at = 0; at < lines.length; at++) {
    const number = at + 1;
    const parts = [lines[at] ?? ''];
    while (/(?<!\\)(?:\\\\)*\\$/.test(parts.at(-1) ?? '') && at + 1 < lines.length) {
      parts.push((parts.pop() ?? '').slice(0, -1), (lines[++at] ?? '').trim());
    }
    yield { text: parts.join(' '), number };
  }
}

function withoutComment(line: string): string {
  return line.replace(/(?<!\\)#.*$/, '');
}

/** `$(NAME)`, `${NAME}`, `$(NAME:a=b)`, and bare words, which may be those of `ifdef`, `origin` or a shell. */
function usedNames(text: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { 1: name } of text.matchAll(/\$[({]([\w.-]+)[:)}]/g)) if (name) names.add(name);
  for (const { 1: name } of text.matchAll(/(?:\bifn?def|\borigin|\bflavor|\bvalue)\s+([\w.-]+)/g))
    if (name) names.add(name);
  for (const { 1: name } of text.matchAll(/\$\$\{?(\w+)/g)) if (name) names.add(name);
  return names;
}
