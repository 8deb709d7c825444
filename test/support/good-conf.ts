import { loadInstalledParser } from './parser.ts';

/** A file with which dkms of every version is content. */
export const goodConf = `PACKAGE_NAME="hello"
PACKAGE_VERSION="1.0"
BUILT_MODULE_NAME[0]="hello"
DEST_MODULE_LOCATION[0]="/updates/dkms"
AUTOINSTALL="yes"
`;

/** One parser for all tests of a file: two that are loaded at the same time disturb each other. */
export const sharedParser = loadInstalledParser();
