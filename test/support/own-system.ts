import { isRoot, type Machine, onMachine, privateMounts } from './surroundings.ts';

export const noSystemOfItsOwn =
  'only root may install packages, in a mount namespace with layers over /usr, /etc and /var';

/**
 * The words that run a command in an overlay of this machine's system: whatever it writes is gone when it ends, so it can install packages.
 * The folders of kernels and dkms contain what is named, as for `onMachine`. `undefined` if this user may not create one.
 */
export function inOwnSystem(command: readonly string[], machine: Machine): readonly string[] | undefined {
  const prefix = isRoot ? privateMounts() : undefined;
  return prefix && [...prefix, '/bin/sh', '-c', layers, 'sh', ...onMachine(command, machine)];
}

const layers = `
mount -t tmpfs none /mnt || exit 125
for folder in usr var etc boot; do
  mkdir -p "/mnt/$folder/upper" "/mnt/$folder/work" || exit 125
  mount -t overlay none -o "lowerdir=/$folder,upperdir=/mnt/$folder/upper,workdir=/mnt/$folder/work" "/$folder" || exit 125
done
exec "$@"`;
