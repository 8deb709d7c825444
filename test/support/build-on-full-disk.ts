import { drive, kernelOf } from './build-driver.ts';

// A separate program, since it runs on a disk that is too small for the cache folder. Arguments: source, cache folder, modules folder,
// release.
const [, , source = '', cacheFolder = '', modulesDir = '', release = ''] = process.argv;
const kernel = await kernelOf(modulesDir, release);
const { result } = await drive({ source, kernel, cacheFolder });
process.stdout.write(JSON.stringify(result));
