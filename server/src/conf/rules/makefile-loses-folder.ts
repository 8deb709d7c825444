import type { KbuildCall } from '../make/walk-results.ts';
import type { Rule } from './rule.ts';
import type { MakefileFacts } from './source-facts.ts';

export const makefileLosesFolder: Rule = {
  id: 'makefile-loses-folder',
  severity: 'warning',
  summary:
    'The Makefile names the folder of the modules with an expansion that is one of the shell, not of make.',
  messages: [],
  *check({ walks }) {
    for (const { make, walk } of walks.makes) {
      for (const call of walk.kbuild) {
        const lost = call.from && lostFolder(call.from.makefile, call);
        if (!lost) continue;
        const { makefile, line } = lost;
        yield {
          message: `${makefile.path} gives Kbuild ${lost.written} in line ${line}, which make expands to ${lost.expanded}: ${lost.effect}. Write ${call.by}=$(CURDIR) there.`,
          ...{ span: make.span, fixes: [] },
        };
        break;
      }
    }
  },
};

interface LostFolder {
  readonly makefile: MakefileFacts;
  readonly line: number;
  /** As the Makefile has it: `M=$PWD`. */
  readonly written: string;
  readonly expanded: string;
  readonly effect: string;
}

/** The folder in the recipe's line that makes a call of Kbuild, if it is written as a shell would have it; `undefined` if it is not. */
function lostFolder(makefile: MakefileFacts, { by, from }: KbuildCall): LostFolder | undefined {
  const line = from?.line ?? 0;
  const text = makefile.targets.flatMap(({ recipe }) => recipe).find((each) => each.line === line)?.text;
  const written = text && new RegExp(`(?<![\\w$])${by}=["']?(\\$PWD\\b|\\$[({]pwd[)}])`).exec(text)?.[0];
  if (!written) return undefined;
  // In make, `$PWD` is the variable P and the letters WD.
  const name = written.includes('pwd') ? 'pwd' : 'P';
  if (makefile.includes.length > 0 || makefile.variables.some((each) => each.name === name)) return undefined;
  return name === 'P'
    ? { makefile, line, written, expanded: `"WD"`, effect: 'there is no such folder, and the build fails' }
    : {
        ...{ makefile, line, written, expanded: 'nothing' },
        effect: 'Kbuild then builds the kernel itself, or fails',
      };
}
