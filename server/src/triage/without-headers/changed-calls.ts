import type { Cause } from '../cause.ts';
import { idOf, inferred } from '../inference/inference-context.ts';
import type { MessageShape } from '../messages/message-shape.ts';
import { isAtLeast, mayHaveChange, type Release } from './release.ts';

/** A function, macro or member of a struct of operations that took other parameters before some version. */
interface ChangedCall {
  readonly since: string;
  /** How many parameters it had and has. */
  readonly was: number;
  readonly now: number;
  /** The parameter, from 1, whose type is another one, if the number stayed the same. */
  readonly position?: number;
  /** How it is written now. */
  readonly form: string;
}

/**
 * Calls that changed before the oldest kernel of the tests, so that no build can show both sides. Taken from the commits that changed them.
 */
export const changedCalls: Readonly<Record<string, ChangedCall>> = {
  alloc_netdev_mqs: {
    since: '3.17',
    was: 5,
    now: 6,
    form: 'alloc_netdev_mqs(size, name, NET_NAME_UNKNOWN, setup, txqs, rxqs)',
  },
  bio_endio: { since: '4.3', was: 2, now: 1, form: 'bio->bi_status = status; bio_endio(bio)' },
  blk_queue_make_request: {
    since: '4.4',
    was: 2,
    now: 2,
    position: 2,
    form: 'blk_qc_t make_request(struct request_queue *, struct bio *)',
  },
  cfg80211_cqm_rssi_notify: {
    since: '4.11',
    was: 3,
    now: 4,
    form: 'cfg80211_cqm_rssi_notify(dev, event, level, gfp)',
  },
  cfg80211_disconnected: {
    since: '4.2',
    was: 5,
    now: 6,
    form: 'cfg80211_disconnected(dev, reason, ie, ie_len, locally_generated, gfp)',
  },
  cfg80211_ibss_joined: {
    since: '3.15',
    was: 3,
    now: 4,
    form: 'cfg80211_ibss_joined(dev, bssid, channel, gfp)',
  },
  cfg80211_inform_bss: {
    since: '3.18',
    was: 10,
    now: 11,
    form: 'cfg80211_inform_bss(wiphy, channel, CFG80211_BSS_FTYPE_UNKNOWN, bssid, …)',
  },
  cfg80211_roamed: {
    since: '4.12',
    was: 8,
    now: 3,
    form: 'cfg80211_roamed(dev, &info, gfp) with a struct cfg80211_roam_info',
  },
  cfg80211_scan_done: {
    since: '4.8',
    was: 2,
    now: 2,
    position: 2,
    form: 'cfg80211_scan_done(request, &info) with a struct cfg80211_scan_info',
  },
  cfg80211_sched_scan_results: {
    since: '4.12',
    was: 1,
    now: 2,
    form: 'cfg80211_sched_scan_results(wiphy, 0)',
  },
  cfg80211_vendor_event_alloc: {
    since: '4.1',
    was: 4,
    now: 5,
    form: 'cfg80211_vendor_event_alloc(wiphy, wdev, length, index, gfp)',
  },
  __vlan_hwaccel_put_tag: {
    since: '3.10',
    was: 2,
    now: 3,
    form: '__vlan_hwaccel_put_tag(skb, htons(ETH_P_8021Q), tag)',
  },
  devm_gpiod_get: { since: '4.3', was: 2, now: 3, form: 'devm_gpiod_get(dev, name, GPIOD_ASIS)' },
  gpiod_get: { since: '4.3', was: 2, now: 3, form: 'gpiod_get(dev, name, GPIOD_ASIS)' },
  of_get_mac_address: {
    since: '5.13',
    was: 1,
    now: 2,
    form: 'of_get_mac_address(node, address), which returns an error',
  },
  part_stat_add: { since: '5.0', was: 4, now: 3, form: 'part_stat_add(part, field, value)' },
  part_stat_inc: { since: '5.0', was: 3, now: 2, form: 'part_stat_inc(part, field)' },
  dev_change_flags: { since: '5.0', was: 2, now: 3, form: 'dev_change_flags(dev, flags, NULL)' },
  dev_open: { since: '5.0', was: 1, now: 2, form: 'dev_open(dev, NULL)' },
  dev_set_mac_address: { since: '5.0', was: 2, now: 3, form: 'dev_set_mac_address(dev, address, NULL)' },
  drm_crtc_init_with_planes: {
    since: '4.5',
    was: 5,
    now: 6,
    form: 'drm_crtc_init_with_planes(dev, crtc, primary, cursor, funcs, NULL)',
  },
  drm_encoder_init: {
    since: '4.5',
    was: 4,
    now: 5,
    form: 'drm_encoder_init(dev, encoder, funcs, type, NULL)',
  },
  dst_output: { since: '4.4', was: 1, now: 3, form: 'dst_output(net, sk, skb)' },
  freq_reg_info: {
    since: '3.9',
    was: 4,
    now: 2,
    form: 'freq_reg_info(wiphy, frequency), whose result is the rule or an error pointer',
  },
  hlist_for_each_entry: { since: '3.9', was: 4, now: 3, form: 'hlist_for_each_entry(object, head, member)' },
  hlist_for_each_entry_rcu: {
    since: '3.9',
    was: 4,
    now: 3,
    form: 'hlist_for_each_entry_rcu(object, head, member)',
  },
  hlist_for_each_entry_safe: {
    since: '3.9',
    was: 5,
    now: 4,
    form: 'hlist_for_each_entry_safe(object, next, head, member)',
  },
  ieee80211_scan_completed: {
    since: '4.8',
    was: 2,
    now: 2,
    position: 2,
    form: 'ieee80211_scan_completed(hw, &info) with a struct cfg80211_scan_info',
  },
  iio_device_alloc: { since: '5.9', was: 1, now: 2, form: 'iio_device_alloc(parent, size)' },
  ip_local_out: { since: '4.4', was: 1, now: 3, form: 'ip_local_out(net, sk, skb)' },
  kernel_read: {
    since: '4.14',
    was: 4,
    now: 4,
    position: 2,
    form: 'kernel_read(file, buffer, size, &position)',
  },
  kernel_write: {
    since: '4.14',
    was: 4,
    now: 4,
    position: 4,
    form: 'kernel_write(file, buffer, size, &position)',
  },
  kmap_atomic: { since: '3.7', was: 2, now: 1, form: 'kmap_atomic(page)' },
  kunmap_atomic: { since: '3.7', was: 2, now: 1, form: 'kunmap_atomic(address)' },
  netlink_kernel_create: {
    since: '3.6',
    was: 6,
    now: 3,
    form: 'netlink_kernel_create(&init_net, unit, &config) with a struct netlink_kernel_cfg',
  },
  nf_ct_expect_related: { since: '5.3', was: 1, now: 2, form: 'nf_ct_expect_related(expect, 0)' },
  nla_parse: { since: '4.12', was: 5, now: 6, form: 'nla_parse(tb, maxtype, head, length, policy, NULL)' },
  nla_parse_nested: {
    since: '4.12',
    was: 4,
    now: 5,
    form: 'nla_parse_nested(tb, maxtype, nla, policy, NULL)',
  },
  nlmsg_parse: {
    since: '4.12',
    was: 5,
    now: 6,
    form: 'nlmsg_parse(header, length, tb, maxtype, policy, NULL)',
  },
  of_dma_configure: { since: '4.18', was: 2, now: 3, form: 'of_dma_configure(dev, node, true)' },
  power_supply_register: {
    since: '4.1',
    was: 2,
    now: 3,
    form: 'power_supply_register(parent, &description, &config), which returns the supply',
  },
  sk_alloc: { since: '4.2', was: 4, now: 5, form: 'sk_alloc(net, family, gfp, proto, kern)' },
  sock_create_kern: {
    since: '4.2',
    was: 4,
    now: 5,
    form: 'sock_create_kern(&init_net, family, type, protocol, &socket)',
  },
  submit_bio: { since: '4.8', was: 2, now: 1, form: 'bio->bi_opf = REQ_OP_…; submit_bio(bio)' },
  tty_flip_buffer_push: {
    since: '3.9',
    was: 1,
    now: 1,
    position: 1,
    form: 'tty_flip_buffer_push(port) with the struct tty_port',
  },
  tty_insert_flip_char: {
    since: '3.9',
    was: 3,
    now: 3,
    position: 1,
    form: 'tty_insert_flip_char(port, character, flag) with the struct tty_port',
  },
  tty_insert_flip_string: {
    since: '3.9',
    was: 3,
    now: 3,
    position: 1,
    form: 'tty_insert_flip_string(port, text, size) with the struct tty_port',
  },
  vfs_getattr: {
    since: '4.11',
    was: 2,
    now: 4,
    form: 'vfs_getattr(path, stat, STATX_BASIC_STATS, AT_STATX_SYNC_AS_STAT)',
  },
  wait_on_bit: { since: '3.17', was: 4, now: 3, form: 'wait_on_bit(word, bit, mode)' },
  wait_on_bit_lock: { since: '3.17', was: 4, now: 3, form: 'wait_on_bit_lock(word, bit, mode)' },
};

/** Members of structs of operations; gcc before 8 names nothing else. */
const changedMembers: Readonly<Record<string, { readonly since: string; readonly form: string }>> = {
  ampdu_action: {
    since: '4.4',
    form: 'int ampdu_action(struct ieee80211_hw *, struct ieee80211_vif *, struct ieee80211_ampdu_params *)',
  },
  change_station: {
    since: '3.16',
    form: 'int change_station(struct wiphy *, struct net_device *, const u8 *mac, struct station_parameters *)',
  },
  del_station: {
    since: '3.19',
    form: 'int del_station(struct wiphy *, struct net_device *, struct station_del_parameters *)',
  },
  getattr: {
    since: '4.11',
    form: 'int getattr(const struct path *, struct kstat *, u32 request_mask, unsigned int flags)',
  },
  hook: {
    since: '4.4',
    form: 'unsigned int hook(void *priv, struct sk_buff *, const struct nf_hook_state *)',
  },
  hw_scan: {
    since: '3.17',
    form: 'int hw_scan(struct ieee80211_hw *, struct ieee80211_vif *, struct ieee80211_scan_request *)',
  },
  input_configured: {
    since: '4.4',
    form: 'int input_configured(struct hid_device *, struct hid_input *), which returns 0',
  },
  mgmt_tx: {
    since: '3.14',
    form: 'int mgmt_tx(struct wiphy *, struct wireless_dev *, struct cfg80211_mgmt_tx_params *, u64 *cookie)',
  },
  ndo_get_stats64: {
    since: '4.11',
    form: 'void ndo_get_stats64(struct net_device *, struct rtnl_link_stats64 *)',
  },
  ndo_vlan_rx_add_vid: {
    since: '3.10',
    form: 'int ndo_vlan_rx_add_vid(struct net_device *, __be16 proto, u16 vid)',
  },
  ndo_vlan_rx_kill_vid: {
    since: '3.10',
    form: 'int ndo_vlan_rx_kill_vid(struct net_device *, __be16 proto, u16 vid)',
  },
  ndo_select_queue: {
    since: '3.14',
    form: 'u16 ndo_select_queue(struct net_device *, struct sk_buff *, void *accel_priv, select_queue_fallback_t fallback)',
  },
  sched_scan_stop: {
    since: '4.12',
    form: 'int sched_scan_stop(struct wiphy *, struct net_device *, u64 reqid)',
  },
};

/** The cause of a call or an operation that changed long ago. */
export function findLongChanged(shape: MessageShape, release: Release | undefined): Cause | undefined {
  if (shape.kind === 'incompatible-value') return ofMember(shape.member, release);
  const name =
    shape.kind === 'macro-arguments' ? shape.macro : 'function' in shape ? shape.function : undefined;
  if (name === undefined || !Object.hasOwn(changedCalls, name)) return undefined;
  const call = changedCalls[name];
  if (!call) return undefined;
  const isNew = release && mayHaveChange(release, call.since);
  const shown = shownForm(shape, call);
  if (shown === 'neither' || (shown === undefined && isNew === false)) return undefined;
  if (shown === 'old') {
    return inferred({
      ...{ id: `${idOf(name)}-not-yet`, symbol: name, confidence: 'likely', evidence: [] },
      summary: `The source is written for newer kernels: it calls ${call.form}, which kernels take since Linux ${call.since}. Write the earlier form as well, with a condition on LINUX_VERSION_CODE.`,
    });
  }
  return causeOf(name, call, shown === 'new' || isNew === true, release);
}

/** The version of a change that is in no test's kernel; empty if there is none. */
export function earlierChangeOf(member: string): readonly string[] {
  const since = Object.hasOwn(changedMembers, member) ? changedMembers[member]?.since : undefined;
  return since === undefined ? [] : [since];
}

function ofMember(member: string | undefined, release: Release | undefined): Cause | undefined {
  const known =
    member !== undefined && Object.hasOwn(changedMembers, member) ? changedMembers[member] : undefined;
  if (!known || member === undefined || (release && !mayHaveChange(release, known.since))) return undefined;
  return causeOf(member, known, release !== undefined && isAtLeast(release, known.since), release);
}

/** Which form the kernel has, by the message; `neither` if the message is about something else, `undefined` if it does not show that. */
function shownForm(
  shape: MessageShape,
  { was, now, position }: ChangedCall,
): 'old' | 'new' | 'neither' | undefined {
  if (shape.kind === 'argument-count') {
    if (was === now) return 'neither';
    return shape.few === now > was ? 'new' : 'old';
  }
  if (shape.kind === 'macro-arguments' && shape.takes !== undefined)
    return shape.takes === now ? 'new' : shape.takes === was ? 'old' : 'neither';
  if (shape.kind === 'incompatible-argument' && was === now)
    return position === shape.position ? undefined : 'neither';
  return undefined;
}

function causeOf(
  name: string,
  { since, form }: { readonly since: string; readonly form: string },
  isLikely: boolean,
  release: Release | undefined,
): Cause {
  return inferred({
    ...{ id: `${idOf(name)}-changed`, symbol: name, evidence: [], replacement: form },
    confidence: isLikely ? 'likely' : 'unknown',
    summary: `${name} takes other parameters since Linux ${since}. Write ${form}. (Judged by the message and the version, because the headers of ${release?.name ?? 'this kernel'} are not available.)`,
  });
}
