import { defineCommand, type WrongUsage } from '../command.ts';

export const lsp = defineCommand({
  name: 'lsp',
  synopsis: ['--stdio'],
  summary: 'runs the language server for an editor',
  options: { stdio: { type: 'boolean' } },
  optionHelp: [['--stdio', 'the editor talks to it through standard input and output']],
  prints: 'data',
  parse(values, rest): object | WrongUsage {
    return rest.length > 0 || !values.stdio ? { wrong: 'lsp takes --stdio and nothing else' } : {};
  },
  async run(_given, { serve }) {
    await serve();
    return undefined;
  },
});
