#include <linux/module.h>
#include <media/v4l2-async.h>
#include <linux/version.h>

static __maybe_unused void repro(struct v4l2_async_notifier *notifier)
{
	v4l2_async_notifier_unregister(notifier);
	v4l2_async_notifier_cleanup(notifier);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
