#include <linux/module.h>
#include <media/videobuf2-v4l2.h>

extern const struct vb2_ops repro_ops;
const struct vb2_ops repro_ops = {
	.wait_prepare = vb2_ops_wait_prepare,
	.wait_finish = vb2_ops_wait_finish,
};

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
