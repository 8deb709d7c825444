import { expect, test } from 'vitest';
import { parseMakeLog } from '../../../../test/support/make-log.ts';
import { renderProblems } from '../../../../test/support/rendered-problems.ts';
import { escapeRegex } from '../../escape-regex.ts';

function problemsIn(text: string, name: string): string {
  const { builds } = parseMakeLog(text, { name });
  return builds.map(({ problems }) => renderProblems(problems)).join('\n');
}

test.each<[string, string, string]>([
  [
    'one quoted line among the words of a letter',
    'Since the update I get this.\nIt went well before.\n\n> make[1]: *** /lib/modules/6.8.0-1-amd64/build: No such file or directory.  Stop.\n\nWhat can I do?',
    'error: /lib/modules/6.8.0-1-amd64/build: No such file or directory',
  ],
  [
    'a message of make inside a sentence, broken at its comma',
    "The command said \"make: *** No rule to make target 'fan/fan.ko',\nneeded by 'install'.  Stop.\" and ended.\nIt is a new machine.",
    "error: No rule to make target 'fan/fan.ko', needed by 'install'",
  ],
  [
    'a file that a forum took for a host',
    "Building the fan.\n> http://fan/fan.c:20:10: error: unknown type name 'fan_t'\n> compilation terminated.",
    "fan/fan.c:20:10: error: unknown type name 'fan_t'",
  ],
  [
    'a message about an option of the compiler, whose macro is cut off',
    "make: Entering directory '/usr/src/linux-headers-6.8.0-1-amd64'\n<command-line>:0:22: error: missing terminating \" character",
    'log.txt:2: error: missing terminating " character',
  ],
  [
    'a Makefile of a kernel that a package puts together elsewhere',
    'x: /home/me/BUILDROOT/lib/modules/6.8.0-1/modules.order\nmake[1]: *** [scripts/Makefile.package:71: rpm] Fehler 1',
    'scripts/Makefile.package:71: error: the recipe for rpm failed',
  ],
  [
    'a quotation of an installer',
    '> Building the fan\n> ERROR (code 3): Failed to build fan/1.0. Consult /var/lib/dkms/fan/1.0/build/make.log.',
    'error: ERROR (code 3): Failed to build fan/1.0.',
  ],
  [
    'a line in bold type',
    'Error! Bad return status for module build on kernel: 6.8.0 (x86_64)\n**Consult /var/lib/dkms/fan/1.0/build/make.log for more information.**',
    'error: Bad return status for module build on kernel: 6.8.0 (x86_64) / Consult /var/lib/dkms/fan/1.0/build/make.log',
  ],
])('%s', (_, text, said) => {
  expect(problemsIn(text, 'log.txt')).toMatch(new RegExp(`^(?:log\\.txt:\\d+: )?${escapeRegex(said)}`));
});
