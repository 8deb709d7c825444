import type { Change } from '../change.ts';
import { accessOkWithoutType } from './access-ok-without-type.ts';
import { acpiDriverRemoved } from './acpi-driver-removed.ts';
import { acpiRemoveReturnsVoid } from './acpi-remove-returns-void.ts';
import { allocDiskRemoved } from './alloc-disk-removed.ts';
import { allocTtyDriverRemoved } from './alloc-tty-driver-removed.ts';
import { backlightFbBlankRemoved } from './backlight-fb-blank-removed.ts';
import { binAttributeTakesConst } from './bin-attribute-takes-const.ts';
import { blkAllocQueueRemoved } from './blk-alloc-queue-removed.ts';
import { blkdevGetByPathRemoved } from './blkdev-get-by-path-removed.ts';
import { blockOpenTakesDisk } from './block-open-takes-disk.ts';
import { busMatchTakesConst } from './bus-match-takes-const.ts';
import { busPrivateRemoved } from './bus-private-removed.ts';
import { busRemoveReturnsVoid } from './bus-remove-returns-void.ts';
import { cfg80211MonitorChannelTakesNetdev } from './cfg80211-monitor-channel-takes-netdev.ts';
import { cfg80211WiphyParamsTakesRadio } from './cfg80211-wiphy-params-takes-radio.ts';
import { classCreateWithoutOwner } from './class-create-without-owner.ts';
import { classDevnodeTakesConst } from './class-devnode-takes-const.ts';
import { completeAndExitRenamed } from './complete-and-exit-renamed.ts';
import { defineSemaphoreTakesCount } from './define-semaphore-takes-count.ts';
import { delTimerRenamed } from './del-timer-renamed.ts';
import { dmaZallocCoherentRemoved } from './dma-zalloc-coherent-removed.ts';
import { doGettimeofdayRemoved } from './do-gettimeofday-removed.ts';
import { drmDriverDateRemoved } from './drm-driver-date-removed.ts';
import { ethtoolRingparamExtended } from './ethtool-ringparam-extended.ts';
import { ethtoolTsInfoKernelType } from './ethtool-ts-info-kernel-type.ts';
import { eventfdSignalWithoutCount } from './eventfd-signal-without-count.ts';
import { fbinfoDefaultRemoved } from './fbinfo-default-removed.ts';
import { fileLockHeaderSplit } from './file-lock-header-split.ts';
import { flowi4TosRenamed } from './flowi4-tos-renamed.ts';
import { followPfnRemoved } from './follow-pfn-removed.ts';
import { fromTimerRenamed } from './from-timer-renamed.ts';
import { genericDeleteInodeRenamed } from './generic-delete-inode-renamed.ts';
import { genhdHeaderRemoved } from './genhd-header-removed.ts';
import { getRandomIntRemoved } from './get-random-int-removed.ts';
import { getStationTakesWirelessDev } from './get-station-takes-wireless-dev.ts';
import { getUserPagesRemoteWithoutVmas } from './get-user-pages-remote-without-vmas.ts';
import { getUserPagesWithoutVmas } from './get-user-pages-without-vmas.ts';
import { gpioSetReturnsInt } from './gpio-set-returns-int.ts';
import { hidReportFixupReturnsConst } from './hid-report-fixup-returns-const.ts';
import { hrtimerInitRemoved } from './hrtimer-init-removed.ts';
import { i2cClassDdcRemoved } from './i2c-class-ddc-removed.ts';
import { i2cProbeNewRemoved } from './i2c-probe-new-removed.ts';
import { i2cProbeWithoutId } from './i2c-probe-without-id.ts';
import { i2cRemoveReturnsVoid } from './i2c-remove-returns-void.ts';
import { idaSimpleRemoved } from './ida-simple-removed.ts';
import { importNsTakesString } from './import-ns-takes-string.ts';
import { inodeOperationsTakeMntIdmap } from './inode-operations-take-mnt-idmap.ts';
import { inodeStateStruct } from './inode-state-struct.ts';
import { inodeTimesPrivate } from './inode-times-private.ts';
import { ioremapNocacheRemoved } from './ioremap-nocache-removed.ts';
import { kernelBindTakesUnsized } from './kernel-bind-takes-unsized.ts';
import { kernelSendpageRemoved } from './kernel-sendpage-removed.ts';
import { mmapSemRenamed } from './mmap-sem-renamed.ts';
import { moduleCoreLayoutRemoved } from './module-core-layout-removed.ts';
import { netdevAddressReadOnly } from './netdev-address-read-only.ts';
import { netifNapiAddWithoutWeight } from './netif-napi-add-without-weight.ts';
import { netifRxNiRemoved } from './netif-rx-ni-removed.ts';
import { noLlseekRemoved } from './no-llseek-removed.ts';
import { ofGetNamedGpioFlagsRemoved } from './of-get-named-gpio-flags-removed.ts';
import { ofPropertyForEachU32Shortened } from './of-property-for-each-u32-shortened.ts';
import { pageFlagsStruct } from './page-flags-struct.ts';
import { pciAllocConsistentRemoved } from './pci-alloc-consistent-removed.ts';
import { pciDmaMaskRemoved } from './pci-dma-mask-removed.ts';
import { pciIrqLegacyRenamed } from './pci-irq-legacy-renamed.ts';
import { pciMapSingleRemoved } from './pci-map-single-removed.ts';
import { pcieErrorReportingRemoved } from './pcie-error-reporting-removed.ts';
import { pdeDataRenamed } from './pde-data-renamed.ts';
import { pinUserPagesWithoutVmas } from './pin-user-pages-without-vmas.ts';
import { platformRemoveNewRemoved } from './platform-remove-new-removed.ts';
import { platformRemoveReturnsVoid } from './platform-remove-returns-void.ts';
import { prandomU32MaxRemoved } from './prandom-u32-max-removed.ts';
import { prandomU32Removed } from './prandom-u32-removed.ts';
import { procCreateTakesProcOps } from './proc-create-takes-proc-ops.ts';
import { registerShrinkerRemoved } from './register-shrinker-removed.ts';
import { registerSysctlTableRemoved } from './register-sysctl-table-removed.ts';
import { setFsRemoved } from './set-fs-removed.ts';
import { setTermiosTakesConst } from './set-termios-takes-const.ts';
import { setupTimerRemoved } from './setup-timer-removed.ts';
import { skbFragOpaque } from './skb-frag-opaque.ts';
import { spiRemoveReturnsVoid } from './spi-remove-returns-void.ts';
import { stdargHeaderMoved } from './stdarg-header-moved.ts';
import { strlcpyRemoved } from './strlcpy-removed.ts';
import { strncpyRemoved } from './strncpy-removed.ts';
import { strtoboolRemoved } from './strtobool-removed.ts';
import { taskStateRenamed } from './task-state-renamed.ts';
import { timespecRemoved } from './timespec-removed.ts';
import { ttyWriteReturnsSsize } from './tty-write-returns-ssize.ts';
import { txTimeoutTakesQueue } from './tx-timeout-takes-queue.ts';
import { u64StatsFetchIrqRemoved } from './u64-stats-fetch-irq-removed.ts';
import { unalignedHeaderMoved } from './unaligned-header-moved.ts';
import { uprobeRegisterReturnsUprobe } from './uprobe-register-returns-uprobe.ts';
import { usbDrvwrapRemoved } from './usb-drvwrap-removed.ts';
import { v4l2FhTakesFile } from './v4l2-fh-takes-file.ts';
import { vmFlagsReadOnly } from './vm-flags-read-only.ts';
import { wmiRemoveReturnsVoid } from './wmi-remove-returns-void.ts';

/** Every change that is known by name. */
export const changes: readonly Change[] = [
  accessOkWithoutType,
  acpiDriverRemoved,
  acpiRemoveReturnsVoid,
  allocDiskRemoved,
  allocTtyDriverRemoved,
  backlightFbBlankRemoved,
  binAttributeTakesConst,
  blkAllocQueueRemoved,
  blkdevGetByPathRemoved,
  blockOpenTakesDisk,
  busMatchTakesConst,
  busPrivateRemoved,
  busRemoveReturnsVoid,
  cfg80211MonitorChannelTakesNetdev,
  cfg80211WiphyParamsTakesRadio,
  classCreateWithoutOwner,
  classDevnodeTakesConst,
  completeAndExitRenamed,
  defineSemaphoreTakesCount,
  delTimerRenamed,
  dmaZallocCoherentRemoved,
  doGettimeofdayRemoved,
  drmDriverDateRemoved,
  ethtoolRingparamExtended,
  ethtoolTsInfoKernelType,
  eventfdSignalWithoutCount,
  fbinfoDefaultRemoved,
  fileLockHeaderSplit,
  flowi4TosRenamed,
  followPfnRemoved,
  fromTimerRenamed,
  genericDeleteInodeRenamed,
  genhdHeaderRemoved,
  getRandomIntRemoved,
  getStationTakesWirelessDev,
  getUserPagesRemoteWithoutVmas,
  getUserPagesWithoutVmas,
  gpioSetReturnsInt,
  hidReportFixupReturnsConst,
  hrtimerInitRemoved,
  i2cClassDdcRemoved,
  i2cProbeNewRemoved,
  i2cProbeWithoutId,
  i2cRemoveReturnsVoid,
  idaSimpleRemoved,
  importNsTakesString,
  inodeOperationsTakeMntIdmap,
  inodeStateStruct,
  inodeTimesPrivate,
  ioremapNocacheRemoved,
  kernelBindTakesUnsized,
  kernelSendpageRemoved,
  mmapSemRenamed,
  moduleCoreLayoutRemoved,
  netdevAddressReadOnly,
  netifNapiAddWithoutWeight,
  netifRxNiRemoved,
  noLlseekRemoved,
  ofGetNamedGpioFlagsRemoved,
  ofPropertyForEachU32Shortened,
  pageFlagsStruct,
  pciAllocConsistentRemoved,
  pciDmaMaskRemoved,
  pciIrqLegacyRenamed,
  pciMapSingleRemoved,
  pcieErrorReportingRemoved,
  pdeDataRenamed,
  pinUserPagesWithoutVmas,
  platformRemoveNewRemoved,
  platformRemoveReturnsVoid,
  prandomU32MaxRemoved,
  prandomU32Removed,
  procCreateTakesProcOps,
  registerShrinkerRemoved,
  registerSysctlTableRemoved,
  setFsRemoved,
  setTermiosTakesConst,
  setupTimerRemoved,
  skbFragOpaque,
  spiRemoveReturnsVoid,
  stdargHeaderMoved,
  strlcpyRemoved,
  strncpyRemoved,
  strtoboolRemoved,
  taskStateRenamed,
  timespecRemoved,
  ttyWriteReturnsSsize,
  txTimeoutTakesQueue,
  u64StatsFetchIrqRemoved,
  unalignedHeaderMoved,
  uprobeRegisterReturnsUprobe,
  usbDrvwrapRemoved,
  v4l2FhTakesFile,
  vmFlagsReadOnly,
  wmiRemoveReturnsVoid,
];
