#include <linux/module.h>
#include <linux/virtio_config.h>

static const char *const repro_names[] = { "in", "out" };

static __maybe_unused int repro(struct virtio_device *device, struct virtqueue *queues[],
				vq_callback_t *callbacks[])
{
	return virtio_find_vqs(device, 2, queues, callbacks, repro_names, NULL);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
