import { defineCommand, type WrongUsage } from '../command.ts';

export const doctor = defineCommand({
  name: 'doctor',
  synopsis: [],
  summary: 'checks whether this machine can build and load modules, and says what to do if not',
  options: {},
  prints: 'data',
  parse(_, rest): object | WrongUsage {
    return rest.length > 0 ? { wrong: 'doctor takes no path: it checks this machine' } : {};
  },
  async run(given, { terminal }) {
    const { runDoctor } = await import('../doctor-command.ts');
    return runDoctor(given, terminal);
  },
});
