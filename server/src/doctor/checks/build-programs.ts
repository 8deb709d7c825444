import { installCommandFor } from '../../kernels/distribution.ts';
import { asRoot, type Check, type Observation } from '../doctor-check.ts';

/** Packages, with those of their programs that kbuild or dkms runs. A package has the same name in all four distributions. */
const packages: readonly {
  readonly name: string;
  readonly programs: readonly string[];
  readonly use: string;
}[] = [
  { name: 'make', programs: ['make'], use: 'every build' },
  { name: 'binutils', programs: ['ld', 'strip', 'readelf'], use: 'linking and stripping modules' },
  { name: 'kmod', programs: ['depmod', 'modinfo', 'modprobe'], use: 'installing modules' },
  { name: 'patch', programs: ['patch'], use: 'modules with PATCH' },
];

export const buildPrograms: Check = {
  id: 'build-programs',
  title: 'Programs',
  async examine({ findProgram, distribution, named }) {
    return Promise.all(
      packages.map(async ({ name, programs, use }): Promise<Observation> => {
        const found = await Promise.all(programs.map(findProgram));
        const missing = programs.filter((_, at) => found[at] === undefined);
        if (missing.length === 0) {
          return { status: 'ok', message: `${name}: ${found.map((path) => named(path ?? '')).join(', ')}.` };
        }
        const verb = missing.length === 1 ? 'is' : 'are';
        return {
          status: name === 'patch' ? 'information' : 'error',
          message: `${missing.join(', ')} ${verb} not installed; needed for ${use}.`,
          ...asRoot(installCommandFor(distribution, { kind: 'package', name })),
        };
      }),
    );
  },
};
