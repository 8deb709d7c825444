import { describe, expect, test } from 'vitest';
import { parseArguments } from './arguments.ts';
import { commands } from './commands.ts';
import { usage } from './usage.ts';

describe('usage', () => {
  test.each(['build --help', 'help build', '--help build'])('%s is about that command alone', (words) => {
    const parsed = parseArguments(words.split(' '));
    const text = 'run' in parsed || !('of' in parsed) ? '' : usage(parsed.of);
    expect(text).toContain('Usage: dkms-tools build [DIR]');
    expect(text).toContain('--make-variable W=1');
    expect(text).not.toMatch(/doctor|--kind K/);
  });

  test('the overview has every command once', () => {
    const lines = usage().split('\n');
    for (const { name } of commands) {
      expect(lines.filter((line) => line.startsWith(`  ${name} `))).toHaveLength(1);
    }
  });

  test.each(commands.map((command) => [command.name, command] as const))(
    'the help of %s explains each of its options',
    (_, command) => {
      const explained = new Set(
        usage(command)
          .match(/^ {2}--[\w-]+/gm)
          ?.map((option) => option.trim()),
      );
      expect(Object.keys(command.options).filter((name) => !explained.has(`--${name}`))).toEqual([]);
    },
  );

  test.each([undefined, ...commands].map((command) => [command?.name ?? 'the overview', command] as const))(
    'a terminal of 100 columns holds the lines of %s, none of which ends in a blank',
    (_, command) => {
      const lines = usage(command).split('\n');
      expect(lines.filter((line) => line.length > 100 || line.endsWith(' '))).toEqual([]);
    },
  );
});
