import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createProgramFinder } from '../../kernels/program-path.ts';
import { quoted } from '../../shell-words.ts';

/**
 * Writes a `uname` into a folder that comes first in the PATH, as packagers of drivers do for a Makefile that asks for the running kernel.
 * It prints what the real one prints, with `release` in place of the running kernel's.
 */
export async function placeUnameShim(
  folder: string,
  release: string,
  searchPath: string | undefined,
): Promise<void> {
  const real = (await createProgramFinder(searchPath)('uname')) ?? '/bin/uname';
  const script = `#!/bin/sh
answer=$(${quoted(real)} "$@") || exit
running=$(${quoted(real)} -r)
release=${quoted(release)}
case " $answer " in
  *" $running "*)
    rest=" $answer "
    answer="\${rest%%" $running "*} $release \${rest#*" $running "}"
    answer=\${answer# }
    answer=\${answer% }
    ;;
esac
printf '%s\\n' "$answer"
`;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'uname'), script, { mode: 0o755 });
}
