import type { EnvironmentCause } from './environment-cause.ts';

export const binutilsTooOld: EnvironmentCause = {
  id: 'binutils-too-old',
  symbol: 'binutils',
  title: 'The assembler or the linker is older than the ones that built the kernel',
  summary:
    "The options of the linker and the instructions in the headers are those that the binutils of the kernel's builder supported, and an older version does not know them all.",
  advice:
    "Update binutils, or use the programs of the distribution that the kernel is from. `ld --version` shows the version; CONFIG_LD_VERSION and CONFIG_AS_VERSION in the kernel's configuration show theirs.",
  certainty: 'likely',
  explains: [
    { message: /^unrecognized option '--?[\w-]+(?:=\S*)?'$/, tools: ['ld'] },
    { message: /^no such instruction: [`'](?:endbr\d\d|clac|stac|serialize|wrssq?|incsspq?)\b/ },
  ],
  isOnce: true,
};
