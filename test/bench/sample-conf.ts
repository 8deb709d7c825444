/**
 * A conf with this many lines, each of which an author might write: a head with a condition, then one module after another, each with its
 * directives and a comment.
 */
export function sampleConf(lineCount: number): string {
  const lines = [
    '#!/bin/bash',
    '# Generated to measure editors with.',
    'PACKAGE_NAME="sample"',
    'PACKAGE_VERSION="1.2.3"',
    'MAKE="make -C ${kernel_source_dir} M=${dkms_tree}/${PACKAGE_NAME}/${PACKAGE_VERSION}/build modules"',
    'CLEAN="make clean"',
    'AUTOINSTALL="yes"',
    'BUILD_EXCLUSIVE_KERNEL_MIN="4.19"',
    'if [[ "$kernelver" =~ ^[45]\\. ]]; then',
    '  PRE_BUILD="scripts/prepare.sh old"',
    'fi',
    '',
  ];
  for (let slot = 0; lines.length < lineCount; slot++) {
    lines.push(
      `# The part of the driver for board ${slot}.`,
      `board="board_${slot}"`,
      `BUILT_MODULE_NAME[${slot}]="\${PACKAGE_NAME}_\${board}"`,
      `BUILT_MODULE_LOCATION[${slot}]="drivers/board${slot}"`,
      `DEST_MODULE_LOCATION[${slot}]="/updates/dkms"`,
      `STRIP[${slot}]="no"`,
      `PATCH[${slot}]="board-${slot}.patch"`,
      '',
    );
  }
  return `${lines.slice(0, lineCount).join('\n')}\n`;
}
