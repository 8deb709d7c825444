import { describe, expect, it } from 'vitest';
import type { Problem } from '../output/problem.ts';
import { judgeEdits, type KernelErrors } from './judge-edits.ts';

const before = 'int a;\nold();\nint c;\n';
const after = 'int a;\n#if NEW\nfresh();\n#else\nold();\n#endif\nint c;\n';

function error(line: number, message: string, file = '/m/a.c'): Problem {
  return { file, line, message, severity: 'error', tool: 'gcc', related: [] };
}

function failed(kernel: string, ...problems: readonly Problem[]): KernelErrors {
  return { kernel, status: problems.length > 0 ? 'failed' : 'ok', problems };
}

/** Follows lines by their text, which stands once in these texts. */
const follow = (old: readonly string[], now: readonly string[]) => (line0: number) => {
  const at = now.indexOf(old[line0] ?? '');
  return at < 0 ? undefined : at;
};

function judge(old: readonly KernelErrors[], now: readonly KernelErrors[], text = after) {
  const { gone, brought, revealed } = judgeEdits(
    { texts: new Map([['/m/a.c', before]]), outcomes: old },
    { texts: new Map([['/m/a.c', text]]), outcomes: now },
    follow,
  );
  const lines = (errors: typeof gone) =>
    errors.map(({ kernel, problem }) => `${kernel}:${problem.line}: ${problem.message}`);
  return { gone: lines(gone), brought: lines(brought), revealed: lines(revealed) };
}

describe('judgeEdits', () => {
  it('follows errors to the lines where they stand now', () => {
    expect(
      judge(
        [failed('7.3', error(2, "implicit declaration of function 'old'"), error(3, 'wrong'))],
        [failed('7.3', error(7, 'wrong'))],
      ),
    ).toEqual({ gone: ["7.3:2: implicit declaration of function 'old'"], brought: [], revealed: [] });
  });

  it('takes an error in a part of a statement that is written anew for the same error', () => {
    const wrong = "'LIMIT' undeclared (first use in this function)";
    expect(
      judge(
        [failed('7.3', error(2, "implicit declaration of function 'old'"), error(2, wrong))],
        [failed('7.3', error(3, wrong))],
      ),
    ).toEqual({ gone: ["7.3:2: implicit declaration of function 'old'"], brought: [], revealed: [] });
  });

  it('blames an edit for an error on a line that it wrote', () => {
    const { brought } = judge(
      [failed('7.3', error(2, "implicit declaration of function 'old'"))],
      [failed('7.3', error(3, 'wrong type'))],
    );
    expect(brought).toEqual(['7.3:3: wrong type']);
  });

  it('blames an edit for any error on a kernel that built before', () => {
    const { brought } = judge(
      [failed('6.1'), failed('7.3', error(2, 'x'))],
      [failed('6.1', error(7, 'y')), failed('7.3')],
    );
    expect(brought).toEqual(['6.1:7: y']);
  });

  it('blames an edit for an error elsewhere that is about a name which it brought', () => {
    const { brought } = judge(
      [failed('7.3', error(2, 'x'))],
      [failed('7.3', error(7, "too few arguments to function 'fresh'"))],
    );
    expect(brought).toEqual(["7.3:7: too few arguments to function 'fresh'"]);
  });

  it('does not blame it for what an error before hid', () => {
    const { brought, revealed } = judge(
      [failed('7.3', error(2, 'linux/gone.h: No such file or directory'))],
      [failed('7.3', error(7, "'c' redeclared"))],
    );
    expect([brought, revealed]).toEqual([[], ["7.3:7: 'c' redeclared"]]);
  });

  it('blames it for text that is no C any more', () => {
    const { brought } = judge(
      [failed('7.3', error(2, 'x'))],
      [failed('7.3', error(7, "expected ';' before 'int'"))],
    );
    expect(brought).toEqual(["7.3:7: expected ';' before 'int'"]);
  });

  it('takes what modpost says for revealed where no module was linked before', () => {
    const undefinedSymbol = { ...error(7, '"gone" [a.ko] undefined!'), tool: 'modpost' } as const;
    expect(
      judge(
        [failed('7.3', error(2, "implicit declaration of function 'old'"))],
        [failed('7.3', undefinedSymbol)],
      ),
    ).toMatchObject({ brought: [], revealed: ['7.3:7: "gone" [a.ko] undefined!'] });
    expect(judge([failed('7.3')], [failed('7.3', undefinedSymbol)])).toMatchObject({ revealed: [] });
  });
});
