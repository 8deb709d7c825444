#include <linux/module.h>
#include <media/videobuf2-v4l2.h>

static const struct vb2_ops __maybe_unused repro_ops = {
	.wait_prepare = vb2_ops_wait_prepare,
	.wait_finish = vb2_ops_wait_finish,
};

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
