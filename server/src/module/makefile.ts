import type {
  MakefileCondition,
  MakefileExport,
  MakefileFacts,
  MakefileInclude,
  MakefileRecipeLine,
  MakefileRule,
  MakefileVariable,
  TargetVariable,
} from '../conf/rules/source-facts.ts';

/**
 * Parses a Makefile or Kbuild without running it: assignments, recipes, the names that it uses.
 * Never throws. Assignments and rules that `define` and `eval` produce are not read, so rules that need complete facts must check `uses`
 * and `includes` first. `path` is relative to the folder of the conf.
 */
export function parseMakefile(path: string, text: string): MakefileFacts {
  const variables: MakefileVariable[] = [];
  const recipes: string[] = [];
  const includes: string[] = [];
  const includeStatements: MakefileInclude[] = [];
  const exports: MakefileExport[] = [];
  const targetVariables: TargetVariable[] = [];
  let hidesVariables = false;
  const targets: (MakefileRule & { readonly recipe: MakefileRecipeLine[] })[] = [];
  const conditions: MakefileCondition[] = [];
  /** The rule that recipe lines belong to. */
  let rule: (typeof targets)[number] | undefined;
  /** For each condition, the rule in front of it: a rule of one branch is none of the others. */
  const rulesBefore: (typeof rule)[] = [];
  /** The `define` that lines belong to. */
  let definition: Omit<MakefileVariable, 'value'> | undefined;
  const defined: string[] = [];
  const given = (line: number, override: boolean) => ({
    ...{ line, override, conditional: conditions.length > 0, conditions: [...conditions] },
  });
  for (const { text: line, number } of logicalLines(text)) {
    if (definition) {
      if (!/^\s*endef\b/.test(line)) {
        defined.push(line);
        continue;
      }
      variables.push({ ...definition, value: defined.join('\n') });
      definition = undefined;
      defined.length = 0;
      continue;
    }
    // Behind a tab stands a recipe only after a rule; anywhere else make reads the line as any other.
    if (line.startsWith('\t') && rule) {
      const command = line.replace(/^\t[\t @+-]*/, '');
      recipes.push(command);
      const mayFail = /^\t[\s@+]*-/.test(line);
      rule.recipe.push({
        ...{ text: command, line: number, conditions: [...conditions] },
        ...(mayFail && { mayFail }),
      });
      continue;
    }
    const written = withoutComment(line).trimStart();
    const bare = written.trimEnd();
    if (bare === '') continue;
    const special = /^((?:(?:override|export|private)\s+)*)(define|undefine)\s+([^\s:#=+?!]+)\s*(\S*)/.exec(
      bare,
    );
    // `vpath` has make look for files in other folders.
    if (/^(?:unexport|vpath)\b|^(?:\w+\s+)*private\s/.test(bare)) hidesVariables = true;
    // A condition does not end a rule.
    if (!/^(?:if(?:n?eq|n?def)|else|endif)\b/.test(bare)) rule = undefined;
    if (special?.[2] && special[3]) {
      const { 1: words = '', 2: operator, 3: name, 4: how = '' } = special;
      if (operator === 'define') {
        const kind = how === '' || how === '=' ? operator : `${operator} ${how}`;
        definition = { name, operator: kind, ...given(number, words.includes('override')) };
      } else
        variables.push({ ...{ name, operator, value: '' }, ...given(number, words.includes('override')) });
      if (words.includes('export')) exports.push({ name, conditions: [...conditions] });
    } else if (/^if(?:n?eq|n?def)\b/.test(bare)) {
      conditions.push({ text: bare, negated: false, after: [], line: number });
      rulesBefore.push(rule);
    } else if (/^endif\b/.test(bare)) {
      conditions.pop();
      rulesBefore.pop();
    } else if (/^else\b/.test(bare)) {
      rule = rulesBefore.at(-1);
      const last = conditions.pop();
      const text = bare.replace(/^else\s*/, '');
      if (last)
        conditions.push(
          text
            ? { text, negated: false, after: [...last.after, last.text], line: number }
            : { ...last, negated: true },
        );
    } else {
      const included = /^([-s]?)include\s+(.*)$/.exec(bare);
      const assigned = assignment.exec(written);
      const exported = /^export(?:\s+([^=]*))?$/.exec(bare);
      const made = /^([^=:]+?)\s*(::?)(?![:=])([^;]*)(?:;(.*))?/.exec(bare);
      if (included?.[2]) {
        const files = included[2].split(/\s+/);
        includes.push(...files);
        includeStatements.push({
          ...{ names: included[2], optional: included[1] !== '', line: number },
          conditions: [...conditions],
        });
      } else if (assigned?.[2] && assigned[3]) {
        const [, words = '', name, operator, value = ''] = assigned;
        variables.push({ ...{ name, operator, value }, ...given(number, words.includes('override')) });
        if (words.includes('export')) exports.push({ name, conditions: [...conditions] });
      } else if (exported) {
        const names = exported[1]?.trim() ? exported[1].trim().split(/\s+/) : ['*'];
        exports.push(...names.map((name) => ({ name, conditions: [...conditions] })));
      } else if (made?.[1]) {
        const { 1: names, 2: colons, 3: prerequisites = '', 4: command } = made;
        // A target-specific assignment is not a rule.
        const own = assignment.exec(written.slice(names.length).replace(/^\s*::?\s*/, ''));
        if (own?.[2] && own[3]) {
          const [, words = '', name, operator, value = ''] = own;
          if (words.includes('private')) hidesVariables = true;
          targetVariables.push({
            ...{ name, operator, value, targets: names, isExported: words.includes('export') },
            ...given(number, words.includes('override')),
          });
          rule = undefined;
          continue;
        }
        rule = {
          ...{ names, prerequisites: prerequisites.trim(), recipe: [] },
          ...(colons === '::' && { isDouble: true }),
          ...{ conditions: [...conditions], line: number },
        };
        targets.push(rule);
        if (command) {
          recipes.push(command.trim());
          rule.recipe.push({ text: command.trim(), line: number, conditions: [...conditions] });
        }
      }
    }
  }
  return {
    path,
    folder: path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '',
    variables,
    targets,
    recipes,
    uses: usedNames(text),
    madeHeaders: new Set([...text.matchAll(madeHeader)].flatMap(({ 1: name }) => name ?? [])),
    includes,
    includeStatements,
    ...{ exports, targetVariables, hidesVariables },
  };
}

/** A header that is a target, or that a program is told to write: `OUT=${src}/defs.h sh make-defs.sh`. */
const madeHeader =
  /(?:^|>[ \t]*|[ \t]-o[ \t]*|\w=)(?:(?:\$[({](?:src|obj|M|PWD|CURDIR)[)}]|\.)\/)?([\w+-][\w.+-]*\.h)(?![\w.])/gm;

/** The name of a variable. Blanks and signs may stand in what make expands in it: `obj-$(if $(KBUILD_EXTMOD),m,$(CONFIG_FOO))`. */
const variableName =
  /(?:\$\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)|\$\{(?:[^{}]|\{[^{}]*\})*\}|(?!\$[({])[^\s:#=+?!])+/;

/** An assignment; the groups are the words before it, the name, the operator and the value. */
const assignment = new RegExp(
  String.raw`^((?:(?:override|export|private)\s+)*)(${variableName.source})\s*(\+=|\?=|!=|:{1,3}=|=)\s*(.*)$`,
);

/** Joins lines that a backslash continues; `number` is that of the first. */
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

/** The names in `$(NAME)`, `${NAME}` and `$(NAME:a=b)`, and bare words, which `ifdef`, `origin` or a shell may use as names. */
function usedNames(text: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { 1: name } of text.matchAll(/\$[({]([\w.-]+)[:)}]/g)) if (name) names.add(name);
  for (const { 1: name } of text.matchAll(/(?:\bifn?def|\borigin|\bflavor|\bvalue)\s+([\w.-]+)/g))
    if (name) names.add(name);
  for (const { 1: name } of text.matchAll(/\$\$\{?(\w+)/g)) if (name) names.add(name);
  // The text that `eval` evaluates can be anything.
  if (/\$[({]eval\b/.test(text)) names.add('eval');
  return names;
}
