import { isInside } from '../../is-inside.ts';
import { installCommandFor } from '../../kernels/distribution.ts';
import { asRoot, type Check } from '../doctor-check.ts';

export const dkmsInstalled: Check = {
  id: 'dkms-installed',
  title: 'DKMS',
  async examine({ dkms, distribution, configuration, registered, named }) {
    const uncertain = configuration.uncertain.map((message) => ({ status: 'unknown', message }) as const);
    const unreadable = registered.unreadable.map(
      ({ path, reason }) =>
        ({
          status: 'unknown',
          message: `${named(path)} can't be read (${reason}), so what is ${isInside(path, configuration.trees.dkmsTree) ? 'registered ' : ''}there is not known.`,
        }) as const,
    );
    if (dkms) {
      const from = dkms.debianBackports ? ", with Debian's changes" : '';
      const message = `dkms ${dkms.version.text} is installed${from} (${named(dkms.path)}).`;
      return [{ status: 'ok', message }, ...uncertain, ...unreadable];
    }
    const install = installCommandFor(distribution, { kind: 'package', name: 'dkms' });
    return [
      { status: 'error', message: 'dkms is not installed.', ...asRoot(install) },
      ...uncertain,
      ...unreadable,
    ];
  },
};
