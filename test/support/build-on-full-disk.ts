import { drive, kernelOf } from './build-driver.ts';

// A program of its own, since it runs where the cache folder's disk is too small. Arguments: source, cache folder, modules folder, release.
const [, , source = '', cacheFolder = '', modulesDir = '', release = ''] = process.argv;
const kernel = await kernelOf(modulesDir, release);
const { result } = await drive({ source, kernel, cacheFolder });
process.stdout.write(JSON.stringify(result));
