import { expect, test } from 'vitest';
import { problemsIn } from '../../../test/support/rendered-problems.ts';

test('objtool names an object and a function', () => {
  const output = [
    "/build/m/a.o: warning: objtool: weird()+0xa: 'naked' return found in RETHUNK build",
    '/build/m/a.o: error: objtool: weird+0xe: unreachable instruction',
    '',
  ].join('\n');
  expect(problemsIn(output)).toBe(
    [
      "/source/Makefile:1: warning: weird()+0xa: 'naked' return found in RETHUNK build {objtool, module, /source/a.o, weird}",
      '/source/Makefile:1: error: weird+0xe: unreachable instruction {objtool, module, /source/a.o, weird}',
    ].join('\n'),
  );
});
