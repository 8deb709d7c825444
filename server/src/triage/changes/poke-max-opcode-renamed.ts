import type { Change } from '../change.ts';

export const pokeMaxOpcodeRenamed: Change = {
  id: 'poke-max-opcode-renamed',
  symbol: 'POKE_MAX_OPCODE_SIZE',
  title: 'POKE_MAX_OPCODE_SIZE is now TEXT_POKE_MAX_OPCODE_SIZE',
  summary: 'The names of the functions and constants that change code begin with TEXT_POKE now.',
  advice: 'Write `TEXT_POKE_MAX_OPCODE_SIZE`.',
  since: '6.16',
  old: 'u8 text[POKE_MAX_OPCODE_SIZE];',
  new: 'u8 text[TEXT_POKE_MAX_OPCODE_SIZE];',
  replacement: 'TEXT_POKE_MAX_OPCODE_SIZE',
  explains: [{ kind: 'undeclared', name: 'POKE_MAX_OPCODE_SIZE' }],
  oldForm: { constant: 'POKE_MAX_OPCODE_SIZE' },
  newForm: { constant: 'TEXT_POKE_MAX_OPCODE_SIZE' },
  rewrite: [{ kind: 'rename', from: 'POKE_MAX_OPCODE_SIZE', to: 'TEXT_POKE_MAX_OPCODE_SIZE' }],
};
