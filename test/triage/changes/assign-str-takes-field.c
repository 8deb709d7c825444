#include <linux/module.h>
#include <linux/version.h>
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 1, 0)
#include <linux/trace_events.h>
#include <trace/stages/stage6_event_callback.h>

struct repro_entry {
	u32 __data_loc_name;
};

struct repro_offsets {
	const char *name_ptr_;
};

#undef __get_str
#define __get_str(field) ((char *)&__entry->__data_loc_##field)

static __maybe_unused void repro(struct repro_entry *__entry, struct repro_offsets __data_offsets)
{
	__assign_str(name, "repro");
}
#endif

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
