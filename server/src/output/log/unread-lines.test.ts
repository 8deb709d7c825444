import { expect, test } from 'vitest';
import { parseMakeLog } from '../../../../test/support/make-log.ts';
import { renderProblems } from '../../../../test/support/rendered-problems.ts';

function problemsIn(text: string): string {
  return parseMakeLog(text)
    .builds.map(({ problems }) => renderProblems(problems))
    .join('\n');
}

test.each([
  ['Check kernel headers ... Done\nInstall DKMS package ... FAILED\n', 'Install DKMS package ... FAILED'],
  [
    'Checking kmods exist for 6.3.5-200.fc38.x86_64 [  OK  ]\nBuilding and installing lamp-kmod [FAILED]\n',
    'Building and installing lamp-kmod [FAILED]',
  ],
  [
    'scripts/Makefile:3: fan\nTraceback (most recent call last):\n  File "cc.py", line 6, in <module>\n    main()\nOSError: [Errno 8] Exec format error\n',
    'OSError: [Errno 8] Exec format error',
  ],
])('a step that only its script reports as failed: %s', (text, message) => {
  expect(problemsIn(text)).toContain(`error: ${message} {program`);
});

test('a finding at which objtool ends is an error', () => {
  const text =
    'lamp.o: warning: objtool: lamp_on+0xf8: unannotated intra-function call\nmake[4]: *** [/k/scripts/Makefile.modfinal:58: lamp.ko] Error 255\n';
  expect(problemsIn(text)).toMatch(/error: lamp_on\+0xf8: unannotated intra-function call \{objtool/);
  expect(problemsIn(text)).not.toContain('recipe');
});
